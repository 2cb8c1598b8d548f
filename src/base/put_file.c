/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/put_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"

static int
fill(int fd, const char *name, const struct topofix_buffer *content, mode_t mode,
     struct topofix_error *err)
{
    if (topofix_file_write_fd(fd, name, topofix_buffer_text(content), content->length, err) < 0) {
        return -1;
    }
    if (fchmod(fd, mode) < 0 || fsync(fd) < 0) {
        return topofix_error_set_errno(err, errno, "%s", name);
    }
    return 0;
}

int
topofix_put_file(const char *folder, const char *path, const struct topofix_buffer *content,
                 mode_t mode, enum topofix_put put, struct topofix_error *err)
{
    TOPOFIX_AUTO_FREE char *temporary = topofix_sprintf("%s/.virt-topofix.XXXXXX", folder);
    int fd = mkostemp(temporary, O_CLOEXEC);
    int result;

    if (fd < 0) {
        return topofix_error_set_errno(err, errno, "%s: no file can be made there", folder);
    }
    result = fill(fd, path, content, mode, err);
    close(fd);
    if (result == 0 && renameat2(AT_FDCWD, temporary, AT_FDCWD, path,
                                 put == TOPOFIX_PUT_NEW ? RENAME_NOREPLACE : 0) < 0) {
        result = topofix_error_set_errno(err, errno, "%s", path);
    }
    if (result < 0) {
        unlink(temporary);
    }
    return result;
}

int
topofix_put_folder(const char *path, bool *ret_is_new, struct topofix_error *err)
{
    bool is_new = mkdir(path, 0755) == 0;

    if (!is_new && errno != EEXIST) {
        return topofix_error_set_errno(err, errno, "%s: cannot be made", path);
    }
    if (ret_is_new) {
        *ret_is_new = is_new;
    }
    /* the umask may have removed bits, but another user's daemon must be able to read the folder */
    return is_new && chmod(path, 0755) < 0 ? topofix_error_set_errno(err, errno, "%s", path) : 0;
}

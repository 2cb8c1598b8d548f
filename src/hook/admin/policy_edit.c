/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "policy_edit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/put_file.h"
#include "hook/trust.h"

enum { FILE_BYTES_MAX = 64 * 1024 };

static int
read_file(struct topofix_policy_edit *edit, struct topofix_buffer *ret_text,
          struct topofix_error *err)
{
    char problem[TOPOFIX_TRUST_PROBLEM_BYTES];
    struct stat status;

    if (stat(edit->path, &status) < 0) {
        return topofix_error_set_errno(err, errno, "%s", edit->path);
    }
    edit->mode = status.st_mode & 0777;
    if (!topofix_trust(TOPOFIX_HOOK_CONFIG_FILE, problem)) {
        return topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "%s", problem);
    }
    return topofix_file_read(edit->path, FILE_BYTES_MAX, ret_text, err);
}

int
topofix_policy_edit_make(enum topofix_hook_policy policy, struct topofix_policy_edit *ret_edit,
                         struct topofix_error *err)
{
    static const char first[] = "# Settings of the libvirt hook; see virt-topofix-hook(8).\n";
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    /* if it is a link, its target is replaced */
    *ret_edit = (struct topofix_policy_edit){ .path = realpath(TOPOFIX_HOOK_CONFIG_FILE, NULL),
                                              .mode = 0644 };
    if (ret_edit->path) {
        if (read_file(ret_edit, &text, err) < 0) {
            return -1;
        }
    } else if (errno != ENOENT) {
        return topofix_error_set_errno(err, errno, "%s", TOPOFIX_HOOK_CONFIG_FILE);
    } else {
        ret_edit->path = topofix_strdup(TOPOFIX_HOOK_CONFIG_FILE);
        topofix_buffer_add_text(&text, first);
    }
    if (topofix_hook_config_edit(ret_edit->path, topofix_buffer_text(&text), policy,
                                 &ret_edit->text, err) < 0) {
        return topofix_error_wrap(err, "the policy was not written");
    }
    return 0;
}

int
topofix_policy_edit_write(const struct topofix_policy_edit *edit, struct topofix_error *err)
{
    TOPOFIX_AUTO_FREE char *folder =
        topofix_strndup(edit->path, (size_t)(strrchr(edit->path, '/') - edit->path));

    return topofix_put_folder(folder, NULL, err) < 0 ||
                   topofix_put_file(folder, edit->path, &edit->text, edit->mode,
                                    TOPOFIX_PUT_REPLACE, err) < 0
               ? -1
               : 0;
}

void
topofix_policy_edit_done(struct topofix_policy_edit *edit)
{
    free(edit->path);
    topofix_buffer_done(&edit->text);
    *edit = (struct topofix_policy_edit){ .path = NULL };
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK_BYTES = 64 * 1024 };

int
topofix_file_read_fd(int fd, const char *name, size_t max_bytes, struct topofix_buffer *ret_bytes,
                     struct topofix_error *err)
{
    char chunk[CHUNK_BYTES];
    size_t total = 0;

    for (;;) {
        ssize_t got = read(fd, chunk, sizeof(chunk));

        if (got == 0) {
            return 0;
        }
        if (got < 0) {
            if (errno == EINTR) {
                continue;
            }
            return topofix_error_set_errno(err, errno, "%s: cannot be read", name);
        }
        total += (size_t)got;
        if (total > max_bytes) {
            return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                     "%s: larger than %zu bytes, the most that is read", name,
                                     max_bytes);
        }
        topofix_buffer_add(ret_bytes, chunk, (size_t)got);
    }
}

static int
read_and_close(int fd, const char *path, size_t max_bytes, struct topofix_buffer *ret_bytes,
               struct topofix_error *err)
{
    int result = topofix_file_read_fd(fd, path, max_bytes, ret_bytes, err);

    close(fd);
    return result;
}

/* Opens without blocking: open(2) of a FIFO would otherwise wait for a writer. */
int
topofix_file_read(const char *path, size_t max_bytes, struct topofix_buffer *ret_bytes,
                  struct topofix_error *err)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    struct stat status;
    int result;

    if (fd < 0) {
        return topofix_error_set_errno(err, errno, "%s: cannot be opened", path);
    }
    if (fstat(fd, &status) < 0) {
        result = topofix_error_set_errno(err, errno, "%s", path);
    } else if (S_ISDIR(status.st_mode)) {
        result = topofix_error_set_errno(err, EISDIR, "%s", path);
    } else if (!S_ISREG(status.st_mode)) {
        result = topofix_error_set(err, TOPOFIX_ERROR_INPUT, "%s: not a regular file", path);
    } else {
        return read_and_close(fd, path, max_bytes, ret_bytes, err);
    }
    close(fd);
    return result;
}

int
topofix_file_read_stream(const char *path, size_t max_bytes, struct topofix_buffer *ret_bytes,
                         struct topofix_error *err)
{
    int fd;

    if (strcmp(path, "-") == 0) {
        return topofix_file_read_fd(STDIN_FILENO, "standard input", max_bytes, ret_bytes, err);
    }
    fd = open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) {
        return topofix_error_set_errno(err, errno, "%s: cannot be opened", path);
    }
    return read_and_close(fd, path, max_bytes, ret_bytes, err);
}

int
topofix_file_write_fd(int fd, const char *name, const char *bytes, size_t length,
                      struct topofix_error *err)
{
    while (length > 0) {
        ssize_t put = write(fd, bytes, length);

        if (put < 0) {
            if (errno == EINTR) {
                continue;
            }
            return topofix_error_set_errno(err, errno, "%s: cannot be written", name);
        }
        bytes += put;
        length -= (size_t)put;
    }
    return 0;
}

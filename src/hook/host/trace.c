/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "trace.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

static const char called[] = "called";
static const char refusals[] = "refusals";

void
topofix_hook_trace_call(int folder)
{
    int fd = openat(folder, called, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);

    if (fd >= 0) {
        close(fd);
    }
}

/* Appends a byte for each refusal, which needs no lock; the file's size is the count. */
void
topofix_hook_trace_refusal(int folder)
{
    int fd = openat(folder, refusals,
                    O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
    struct stat status;

    if (fd < 0) {
        return;
    }
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
        status.st_size < TOPOFIX_HOOK_REFUSALS_MAX) {
        (void)!write(fd, "r", 1);
    }
    close(fd);
}

/* Returns false if there is no such regular file. */
static bool
look(const char *folder, const char *name, struct stat *ret_status)
{
    TOPOFIX_AUTO_FREE char *path = topofix_sprintf("%s/%s", folder, name);

    return lstat(path, ret_status) == 0 && S_ISREG(ret_status->st_mode);
}

bool
topofix_hook_trace_has_call(const char *path)
{
    struct stat status;

    return look(path, called, &status);
}

void
topofix_hook_trace_forget_calls(const char *path)
{
    TOPOFIX_AUTO_FREE char *file = topofix_sprintf("%s/%s", path, called);

    unlink(file);
}

unsigned
topofix_hook_trace_refusals(const char *path)
{
    struct stat status;

    if (!look(path, refusals, &status)) {
        return 0;
    }
    return status.st_size < TOPOFIX_HOOK_REFUSALS_MAX ? (unsigned)status.st_size
                                                      : TOPOFIX_HOOK_REFUSALS_MAX;
}

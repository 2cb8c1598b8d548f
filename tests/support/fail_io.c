/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Fails one call that reads or writes files, or makes all of them short, so that tests can see what
 * comes of it. Loaded with LD_PRELOAD.
 *
 * TOPOFIX_IO_FAIL=N: call number N (from 1, over all functions below) fails as on a full disk, or
 * with EIO where it reads. The function's name is written to the file TOPOFIX_IO_LOG, which stays
 * away if there was no such call. Messages on descriptor 2 do not count.
 *
 * TOPOFIX_IO_SHORT: each read and write does at most seven bytes, and each third is interrupted.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static unsigned long chosen;
static bool is_short;
static const char *log_path;

__attribute__((constructor)) static void
fail_init(void)
{
    const char *number = getenv("TOPOFIX_IO_FAIL");

    chosen = number ? strtoul(number, NULL, 10) : 0;
    is_short = getenv("TOPOFIX_IO_SHORT") != NULL;
    log_path = getenv("TOPOFIX_IO_LOG");
    unsetenv("LD_PRELOAD");
}

static void *
next_symbol(const char *name)
{
    void *symbol = dlsym(RTLD_NEXT, name);

    if (!symbol) {
        abort();
    }
    return symbol;
}

#define NEXT(function) ((__typeof__(&(function)))next_symbol(#function))

/* Whether this call is the one; it then sets errno. */
static bool
is_chosen(const char *function, int error)
{
    static atomic_ulong calls;
    int log;

    if (chosen == 0 || atomic_fetch_add(&calls, 1) + 1 != chosen) {
        return false;
    }
    log = log_path ? NEXT(open)(log_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    if (log < 0 || NEXT(write)(log, function, strlen(function)) < 0 || close(log) < 0) {
        abort();
    }
    errno = error;
    return true;
}

/* How much of count is done. Sets errno and returns 0 where the call is interrupted. */
static size_t
shortened(size_t count)
{
    static atomic_uint calls;
    unsigned call = atomic_fetch_add(&calls, 1);

    if (!is_short) {
        return count;
    }
    errno = EINTR;
    return call % 3 == 2 ? 0 : count < call % 7 + 1 ? count : call % 7 + 1;
}

ssize_t
read(int fd, void *bytes, size_t count)
{
    size_t some = shortened(count);

    if (is_chosen("read", EIO) || (some == 0 && count > 0)) {
        return -1;
    }
    return NEXT(read)(fd, bytes, some);
}

ssize_t
write(int fd, const void *bytes, size_t count)
{
    size_t some = shortened(count);

    if ((fd != STDERR_FILENO && is_chosen("write", ENOSPC)) || (some == 0 && count > 0)) {
        return -1;
    }
    return NEXT(write)(fd, bytes, some);
}

/* Whoever only reads meets a bad disk, whoever writes a full one. */
static bool
is_open_chosen(const char *function, int flags)
{
    return is_chosen(function, (flags & O_ACCMODE) == O_RDONLY ? EIO : ENOSPC);
}

int
open(const char *path, int flags, ...)
{
    va_list args;
    int mode;

    va_start(args, flags);
    mode = va_arg(args, int);
    va_end(args);
    return is_open_chosen("open", flags) ? -1 : NEXT(open)(path, flags, mode);
}

int
openat(int folder, const char *path, int flags, ...)
{
    va_list args;
    int mode;

    va_start(args, flags);
    mode = va_arg(args, int);
    va_end(args);
    return is_open_chosen("openat", flags) ? -1 : NEXT(openat)(folder, path, flags, mode);
}

int
mkostemp(char *template, int flags)
{
    return is_chosen("mkostemp", ENOSPC) ? -1 : NEXT(mkostemp)(template, flags);
}

int
fsync(int fd)
{
    return is_chosen("fsync", EIO) ? -1 : NEXT(fsync)(fd);
}

int
fchmod(int fd, mode_t mode)
{
    return is_chosen("fchmod", EPERM) ? -1 : NEXT(fchmod)(fd, mode);
}

int
mkdir(const char *path, mode_t mode)
{
    return is_chosen("mkdir", ENOSPC) ? -1 : NEXT(mkdir)(path, mode);
}

int
renameat2(int from, const char *path, int to, const char *new_path, unsigned flags)
{
    return is_chosen("renameat2", ENOSPC) ? -1 : NEXT(renameat2)(from, path, to, new_path, flags);
}

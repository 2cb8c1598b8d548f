/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "claim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"

enum { TRY_MILLISECONDS = 5, TRIES_MAX = 400 };

/*
 * Opens the file of locks where no other user can create it: /run belongs to root, the runtime
 * directory to the user.
 */
static int
open_file(void)
{
    const char *directory = geteuid() == 0 ? TOPOFIX_RUNSTATEDIR : secure_getenv("XDG_RUNTIME_DIR");
    TOPOFIX_AUTO_FREE char *path = NULL;

    if (!directory) {
        return -1;
    }
    path = topofix_sprintf("%s/virt-topofix.lock", directory);
    return open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
}

/*
 * Each domain locks one byte of the file, chosen by a hash (FNV-1a). Two domains that share a byte
 * only wait for each other.
 */
static off_t
place_of(const char *uuid)
{
    unsigned hash = 2166136261u;

    for (; *uuid; uuid++) {
        hash = (hash ^ (unsigned char)*uuid) * 16777619u;
    }
    return (off_t)(hash & 0x7fffffffu);
}

int
topofix_claim_take(const char *uuid)
{
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1 };
    int file = open_file();

    if (file < 0) {
        return -1;
    }
    lock.l_start = place_of(uuid);
    for (int i = 0; i < TRIES_MAX; i++) {
        if (fcntl(file, F_OFD_SETLK, &lock) == 0) {
            return file;
        }
        if (errno != EAGAIN && errno != EACCES && errno != EINTR) {
            break;
        }
        topofix_clock_sleep(TRY_MILLISECONDS);
    }
    close(file);
    return -1;
}

void
topofix_claim_release(int claim)
{
    if (claim >= 0) {
        close(claim); /* which also releases the lock */
    }
}

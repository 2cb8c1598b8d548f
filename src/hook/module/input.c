/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <unistd.h>

#include "base/clock.h"

enum { CHUNK_BYTES = 64 * 1024 };

/*
 * Polls before a read, which could wait for ever for a writer that neither writes nor closes the
 * pipe.
 */
static int
wait_for_bytes(int fd, uint64_t end, struct topofix_error *err)
{
    for (;;) {
        struct pollfd wait = { .fd = fd, .events = POLLIN };
        uint64_t now = topofix_clock_now();
        int ready = poll(&wait, 1, now < end ? (int)(end - now) : 0);

        if (ready > 0) {
            return 0;
        }
        if (ready == 0) {
            return topofix_error_set(err, TOPOFIX_ERROR_INPUT, "standard input does not end");
        }
        if (errno != EINTR) {
            return topofix_error_set_errno(err, errno, "standard input");
        }
    }
}

int
topofix_hook_input(int fd, size_t max_bytes, int milliseconds, struct topofix_buffer *ret_text,
                   struct topofix_error *err)
{
    uint64_t end = topofix_clock_now() + (uint64_t)milliseconds;
    char chunk[CHUNK_BYTES];

    for (;;) {
        ssize_t got;

        if (wait_for_bytes(fd, end, err) < 0) {
            return -1;
        }
        got = read(fd, chunk, sizeof(chunk));
        if (got == 0) {
            return 0;
        }
        if (got < 0 && errno != EINTR && errno != EAGAIN) {
            return topofix_error_set_errno(err, errno, "standard input");
        }
        if (got > 0 && ret_text->length + (size_t)got > max_bytes) {
            return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                     "standard input is larger than %zu bytes", max_bytes);
        }
        topofix_buffer_add(ret_text, chunk, got > 0 ? (size_t)got : 0);
    }
}

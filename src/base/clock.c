/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/clock.h"

#include <errno.h>

static const uint64_t second = 1000; /* in milliseconds */

uint64_t
topofix_clock_now(void)
{
    struct timespec time = { .tv_sec = 0 };

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * second + (uint64_t)time.tv_nsec / 1000000;
}

struct timespec
topofix_clock_after(uint64_t milliseconds)
{
    uint64_t then = topofix_clock_now() + milliseconds;

    return (struct timespec){ .tv_sec = (time_t)(then / second),
                              .tv_nsec = (long)(then % second) * 1000000 };
}

void
topofix_clock_init_condition(pthread_cond_t *ret_condition)
{
    pthread_condattr_t attributes;

    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(ret_condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

void
topofix_clock_sleep(uint64_t milliseconds)
{
    struct timespec until = topofix_clock_after(milliseconds);

    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) {
    }
}

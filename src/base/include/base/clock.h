/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * clock: the monotonic clock. It counts from the start of the machine, stops while the machine is
 * suspended, and cannot be set. Every age and every time limit uses it.
 */
#ifndef TOPOFIX_CLOCK_H
#define TOPOFIX_CLOCK_H

#include <pthread.h>
#include <stdint.h>
#include <time.h>

/* Milliseconds by this clock. */
uint64_t
topofix_clock_now(void);

/* The time that lies so many milliseconds ahead, for pthread_cond_timedwait(). */
struct timespec
topofix_clock_after(uint64_t milliseconds);

/*
 * Initialises a condition whose timed waits use this clock. The caller must end it with
 * pthread_cond_destroy().
 */
void
topofix_clock_init_condition(pthread_cond_t *ret_condition);

/* Sleeps for so many milliseconds, whatever signals arrive. */
void
topofix_clock_sleep(uint64_t milliseconds);

#endif

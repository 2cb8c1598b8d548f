/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * backoff: when to try again what has failed: after a second, then after twice as long each time,
 * up to a minute. Pure: the caller says what time it is.
 */
#ifndef TOPOFIX_BACKOFF_H
#define TOPOFIX_BACKOFF_H

#include <stdint.h>

enum { TOPOFIX_BACKOFF_FIRST_MS = 1000, TOPOFIX_BACKOFF_MOST_MS = 60 * 1000 };

/* Zero-initialised: nothing has failed. */
struct topofix_backoff {
    uint64_t pause_ms; /* the last one; 0: none */
};

/* It failed again: the moment to try, on the same clock as now (milliseconds). */
uint64_t
topofix_backoff_after(struct topofix_backoff *backoff, uint64_t now);

/* It worked: the next failure begins with the shortest pause. */
void
topofix_backoff_reset(struct topofix_backoff *backoff);

#endif

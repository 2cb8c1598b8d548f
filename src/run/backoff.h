/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * backoff: when to retry what has failed: after one second, then after twice as long each time, up
 * to a minute. It reads no clock; the caller passes the time.
 */
#ifndef TOPOFIX_BACKOFF_H
#define TOPOFIX_BACKOFF_H

#include <stdint.h>

enum { TOPOFIX_BACKOFF_FIRST_MS = 1000, TOPOFIX_BACKOFF_MOST_MS = 60 * 1000 };

/* A zero-initialised value means that nothing has failed. */
struct topofix_backoff {
    uint64_t pause_ms; /* the last pause; 0 if there was none */
};

/*
 * Call it after each failure. Returns the moment of the next attempt, in milliseconds on the clock
 * of now.
 */
uint64_t
topofix_backoff_after(struct topofix_backoff *backoff, uint64_t now);

/* Call it after a success: the next failure starts with the shortest pause again. */
void
topofix_backoff_reset(struct topofix_backoff *backoff);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pace: how often a watch fixes one domain. If another program keeps restoring a bad topology, the
 * watch fixes it three times in ten minutes, and then leaves the domain alone until it looks
 * different. It reads no clock; the caller passes the time.
 */
#ifndef TOPOFIX_PACE_H
#define TOPOFIX_PACE_H

#include <stdbool.h>
#include <stdint.h>

enum { TOPOFIX_PACE_FIXES = 3 };
#define TOPOFIX_PACE_WINDOW_MS (UINT64_C(10) * 60 * 1000)

/*
 * A zero-initialised value means that nothing was fixed yet. Times are in milliseconds of the
 * monotonic clock.
 */
struct topofix_pace {
    uint64_t fixes[TOPOFIX_PACE_FIXES]; /* times of the last fixes, as a ring */
    unsigned n_fixes;                   /* in total, modulo TOPOFIX_PACE_FIXES once it is large */
    bool is_at_peace;
    uint64_t left; /* with is_at_peace: the likeness of the domain that is left alone */
    bool has_warned;
    uint64_t warned_at;
};

enum topofix_pace_answer {
    TOPOFIX_PACE_FIX,
    TOPOFIX_PACE_LEAVE,
    TOPOFIX_PACE_WARN, /* leave it, and say so: at most once per window */
};

/* Whether a fix is allowed whatever the domain looks like, so that no look is needed first. */
bool
topofix_pace_is_free(const struct topofix_pace *pace, uint64_t now);

/* Whether no fix lies within the window, so that nothing has to be remembered. */
bool
topofix_pace_is_idle(const struct topofix_pace *pace, uint64_t now);

/*
 * Decides what to do with a domain that needs a fix. The likeness is a hash of what is wrong with
 * it: an equal one means the same conflict.
 */
enum topofix_pace_answer
topofix_pace_ask(struct topofix_pace *pace, uint64_t now, uint64_t likeness);

/* Call it when a fix was written. */
void
topofix_pace_note_fix(struct topofix_pace *pace, uint64_t now);

/*
 * Call it when the domain needs no fix: it is no longer left alone, but earlier fixes still count.
 */
void
topofix_pace_note_fine(struct topofix_pace *pace);

#endif

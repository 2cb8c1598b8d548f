/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pace: how often a watch fixes one domain. Somebody who keeps putting a bad topology back gets
 * three fixes in ten minutes, then peace until the domain looks different. Pure: the caller says
 * what time it is.
 */
#ifndef TOPOFIX_PACE_H
#define TOPOFIX_PACE_H

#include <stdbool.h>
#include <stdint.h>

enum { TOPOFIX_PACE_FIXES = 3 };
#define TOPOFIX_PACE_WINDOW_MS (UINT64_C(10) * 60 * 1000)

/* Zero-initialised: nothing was fixed yet. Moments are milliseconds of the monotonic clock. */
struct topofix_pace {
    uint64_t fixes[TOPOFIX_PACE_FIXES]; /* the last ones; the oldest is overwritten */
    unsigned n_fixes;                   /* ever */
    bool is_at_peace;
    uint64_t left; /* at peace: the likeness of what is left as it is */
    bool has_warned;
    uint64_t warned_at;
};

enum topofix_pace_answer {
    TOPOFIX_PACE_FIX,
    TOPOFIX_PACE_LEAVE,
    TOPOFIX_PACE_WARN, /* leave it, and say so: at most once in the time of the window */
};

/* Whether a fix is due however the domain looks: then nobody needs to look first. */
bool
topofix_pace_is_free(const struct topofix_pace *pace, uint64_t now);

/* Whether no fix lies within the window, so that nothing needs to be remembered. */
bool
topofix_pace_is_idle(const struct topofix_pace *pace, uint64_t now);

/* What to do with a domain that needs a fix. The likeness is a number of what is wrong with it: the
 * same number, the same quarrel. */
enum topofix_pace_answer
topofix_pace_ask(struct topofix_pace *pace, uint64_t now, uint64_t likeness);

/* A fix was written. */
void
topofix_pace_note_fix(struct topofix_pace *pace, uint64_t now);

/* The domain needs no fix: peace is over, and the window still counts. */
void
topofix_pace_note_fine(struct topofix_pace *pace);

#endif

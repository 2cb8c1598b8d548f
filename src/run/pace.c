/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pace.h"

/* Whether as many fixes as are allowed lie within the window. */
static bool
is_exhausted(const struct topofix_pace *pace, uint64_t now)
{
    /* the next fix overwrites the oldest, so its slot holds the oldest time */
    uint64_t oldest = pace->fixes[pace->n_fixes % TOPOFIX_PACE_FIXES];

    return pace->n_fixes >= TOPOFIX_PACE_FIXES && now - oldest < TOPOFIX_PACE_WINDOW_MS;
}

bool
topofix_pace_is_free(const struct topofix_pace *pace, uint64_t now)
{
    return !pace->is_at_peace && !is_exhausted(pace, now);
}

bool
topofix_pace_is_idle(const struct topofix_pace *pace, uint64_t now)
{
    uint64_t last;

    if (pace->n_fixes == 0) {
        return true;
    }
    last = pace->fixes[(pace->n_fixes - 1) % TOPOFIX_PACE_FIXES];
    return now - last >= TOPOFIX_PACE_WINDOW_MS;
}

enum topofix_pace_answer
topofix_pace_ask(struct topofix_pace *pace, uint64_t now, uint64_t likeness)
{
    if (pace->is_at_peace && pace->left == likeness) {
        return TOPOFIX_PACE_LEAVE;
    }
    pace->is_at_peace = is_exhausted(pace, now);
    if (!pace->is_at_peace) {
        return TOPOFIX_PACE_FIX;
    }
    pace->left = likeness;
    if (pace->has_warned && now - pace->warned_at < TOPOFIX_PACE_WINDOW_MS) {
        return TOPOFIX_PACE_LEAVE;
    }
    pace->has_warned = true;
    pace->warned_at = now;
    return TOPOFIX_PACE_WARN;
}

void
topofix_pace_note_fix(struct topofix_pace *pace, uint64_t now)
{
    pace->fixes[pace->n_fixes % TOPOFIX_PACE_FIXES] = now;
    pace->n_fixes++;
    if (pace->n_fixes >= 2 * TOPOFIX_PACE_FIXES) {
        pace->n_fixes -= TOPOFIX_PACE_FIXES; /* keeps the slot, and avoids an overflow */
    }
}

void
topofix_pace_note_fine(struct topofix_pace *pace)
{
    pace->is_at_peace = false;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * progress: a bar on stderr for runs over many domains.
 */
#ifndef TOPOFIX_PROGRESS_H
#define TOPOFIX_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct topofix_progress {
    bool is_shown;
    size_t total;
    int percent_shown; /* -1: nothing yet */
};

/* Draws the bar for done of total, when it looks different from before. */
void
topofix_progress_show(struct topofix_progress *progress, size_t done);

/* Wipes the bar, so that a line may be printed or the run may end. */
void
topofix_progress_clear(struct topofix_progress *progress);

#endif

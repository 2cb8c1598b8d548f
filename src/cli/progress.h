/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * progress: shows a bar on stderr during runs over many domains.
 */
#ifndef TOPOFIX_PROGRESS_H
#define TOPOFIX_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct topofix_progress {
    bool is_shown;
    size_t total;
    int percent_shown; /* -1 if nothing is shown yet */
};

/* Draws the bar for done of total, if it looks different from before. */
void
topofix_progress_show(struct topofix_progress *progress, size_t done);

/* Erases the bar, before a line is printed or the run ends. */
void
topofix_progress_clear(struct topofix_progress *progress);

#endif

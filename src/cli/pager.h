/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pager: shows long output page by page, as git does, if stdout is a terminal. It runs $PAGER, else
 * less -FRX, which ends at once if everything fits on the screen.
 */
#ifndef TOPOFIX_PAGER_H
#define TOPOFIX_PAGER_H

#include <stdbool.h>
#include <sys/types.h>

struct topofix_pager {
    bool is_running;
    pid_t pid;
    int saved_stdout;
    int saved_stderr; /* -1 if stderr does not go through the pager */
};

/*
 * Sends stdout through the pager, and stderr, too, if it is a terminal. Does nothing if stdout is
 * no terminal, PAGER is empty or "cat", or there is no pager: the output is then printed directly.
 */
void
topofix_pager_begin(struct topofix_pager *pager);

/* Restores the streams, and waits until the user leaves the pager. */
void
topofix_pager_end(struct topofix_pager *pager);

#endif

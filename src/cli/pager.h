/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pager: what is long is read page by page, as git shows it: $PAGER, else less -FRX, which steps
 * aside where it all fits. Only on a terminal.
 */
#ifndef TOPOFIX_PAGER_H
#define TOPOFIX_PAGER_H

#include <stdbool.h>
#include <sys/types.h>

struct topofix_pager {
    bool is_running;
    pid_t pid;
    int saved_stdout;
    int saved_stderr; /* -1: stderr does not go through the pager */
};

/*
 * Sends stdout, and stderr where it is a terminal, too, through the pager. Does nothing where
 * stdout is no terminal, where PAGER is empty or "cat", or where there is no pager: then all is
 * printed as it is.
 */
void
topofix_pager_begin(struct topofix_pager *pager);

/* Puts the streams back, and waits until the pager is left. */
void
topofix_pager_end(struct topofix_pager *pager);

#endif

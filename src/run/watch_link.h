/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * watch_link: how a line of a watcher gets its connection, and what becomes of it. Only the line's
 * thread calls these.
 */
#ifndef TOPOFIX_WATCH_LINK_H
#define TOPOFIX_WATCH_LINK_H

#include "watch_line.h"

/*
 * Opens the connection and listens to it; where that fails, says when to try again. True when
 * nobody waits for the line any more: it is freed then, and its thread is to end.
 */
bool
topofix_watch_link_open(struct topofix_watch_line *line);

/* It is of no use any more: closes it, tells why, and says when to open another one. */
void
topofix_watch_link_lose(struct topofix_watch_line *line, const struct topofix_error *why);

void
topofix_watch_link_close(struct topofix_watch_line *line);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * watch_link: opens and closes the connection of a watcher's line. Only the line's thread calls
 * these functions.
 */
#ifndef TOPOFIX_WATCH_LINK_H
#define TOPOFIX_WATCH_LINK_H

#include "watch_line.h"

/*
 * Opens the connection and subscribes to it; if that fails, sets the time of the next attempt.
 * hears is called with the line for each event. Returns true if the line was abandoned meanwhile:
 * its thread must free it and end.
 */
bool
topofix_watch_link_open(struct topofix_watch_line *line, topofix_ear_hears *hears);

/*
 * Closes a connection that can no longer be used, reports why, and sets the time of the next
 * attempt.
 */
void
topofix_watch_link_lose(struct topofix_watch_line *line, const struct topofix_error *why);

void
topofix_watch_link_close(struct topofix_watch_line *line);

#endif

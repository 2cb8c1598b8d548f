/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * events: libvirt's event loop on a thread of its own. Keepalive needs it: without, a hung daemon
 * or a dead network would block a call for ever. What stores are subscribed to comes from it, too.
 *
 * The loop dozes: it looks once a second, which is all that keepalive needs, since one that always
 * runs slows each call down.
 */
#ifndef TOPOFIX_EVENTS_H
#define TOPOFIX_EVENTS_H

#include "base/error.h"

struct topofix_events;

/* Before the first connection is opened, once per process. NULL on error. */
struct topofix_events *
topofix_events_start(struct topofix_error *err);

/*
 * Hands out the events that have arrived by now, and returns when that is done; gives up after two
 * seconds. Not from a callback.
 */
void
topofix_events_drain(struct topofix_events *events);

/*
 * Keeps the loop running without a lag until as many calls of topofix_events_doze have followed. A
 * loop that is awake and has nothing to do sleeps in its poll.
 */
void
topofix_events_wake(struct topofix_events *events);
void
topofix_events_doze(struct topofix_events *events);

/* After the last connection is closed. NULL is fine. */
void
topofix_events_stop(struct topofix_events *events);

#endif

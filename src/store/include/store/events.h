/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * events: libvirt's event loop, on a thread of its own. Keepalive needs it: without it, a hung
 * daemon or a dead network would block a call for ever. Subscriptions to stores need it, too.
 *
 * By default the loop runs only once a second, which is enough for keepalive, because a loop that
 * runs all the time slows every call down.
 */
#ifndef TOPOFIX_EVENTS_H
#define TOPOFIX_EVENTS_H

#include "base/error.h"

struct topofix_events;

/* Call it once per process, before the first connection is opened. Returns NULL on error. */
struct topofix_events *
topofix_events_start(struct topofix_error *err);

/*
 * Delivers the events that have arrived by now, and then returns; gives up after two seconds. Must
 * not be called from a callback.
 */
void
topofix_events_drain(struct topofix_events *events);

/*
 * Keeps the loop running without delay until topofix_events_doze() has been called as often. A loop
 * that is awake but idle sleeps in its poll.
 */
void
topofix_events_wake(struct topofix_events *events);
void
topofix_events_doze(struct topofix_events *events);

/* Call it after the last connection is closed. events may be NULL. */
void
topofix_events_stop(struct topofix_events *events);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * events: libvirt's event loop on a thread of its own. Keepalive needs it: without, a hung daemon
 * or a dead network would block a call for ever.
 */
#ifndef TOPOFIX_EVENTS_H
#define TOPOFIX_EVENTS_H

#include "base/error.h"

struct topofix_events;

/* Before the first connection is opened, once per process. NULL on error. */
struct topofix_events *
topofix_events_start(struct topofix_error *err);

/* After the last connection is closed. NULL is fine. */
void
topofix_events_stop(struct topofix_events *events);

#endif

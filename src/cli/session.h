/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * session: what a run on connections has around it: signals, and libvirt's event loop.
 */
#ifndef TOPOFIX_SESSION_H
#define TOPOFIX_SESSION_H

#include "interrupt.h"
#include "options.h"
#include "store/events.h"

struct topofix_session {
    struct topofix_interrupt interrupt;
    struct topofix_events *events; /* NULL: somebody still uses the loop, which is not stopped */
};

/* Call before any connection is opened. Returns EXIT_SUCCESS, or the exit status after a failure
 * that was told. */
int
topofix_session_begin(struct topofix_session *session, const struct topofix_options *options);

/* When no connection is left. Ends the program where a second signal came meanwhile. */
void
topofix_session_end(struct topofix_session *session);

#endif

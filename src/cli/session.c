/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "session.h"

#include <stdlib.h>

#include "output.h"

int
topofix_session_begin(struct topofix_session *session, const struct topofix_options *options)
{
    struct topofix_error err;

    topofix_interrupt_begin(&session->interrupt);
    session->events = topofix_events_start(&err);
    if (!session->events) {
        topofix_interrupt_end(&session->interrupt);
        return topofix_output_failure(options, &err);
    }
    return EXIT_SUCCESS;
}

void
topofix_session_end(struct topofix_session *session)
{
    if (session->events) {
        topofix_events_stop(session->events);
    }
    topofix_interrupt_end(&session->interrupt);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * watch_look: one look of a watch at one domain: find it, do the step unless it would be a fight,
 * say what became of it.
 */
#ifndef TOPOFIX_WATCH_LOOK_H
#define TOPOFIX_WATCH_LOOK_H

#include "judge/request.h"
#include "run/selection.h"
#include "worklist.h"

enum topofix_look {
    TOPOFIX_LOOK_DONE,  /* there is a result */
    TOPOFIX_LOOK_GONE,  /* there is no such domain, or it has no definition */
    TOPOFIX_LOOK_LATER, /* it is being started, or somebody writes it at this moment */
    TOPOFIX_LOOK_LOST,  /* the connection is */
};

/* After how many milliseconds a domain that was looked at too early is looked at again. */
uint64_t
topofix_watch_look_pause(unsigned n_postponed);

/*
 * Looks at a domain, and fixes it where the request says so and the domain's pace allows it.
 * *ret_result is to be done in any case, and means something with DONE and LOST.
 * Of *ret_told it sets is_left_alone, has_lost_fix and lost_fix.
 */
enum topofix_look
topofix_watch_look(struct topofix_connection *connection, struct topofix_work *work,
                   const struct topofix_request *request, uint64_t now,
                   struct topofix_result *ret_result, struct topofix_watch_look *ret_told);

#endif

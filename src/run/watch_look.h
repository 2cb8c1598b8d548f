/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * watch_look: a watch's look at one domain: finds it, runs the step unless its pace forbids a fix,
 * and returns the result.
 */
#ifndef TOPOFIX_WATCH_LOOK_H
#define TOPOFIX_WATCH_LOOK_H

#include "judge/request.h"
#include "run/selection.h"
#include "worklist.h"

enum topofix_look {
    TOPOFIX_LOOK_DONE,  /* there is a result */
    TOPOFIX_LOOK_GONE,  /* the domain does not exist, or has no definition */
    TOPOFIX_LOOK_LATER, /* it is being started, or another program is writing it */
    TOPOFIX_LOOK_LOST,  /* the connection is lost */
};

/*
 * How many milliseconds to wait before the next look at a domain, after n_postponed looks came too
 * early.
 */
uint64_t
topofix_watch_look_pause(unsigned n_postponed);

/*
 * Whether to look at a domain again after n_failed looks in a row had a failure as their result,
 * and in how many milliseconds. Not after the first few: what fails for long is left to the
 * domain's next event and to the next pass.
 */
bool
topofix_watch_look_retries(unsigned n_failed, uint64_t *ret_pause);

/*
 * Looks at a domain, and fixes it if the request says so and the domain's pace allows it. The
 * caller must free *ret_result with topofix_result_done() in every case; it is meaningful only for
 * DONE and LOST. Sets is_left_alone, has_lost_fix and lost_fix of *ret_told.
 */
enum topofix_look
topofix_watch_look(struct topofix_connection *connection, struct topofix_work *work,
                   const struct topofix_request *request, uint64_t now,
                   struct topofix_result *ret_result, struct topofix_watch_look *ret_told);

#endif

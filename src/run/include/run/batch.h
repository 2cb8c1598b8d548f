/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * batch: runs the step for one domain on every domain of a selection, in a pool of workers.
 */
#ifndef TOPOFIX_BATCH_H
#define TOPOFIX_BATCH_H

#include "run/domain_step.h"
#include "run/selection.h"
#include "run/tally.h"

/*
 * The caller's callbacks. stop and the gate may be called by several threads at once, the others by
 * one at a time.
 */
struct topofix_batch_observer {
    /* Why no further domain should be started ("interrupted by SIGINT"), or NULL to go on. */
    const char *(*stop)(void *context);
    /*
     * A result, in the order of the selection, as soon as all earlier ones are reported. It is
     * freed after the call.
     */
    void (*result)(const struct topofix_result *result, void *context);
    /* The number of domains that are finished, in any order. */
    void (*progress)(size_t n_done, void *context);
    void *context;
    /* Asked before each write; NULL means that every write is allowed. */
    const struct topofix_gate *gate;
};

/*
 * Carries out the request on every target, jobs of them at a time, and counts the results. A
 * failure is a result, too. Memory use depends only on the number of results that wait for an
 * earlier one.
 */
void
topofix_batch_run(const struct topofix_selection *selection, const struct topofix_request *request,
                  unsigned jobs, const struct topofix_batch_observer *observer,
                  struct topofix_tally *tally);

#endif

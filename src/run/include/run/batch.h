/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * batch: the step for one domain, done for every domain of a selection by a pool of workers.
 */
#ifndef TOPOFIX_BATCH_H
#define TOPOFIX_BATCH_H

#include "run/domain_step.h"
#include "run/selection.h"
#include "run/tally.h"

/* Who looks on. The functions are never called from two threads at once, but for stop. */
struct topofix_batch_observer {
    /* Why no further domain is begun ("interrupted by SIGINT"), or NULL. */
    const char *(*stop)(void *context);
    /* A result, in the order of the selection, as soon as those before it are there; it goes
     * afterwards. */
    void (*result)(const struct topofix_result *result, void *context);
    /* So many domains are finished, in whatever order. */
    void (*progress)(size_t n_done, void *context);
    void *context;
    /* Asked before each write; NULL: none. Beside stop the only one that several threads call. */
    const struct topofix_gate *gate;
};

/*
 * Does what the request says with every target, jobs of them at a time, and counts the results.
 * What fails is a result, too. Memory does not grow with the number of domains, but for those that
 * wait for an earlier one.
 */
void
topofix_batch_run(const struct topofix_selection *selection, const struct topofix_request *request,
                  unsigned jobs, const struct topofix_batch_observer *observer,
                  struct topofix_tally *tally);

#endif

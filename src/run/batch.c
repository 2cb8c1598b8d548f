/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/batch.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/ordered.h"
#include "run/domain_step.h"
#include "run/survey.h"

struct batch {
    const struct topofix_selection *selection;
    const struct topofix_request *request;
    const struct topofix_batch_observer *observer;
    struct topofix_tally *tally;
    struct topofix_result **results; /* NULL until finished, and again once told */
};

static void
batch_step(void *context, size_t item)
{
    const struct batch *batch = context;
    const struct topofix_target *target = &batch->selection->targets[item];
    const char *why = batch->observer->stop(batch->observer->context);
    struct topofix_result *result = topofix_alloc(1, sizeof(*result));

    if (why) {
        topofix_domain_skip(target, why, result);
    } else {
        topofix_domain_step_gated(target, batch->request, batch->observer->gate, result);
    }
    batch->results[item] = result;
}

static void
batch_tell(void *context, size_t item)
{
    const struct batch *batch = context;
    struct topofix_result *result = topofix_steal(batch->results[item]);

    topofix_tally_add(batch->tally, result);
    batch->observer->result(result, batch->observer->context);
    topofix_result_done(result);
    free(result);
}

static void
batch_finished(void *context, size_t n_finished)
{
    const struct batch *batch = context;

    batch->observer->progress(n_finished, batch->observer->context);
}

/* A worker frees what it holds of libvirt by itself: one after the other that took long. */
static void
batch_leave(void *context)
{
    const struct batch *batch = context;

    for (size_t i = 0; i < batch->selection->n_connections; i++) {
        if (batch->selection->connections[i].store) {
            topofix_store_leave(batch->selection->connections[i].store);
        }
    }
}

void
topofix_batch_run(const struct topofix_selection *selection, const struct topofix_request *request,
                  unsigned jobs, const struct topofix_batch_observer *observer,
                  struct topofix_tally *tally)
{
    struct batch batch = {
        .selection = selection, .request = request, .observer = observer, .tally = tally
    };
    const struct topofix_ordered ordered = { .step = batch_step,
                                             .tell = batch_tell,
                                             .finished = batch_finished,
                                             .leave = batch_leave,
                                             .context = &batch };

    batch.results = topofix_alloc(selection->n_targets, sizeof(*batch.results));
    for (size_t i = 0; i < selection->n_connections; i++) {
        topofix_survey_forget(&selection->connections[i]);
    }
    /* where a domain is pinned decides where the next one can be */
    topofix_ordered_run(&ordered, request->adds_pins ? 1 : jobs, selection->n_targets);
    free(batch.results);
}

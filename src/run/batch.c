/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/batch.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/pool.h"
#include "run/domain_step.h"

/* The workers share the members below the mutex. */
struct batch {
    const struct topofix_selection *selection;
    const struct topofix_request *request;
    const struct topofix_batch_observer *observer;
    struct topofix_tally *tally;
    pthread_mutex_t mutex;
    struct topofix_result *results;
    bool *is_done;
    size_t n_done;
    size_t n_told;
};

static void
tell_ready(struct batch *batch)
{
    const struct topofix_batch_observer *observer = batch->observer;

    while (batch->n_told < batch->selection->n_targets && batch->is_done[batch->n_told]) {
        struct topofix_result *result = &batch->results[batch->n_told++];

        topofix_tally_add(batch->tally, result);
        observer->result(result, observer->context);
        topofix_result_done(result);
    }
    observer->progress(batch->n_done, observer->context);
}

static void
batch_step(void *context, size_t item)
{
    struct batch *batch = context;
    const struct topofix_target *target = &batch->selection->targets[item];
    const char *why = batch->observer->stop(batch->observer->context);

    if (why) {
        topofix_domain_skip(target, why, &batch->results[item]);
    } else {
        topofix_domain_step_gated(target, batch->request, batch->observer->gate,
                                  &batch->results[item]);
    }
    pthread_mutex_lock(&batch->mutex);
    batch->is_done[item] = true;
    batch->n_done++;
    tell_ready(batch);
    pthread_mutex_unlock(&batch->mutex);
}

void
topofix_batch_run(const struct topofix_selection *selection, const struct topofix_request *request,
                  unsigned jobs, const struct topofix_batch_observer *observer,
                  struct topofix_tally *tally)
{
    struct batch batch = { .selection = selection,
                           .request = request,
                           .observer = observer,
                           .tally = tally,
                           .mutex = PTHREAD_MUTEX_INITIALIZER };

    batch.results = topofix_alloc(selection->n_targets, sizeof(*batch.results));
    batch.is_done = topofix_alloc(selection->n_targets, sizeof(*batch.is_done));
    topofix_pool_run(jobs, selection->n_targets, batch_step, &batch);
    pthread_mutex_destroy(&batch.mutex);
    free(batch.results);
    free(batch.is_done);
}

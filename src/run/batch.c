/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/batch.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/pool.h"
#include "run/domain_step.h"
#include "run/survey.h"

/* The workers share the members below the mutex. */
struct batch {
    const struct topofix_selection *selection;
    const struct topofix_request *request;
    const struct topofix_batch_observer *observer;
    struct topofix_tally *tally;
    pthread_mutex_t mutex;
    struct topofix_result **results; /* NULL until finished, and again once told */
    size_t n_done;
    size_t n_told;
};

static void
tell_ready(struct batch *batch)
{
    const struct topofix_batch_observer *observer = batch->observer;

    while (batch->n_told < batch->selection->n_targets && batch->results[batch->n_told]) {
        struct topofix_result *result = batch->results[batch->n_told];

        topofix_tally_add(batch->tally, result);
        observer->result(result, observer->context);
        topofix_result_done(result);
        free(result);
        batch->results[batch->n_told++] = NULL;
    }
    observer->progress(batch->n_done, observer->context);
}

static void
batch_step(void *context, size_t item)
{
    struct batch *batch = context;
    const struct topofix_target *target = &batch->selection->targets[item];
    const char *why = batch->observer->stop(batch->observer->context);
    struct topofix_result *result = topofix_alloc(1, sizeof(*result));

    if (why) {
        topofix_domain_skip(target, why, result);
    } else {
        topofix_domain_step_gated(target, batch->request, batch->observer->gate, result);
    }
    pthread_mutex_lock(&batch->mutex);
    batch->results[item] = result;
    batch->n_done++;
    tell_ready(batch);
    pthread_mutex_unlock(&batch->mutex);
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
    struct batch batch = { .selection = selection,
                           .request = request,
                           .observer = observer,
                           .tally = tally,
                           .mutex = PTHREAD_MUTEX_INITIALIZER };

    batch.results = topofix_alloc(selection->n_targets, sizeof(*batch.results));
    for (size_t i = 0; i < selection->n_connections; i++) {
        topofix_survey_forget(&selection->connections[i]);
    }
    /* where a domain is pinned decides where the next one can be */
    topofix_pool_run(request->adds_pins ? 1 : jobs, selection->n_targets, batch_step, batch_leave,
                     &batch);
    pthread_mutex_destroy(&batch.mutex);
    free(batch.results);
}

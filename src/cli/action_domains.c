/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "actions.h"
#include "base/alloc.h"
#include "base/pool.h"
#include "interrupt.h"
#include "option_request.h"
#include "output.h"
#include "progress.h"
#include "report/report_json.h"
#include "run/domain_step.h"
#include "run/selection.h"
#include "store/events.h"

/* A run over the selected domains. What is below the mutex is shared by the workers. */
struct batch {
    const struct topofix_options *options;
    const struct topofix_selection *selection;
    struct topofix_request request;
    struct topofix_interrupt *interrupt;
    struct topofix_text_style style;
    struct topofix_result *results;
    pthread_mutex_t mutex;
    bool *is_done;
    size_t n_done;
    size_t n_printed; /* results are told in order, each as soon as those before it are */
    struct topofix_progress progress;
    bool output_failed;
};

static void
tell_ready(struct batch *batch)
{
    while (batch->n_printed < batch->selection->n_targets && batch->is_done[batch->n_printed]) {
        const struct topofix_result *result = &batch->results[batch->n_printed++];
        int output;

        if (batch->options->format == TOPOFIX_FORMAT_TEXT && !batch->output_failed) {
            topofix_progress_clear(&batch->progress);
            output = topofix_output_domain(result, &batch->style, batch->options->quiet);
            batch->output_failed = output < 0;
            if (output == TOPOFIX_OUTPUT_CLOSED) {
                topofix_interrupt_set(batch->interrupt, SIGPIPE);
            }
        }
    }
    topofix_progress_show(&batch->progress, batch->n_done);
}

static void
batch_step(void *context, size_t item)
{
    struct batch *batch = context;
    const struct topofix_target *target = &batch->selection->targets[item];
    int signal = topofix_interrupt_get(batch->interrupt);

    if (signal == 0) {
        topofix_domain_step(target, &batch->request, &batch->results[item]);
    } else {
        topofix_domain_skip(target, topofix_interrupt_reason(signal), &batch->results[item]);
    }
    pthread_mutex_lock(&batch->mutex);
    batch->is_done[item] = true;
    batch->n_done++;
    tell_ready(batch);
    pthread_mutex_unlock(&batch->mutex);
}

/* Once a run: what people try first does not do it. */
static void
tell_running(const struct batch *batch)
{
    if (batch->options->quiet || batch->options->format == TOPOFIX_FORMAT_JSON) {
        return;
    }
    for (size_t i = 0; i < batch->selection->n_targets; i++) {
        const struct topofix_result *result = &batch->results[i];

        if (result->effect == TOPOFIX_EFFECT_NEXT_START &&
            result->action != TOPOFIX_ACTION_WOULD_CHANGE) {
            topofix_output_error("a running guest keeps its topology until it is shut down and "
                                 "started; a reboot inside it is not enough");
            return;
        }
    }
}

/* --edition with --all: a guest that cannot be meant is no failure, but it is not forgotten. */
static void
tell_left_out(const struct batch *batch)
{
    size_t count = 0;

    for (size_t i = 0; i < batch->selection->n_targets; i++) {
        count +=
            batch->results[i].has_judgement && batch->results[i].judgement.assessment.lacks_edition;
    }
    if (count > 0 && !batch->options->quiet) {
        topofix_output_error_format("--edition %.60s: left out %zu domain%s whose OS has no such "
                                    "edition",
                                    batch->options->edition, count, count == 1 ? "" : "s");
    }
}

static void
tell_summary(const struct batch *batch, const struct topofix_tally *tally)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    bool nothing_was_reached = tally->domains == 0 && tally->actions[TOPOFIX_ACTION_FAILED] > 0;

    if (batch->options->quiet || batch->options->format == TOPOFIX_FORMAT_JSON ||
        nothing_was_reached || (!batch->options->all && tally->domains < 2)) {
        return;
    }
    topofix_text_summary(tally, &text);
    topofix_buffer_drop_newline(&text);
    topofix_output_error(topofix_buffer_text(&text));
}

static bool
batch_writes(const struct topofix_options *options)
{
    return !options->check && !options->dry_run;
}

/* Silence would leave open whether an undo of all has looked at anything. */
static void
tell_nothing_undone(const struct batch *batch, const struct topofix_tally *tally)
{
    if (batch->options->undo && batch->options->all && !batch->options->quiet &&
        batch->options->format == TOPOFIX_FORMAT_TEXT &&
        tally->actions[TOPOFIX_ACTION_NONE] == tally->domains) {
        topofix_output_error("nothing to undo");
    }
}

static int
batch_finish(struct batch *batch)
{
    size_t count = batch->selection->n_targets;
    struct topofix_tally tally = { .counts_pending = batch->options->strict };

    topofix_progress_clear(&batch->progress);
    for (size_t i = 0; i < count; i++) {
        topofix_tally_add(&tally, &batch->results[i]);
    }
    if (batch->options->format == TOPOFIX_FORMAT_JSON) {
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

        topofix_json_run(batch->results, count, &text);
        batch->output_failed = topofix_output_result(&text) < 0;
    }
    if (topofix_interrupt_get(batch->interrupt) != SIGPIPE || batch_writes(batch->options)) {
        tell_running(batch);
        tell_left_out(batch);
        tell_nothing_undone(batch, &tally);
        tell_summary(batch, &tally);
    }
    return batch->output_failed
               ? EXIT_FAILURE
               : topofix_tally_status(&tally, batch->request.goal, batch->request.run);
}

static int
run_batch(const struct topofix_options *options, const struct topofix_limits *limits,
          const struct topofix_selection *selection, struct topofix_interrupt *interrupt)
{
    struct batch batch = {
        .options = options,
        .selection = selection,
        .request = topofix_request_of(options, limits),
        .interrupt = interrupt,
        .style =
            topofix_output_style(options, topofix_run_of(options), selection->n_connections > 1),
        .mutex = PTHREAD_MUTEX_INITIALIZER,
        .progress = { .is_shown = options->all && !options->quiet &&
                                  topofix_output_wants(options->progress, STDERR_FILENO),
                      .total = selection->n_targets,
                      .percent_shown = -1 },
    };
    int status;

    batch.results = topofix_alloc(selection->n_targets, sizeof(*batch.results));
    batch.is_done = topofix_alloc(selection->n_targets, sizeof(*batch.is_done));
    topofix_pool_run(options->jobs, selection->n_targets, batch_step, &batch);
    status = batch_finish(&batch);
    for (size_t i = 0; i < selection->n_targets; i++) {
        topofix_result_done(&batch.results[i]);
    }
    free(batch.results);
    free(batch.is_done);
    return status;
}

int
topofix_action_domains(const struct topofix_options *options, const struct topofix_limits *limits)
{
    struct topofix_selection_request domains;
    struct topofix_interrupt interrupt;
    struct topofix_selection selection;
    struct topofix_error err;
    struct topofix_events *events;
    int status;
    int signal;

    topofix_interrupt_begin(&interrupt);
    events = topofix_events_start(&err);
    if (!events) {
        topofix_interrupt_end(&interrupt);
        topofix_output_failure(options, &err);
        return EXIT_FAILURE;
    }
    domains = topofix_selection_request_of(
        options, batch_writes(options) ? TOPOFIX_ACCESS_READ_WRITE : TOPOFIX_ACCESS_READ_ONLY);
    topofix_selection_make(&domains, &selection);
    topofix_interrupt_soften(&interrupt);
    status = run_batch(options, limits, &selection, &interrupt);
    topofix_selection_done(&selection);
    topofix_events_stop(events);
    topofix_interrupt_end(&interrupt);
    signal = topofix_interrupt_get(&interrupt);
    if (signal != 0) {
        topofix_interrupt_die(signal);
    }
    return status;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <time.h>

#include "actions.h"
#include "base/alloc.h"
#include "confirm.h"
#include "inspect/ask.h"
#include "metrics_file.h"
#include "run/batch.h"
#include "store/events.h"

/* A run that was interrupted has not seen all, and leaves the file as it is. */
static int
put_metrics(const struct topofix_options *options, struct topofix_interrupt *interrupt,
            struct topofix_metrics *metrics)
{
    struct topofix_error err;

    if (!options->metrics_file || topofix_interrupt_get(interrupt) != 0) {
        return 0;
    }
    metrics->last_pass = time(NULL);
    if (topofix_metrics_file_put(options->metrics_file, metrics, &err) < 0) {
        topofix_output_error_format("%s", err.message);
        return -1;
    }
    return 0;
}

static int
run_batch(const struct topofix_options *options, const struct topofix_limits *limits,
          const struct topofix_selection *selection, struct topofix_interrupt *interrupt)
{
    const struct topofix_request request = topofix_request_of(options, limits);
    struct topofix_tally tally = { .counts_pending = options->strict };
    struct topofix_batch_observer observer;
    struct topofix_viewer viewer;
    TOPOFIX_AUTO_DONE(metrics) struct topofix_metrics metrics = { .failed = 0 };

    if (options->interactive) {
        return topofix_confirm_each(options, &request, selection, interrupt);
    }
    if (topofix_confirm_is_wanted(options, selection)) {
        return topofix_confirm_once(options, &request, selection, interrupt);
    }
    topofix_viewer_begin(&viewer, options, interrupt,
                         topofix_output_report(options, request.run, selection->n_connections > 1),
                         selection->n_targets);
    viewer.metrics = options->metrics_file ? &metrics : NULL;
    observer = topofix_viewer_observer(&viewer, NULL);
    topofix_batch_run(selection, &request, options->jobs, &observer, &tally);
    topofix_viewer_end(&viewer, &tally, request.run);
    if (put_metrics(options, interrupt, &metrics) < 0 || viewer.output_failed) {
        return EXIT_FAILURE;
    }
    return topofix_tally_status(&tally, request.goal, request.run);
}

int
topofix_action_domains(const struct topofix_options *options, const struct topofix_limits *limits)
{
    enum topofix_access access = topofix_run_of(options) == TOPOFIX_RUN_WRITE
                                     ? TOPOFIX_ACCESS_READ_WRITE
                                     : TOPOFIX_ACCESS_READ_ONLY;
    struct topofix_selection_request domains = topofix_selection_request_of(options, access);
    struct topofix_interrupt interrupt;
    struct topofix_selection selection;
    struct topofix_error err;
    struct topofix_events *events;
    int status;
    int signal;

    if (options->inspect) {
        const struct topofix_inspector inspector = topofix_inspector_installed();

        if (topofix_inspector_check(&inspector, &err) < 0) {
            topofix_output_failure(options, &err);
            return EXIT_FAILURE;
        }
    }
    topofix_interrupt_begin(&interrupt);
    events = topofix_events_start(&err);
    if (!events) {
        topofix_interrupt_end(&interrupt);
        topofix_output_failure(options, &err);
        return EXIT_FAILURE;
    }
    domains.events = events;
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

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <time.h>

#include "actions.h"
#include "base/alloc.h"
#include "confirm.h"
#include "inspect/ask.h"
#include "metrics_file.h"
#include "run/batch.h"
#include "session.h"

/* An interrupted run has not processed all domains, so it leaves the file as it is. */
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
    return topofix_output_status(
        options, &tally, put_metrics(options, interrupt, &metrics) < 0 || viewer.output_failed);
}

int
topofix_action_domains(const struct topofix_options *options, const struct topofix_limits *limits)
{
    enum topofix_access access = topofix_run_of(options) == TOPOFIX_RUN_WRITE
                                     ? TOPOFIX_ACCESS_READ_WRITE
                                     : TOPOFIX_ACCESS_READ_ONLY;
    struct topofix_selection_request domains = topofix_selection_request_of(options, access);
    struct topofix_error err;
    struct topofix_session session;
    struct topofix_selection selection;
    int status;
    int signal;

    if (options->inspect) {
        const struct topofix_inspector inspector = topofix_inspector_installed();

        if (topofix_inspector_check(&inspector, &err) < 0) {
            return topofix_output_failure(options, &err);
        }
    }
    status = topofix_session_begin(&session, options);
    if (status != EXIT_SUCCESS) {
        return status;
    }
    domains.events = session.events;
    topofix_selection_make(&domains, &selection);
    topofix_interrupt_soften(&session.interrupt);
    status = run_batch(options, limits, &selection, &session.interrupt);
    topofix_selection_done(&selection);
    topofix_session_end(&session);
    signal = topofix_interrupt_get(&session.interrupt);
    if (signal != 0) {
        topofix_interrupt_die(signal);
    }
    return status;
}

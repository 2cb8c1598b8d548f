/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "actions.h"
#include "base/alloc.h"
#include "interrupt.h"
#include "option_request.h"
#include "output.h"
#include "progress.h"
#include "run/batch.h"
#include "store/events.h"

/* A run over the selected domains, as the terminal sees it. */
struct viewer {
    struct topofix_interrupt *interrupt;
    struct topofix_report *report;
    struct topofix_page page;
    struct topofix_progress progress;
    bool output_failed;
};

static void
print_page(struct viewer *viewer)
{
    int output = topofix_output_page(&viewer->page);

    viewer->output_failed = viewer->output_failed || output < 0;
    if (output == TOPOFIX_OUTPUT_CLOSED) {
        topofix_interrupt_set(viewer->interrupt, SIGPIPE);
    }
}

static const char *
view_stop(void *context)
{
    int signal = topofix_interrupt_get(((struct viewer *)context)->interrupt);

    return signal != 0 ? topofix_interrupt_reason(signal) : NULL;
}

static void
view_result(const struct topofix_result *result, void *context)
{
    struct viewer *viewer = context;

    if (!viewer->output_failed) {
        topofix_report_result(viewer->report, result, &viewer->page);
        if (viewer->page.out.length + viewer->page.err.length > 0) {
            topofix_progress_clear(&viewer->progress);
            print_page(viewer);
        }
    }
}

static void
view_progress(size_t n_done, void *context)
{
    topofix_progress_show(&((struct viewer *)context)->progress, n_done);
}

static int
run_batch(const struct topofix_options *options, const struct topofix_limits *limits,
          const struct topofix_selection *selection, struct topofix_interrupt *interrupt)
{
    const struct topofix_request request = topofix_request_of(options, limits);
    struct viewer viewer = {
        .interrupt = interrupt,
        .report = topofix_output_report(options, request.run, selection->n_connections > 1),
        .progress = { .is_shown = options->all && !options->quiet &&
                                  topofix_output_wants(options->progress, STDERR_FILENO),
                      .total = selection->n_targets,
                      .percent_shown = -1 },
    };
    const struct topofix_batch_observer observer = {
        .stop = view_stop, .result = view_result, .progress = view_progress, .context = &viewer
    };
    struct topofix_tally tally = { .counts_pending = options->strict };

    topofix_report_begin(viewer.report, selection->n_targets, &viewer.page);
    topofix_batch_run(selection, &request, options->jobs, &observer, &tally);
    topofix_progress_clear(&viewer.progress);
    /* a reader that has gone wants no summary, but a run that wrote tells what it did */
    if (topofix_interrupt_get(interrupt) != SIGPIPE || request.run == TOPOFIX_RUN_WRITE) {
        topofix_report_end(viewer.report, &tally, &viewer.page);
        print_page(&viewer);
    }
    topofix_report_free(viewer.report);
    topofix_page_done(&viewer.page);
    return viewer.output_failed ? EXIT_FAILURE
                                : topofix_tally_status(&tally, request.goal, request.run);
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

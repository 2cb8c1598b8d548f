/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "viewer.h"

#include <signal.h>
#include <unistd.h>

void
topofix_viewer_print(struct topofix_viewer *viewer)
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
    int signal = topofix_interrupt_get(((struct topofix_viewer *)context)->interrupt);

    return signal != 0 ? topofix_interrupt_reason(signal) : NULL;
}

static void
view_result(const struct topofix_result *result, void *context)
{
    struct topofix_viewer *viewer = context;

    if (viewer->plans) {
        const struct topofix_plan plan = topofix_plan_of(result);

        topofix_plans_add(viewer->plans, &plan);
        if (!plan.is_due) {
            topofix_tally_add(viewer->rest, result);
        }
    }
    if (viewer->metrics) {
        topofix_metrics_add_result(viewer->metrics, result);
    }
    if (!viewer->output_failed) {
        topofix_report_result(viewer->report, result, &viewer->page);
        if (viewer->page.out.length + viewer->page.err.length > 0) {
            topofix_progress_clear(&viewer->progress);
            topofix_viewer_print(viewer);
        }
    }
}

static void
view_progress(size_t n_done, void *context)
{
    topofix_progress_show(&((struct topofix_viewer *)context)->progress, n_done);
}

void
topofix_viewer_begin(struct topofix_viewer *viewer, const struct topofix_options *options,
                     struct topofix_interrupt *interrupt, struct topofix_report *report,
                     size_t n_domains)
{
    *viewer = (struct topofix_viewer){ .interrupt = interrupt, .report = report };
    if (topofix_output_is_paged(options, topofix_run_of(options))) {
        topofix_pager_begin(&viewer->pager);
    }
    viewer->progress = (struct topofix_progress){
        .is_shown = options->all && !options->quiet && !options->interactive &&
                    !viewer->pager.is_running &&
                    topofix_output_wants(options->progress, STDERR_FILENO),
        .total = n_domains,
        .percent_shown = -1,
    };
    topofix_report_begin(report, n_domains, &viewer->page);
}

struct topofix_batch_observer
topofix_viewer_observer(struct topofix_viewer *viewer, const struct topofix_gate *gate)
{
    return (struct topofix_batch_observer){ .stop = view_stop,
                                            .result = view_result,
                                            .progress = view_progress,
                                            .context = viewer,
                                            .gate = gate };
}

void
topofix_viewer_end(struct topofix_viewer *viewer, const struct topofix_tally *tally,
                   enum topofix_run run)
{
    topofix_progress_clear(&viewer->progress);
    /* without a reader no summary is needed, but a run that wrote must still report what it did */
    if (topofix_interrupt_get(viewer->interrupt) != SIGPIPE || run == TOPOFIX_RUN_WRITE) {
        topofix_report_end(viewer->report, tally, &viewer->page);
        if (viewer->output_failed) {
            topofix_buffer_clear(
                &viewer->page.out); /* an end would make what has a gap look whole */
        }
        topofix_viewer_print(viewer);
    }
    topofix_pager_end(&viewer->pager);
    topofix_report_free(viewer->report);
    topofix_page_done(&viewer->page);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * viewer: how a run over domains appears on the terminal: its report, progress bar and pager, and
 * the signals that end it.
 */
#ifndef TOPOFIX_VIEWER_H
#define TOPOFIX_VIEWER_H

#include "interrupt.h"
#include "option_request.h"
#include "output.h"
#include "pager.h"
#include "progress.h"
#include "report/metrics.h"
#include "run/batch.h"
#include "run/plan.h"

struct topofix_viewer {
    struct topofix_interrupt *interrupt;
    struct topofix_report *report; /* owned */
    struct topofix_page page;
    struct topofix_progress progress;
    struct topofix_pager pager;
    struct topofix_plans *plans;     /* receives the plans, or NULL */
    struct topofix_tally *rest;      /* counts the domains without a plan, or NULL */
    struct topofix_metrics *metrics; /* counts all domains, or NULL */
    bool output_failed;
};

/* Starts a run over n_domains. Takes ownership of the report. */
void
topofix_viewer_begin(struct topofix_viewer *viewer, const struct topofix_options *options,
                     struct topofix_interrupt *interrupt, struct topofix_report *report,
                     size_t n_domains);

/* The callbacks for a batch. gate may be NULL. */
struct topofix_batch_observer
topofix_viewer_observer(struct topofix_viewer *viewer, const struct topofix_gate *gate);

/* Prints the page and empties it. */
void
topofix_viewer_print(struct topofix_viewer *viewer);

/* Ends the report with the counts, unless its reader has gone and the run wrote nothing. */
void
topofix_viewer_end(struct topofix_viewer *viewer, const struct topofix_tally *tally,
                   enum topofix_run run);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * watch_view: what a watch prints, or tells the journal: what is new, and nothing else.
 */
#ifndef TOPOFIX_WATCH_VIEW_H
#define TOPOFIX_WATCH_VIEW_H

#include "interrupt.h"
#include "options.h"
#include "report/report.h"
#include "run/watcher.h"
#include "watch_metrics.h"

struct topofix_watch_view {
    const struct topofix_options *options;
    struct topofix_interrupt *interrupt; /* told when the reader of the output is gone */
    enum topofix_run run;
    struct topofix_report *report;
    struct topofix_watch_metrics metrics;
    bool has_journal;
    bool is_ready;      /* and the service manager was told */
    bool output_failed; /* something could not be written */
};

void
topofix_watch_view_init(struct topofix_watch_view *view, const struct topofix_options *options,
                        struct topofix_interrupt *interrupt);

/* The functions that fill the view. */
struct topofix_watch_observer
topofix_watch_view_observer(struct topofix_watch_view *view);

/* A line that is about no domain. */
__attribute__((format(printf, 3, 4))) void
topofix_watch_view_tell(struct topofix_watch_view *view, int priority, const char *format, ...);

void
topofix_watch_view_done(struct topofix_watch_view *view);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * watch_view: prints what is new in a watch, or sends it to the journal.
 */
#ifndef TOPOFIX_WATCH_VIEW_H
#define TOPOFIX_WATCH_VIEW_H

#include "interrupt.h"
#include "journal.h"
#include "options.h"
#include "report/report.h"
#include "run/watcher.h"
#include "watch_metrics.h"

struct topofix_watch_view {
    const struct topofix_options *options;
    struct topofix_interrupt *interrupt; /* asked to end a run without a reader */
    enum topofix_run run;
    struct topofix_report *report;
    struct topofix_watch_metrics metrics;
    bool has_journal; /* which gets the lines in place of stdout and stderr */
    struct topofix_journal journal;
    bool is_ready;      /* the service manager knows that the watch is ready */
    bool output_failed; /* some output could not be written */
};

void
topofix_watch_view_init(struct topofix_watch_view *view, const struct topofix_options *options,
                        struct topofix_interrupt *interrupt);

/* The callbacks that fill the view. */
struct topofix_watch_observer
topofix_watch_view_observer(struct topofix_watch_view *view);

/* Prints a line that is not about a domain. */
__attribute__((format(printf, 3, 4))) void
topofix_watch_view_tell(struct topofix_watch_view *view, int priority, const char *format, ...);

void
topofix_watch_view_done(struct topofix_watch_view *view);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * watch_metrics: the file of --metrics-file as a watch keeps it up to date. Called by the
 * observer's functions only, of which never two run at once.
 */
#ifndef TOPOFIX_WATCH_METRICS_H
#define TOPOFIX_WATCH_METRICS_H

#include "base/error.h"
#include "run/watcher.h"

struct topofix_watch_metrics {
    const char *path; /* NULL: none is wanted, and none of the functions does anything */
    uint64_t fixes;
    uint64_t failures;
    int64_t last_pass; /* seconds since 1970; 0: not yet */
    bool has_failed;   /* the file could not be written the last time */
};

/* Counts what a look did. */
void
topofix_watch_metrics_look(struct topofix_watch_metrics *metrics,
                           const struct topofix_watch_look *look);

/*
 * Writes the file: all domains are counted as the last looks left them. has_settled: nothing was
 * left to look at. Returns -1 where that fails and did not the last time, so that it is told once.
 */
int
topofix_watch_metrics_write(struct topofix_watch_metrics *metrics, struct topofix_watcher *watcher,
                            bool has_settled, struct topofix_error *err);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * watch_metrics: keeps the file of --metrics-file up to date during a watch. Only the observer's
 * callbacks call it, one at a time.
 */
#ifndef TOPOFIX_WATCH_METRICS_H
#define TOPOFIX_WATCH_METRICS_H

#include "base/error.h"
#include "run/watcher.h"

struct topofix_watch_metrics {
    const char *path; /* NULL if no file is wanted; the functions then do nothing */
    uint64_t fixes;
    uint64_t failures;
    int64_t last_pass; /* in seconds since 1970; 0 if there was none yet */
    bool has_failed;   /* the last attempt to write the file failed */
};

/* Counts what was done about a domain. */
void
topofix_watch_metrics_look(struct topofix_watch_metrics *metrics,
                           const struct topofix_watch_look *look);

/*
 * Writes the file, which counts the last known state of all domains. has_settled says that all
 * domains have been processed. Returns -1 only for the first of several failures in a row, so that
 * it is reported once.
 */
int
topofix_watch_metrics_write(struct topofix_watch_metrics *metrics, struct topofix_watcher *watcher,
                            bool has_settled, struct topofix_error *err);

#endif

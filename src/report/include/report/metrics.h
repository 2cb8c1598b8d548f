/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * metrics: the state of all domains in Prometheus' text format, for node_exporter's textfile
 * collector.
 */
#ifndef TOPOFIX_METRICS_H
#define TOPOFIX_METRICS_H

#include "base/buffer.h"
#include "run/outcome.h"

/* A zero-initialised value has no domains. The caller must free it with topofix_metrics_done(). */
struct topofix_metrics {
    uint64_t domains[TOPOFIX_VERDICTS][TOPOFIX_HOLDS];
    uint64_t pending[TOPOFIX_PENDINGS];
    uint64_t failed;                    /* domains whose last step failed */
    struct topofix_buffer unused_least; /* a sample per domain, as in unused_most */
    struct topofix_buffer unused_most;
    uint64_t connections_down; /* set by the caller, like the members below */
    int64_t last_pass; /* when all domains had been processed, in seconds since 1970; 0 means not
                          yet, and omits the metric */
    bool has_totals;   /* the totals are valid, which only a watch sets */
    uint64_t fixes_total;
    uint64_t failures_total;
};

/*
 * Counts a domain. uuid may be NULL. A domain must not be added twice, because the collector
 * rejects a file with duplicate samples.
 */
void
topofix_metrics_add(struct topofix_metrics *metrics, const char *uri, const char *uuid,
                    const struct topofix_outcome *outcome);

/*
 * Counts the domain of a result, unless topofix_result_counts() excludes it. The result of a failed
 * connection counts as a connection that is down.
 */
void
topofix_metrics_add_result(struct topofix_metrics *metrics, const struct topofix_result *result);

/* Appends the whole file. */
void
topofix_metrics_format(const struct topofix_metrics *metrics, struct topofix_buffer *ret_text);

void
topofix_metrics_done(struct topofix_metrics *metrics);

#endif

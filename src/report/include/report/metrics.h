/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * metrics: what is true of all domains, as Prometheus' text format has it, for node_exporter's
 * textfile collector.
 */
#ifndef TOPOFIX_METRICS_H
#define TOPOFIX_METRICS_H

#include "base/buffer.h"
#include "run/outcome.h"

/* Zero-initialised: no domain yet. To be done. */
struct topofix_metrics {
    uint64_t domains[TOPOFIX_VERDICTS][TOPOFIX_HOLDS];
    uint64_t pending[TOPOFIX_PENDINGS];
    uint64_t failed;                    /* domains whose last look failed */
    struct topofix_buffer unused_least; /* a sample a domain; likewise unused_most */
    struct topofix_buffer unused_most;
    uint64_t connections_down; /* set by the caller, as is what follows */
    int64_t last_pass;         /* when all domains had been looked at, in seconds since 1970; 0:
                                  not yet, and left out */
    bool has_totals;           /* whether the totals mean something: a run that stays counts them */
    uint64_t fixes_total;
    uint64_t failures_total;
};

/* Counts a domain. uuid may be NULL. No domain may be added twice: the collector would refuse all
 * of the file. */
void
topofix_metrics_add(struct topofix_metrics *metrics, const char *uri, const char *uuid,
                    const struct topofix_outcome *outcome);

/* The same of a result, unless it does not count; one of a connection that failed counts as a
 * connection that is down. */
void
topofix_metrics_add_result(struct topofix_metrics *metrics, const struct topofix_result *result);

/* Appends the whole file. */
void
topofix_metrics_format(const struct topofix_metrics *metrics, struct topofix_buffer *ret_text);

void
topofix_metrics_done(struct topofix_metrics *metrics);

#endif

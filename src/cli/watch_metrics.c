/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "watch_metrics.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "metrics_file.h"

/* The state of a count over all domains, which are visited connection by connection. */
struct count {
    struct topofix_metrics *metrics;
    const char **uris; /* of the connections so far, the present one last; the array is owned */
    size_t n_uris;
    bool is_twice; /* an earlier connection had the present URI, so its domains are counted already
                    */
};

static void
begin_connection(struct count *count, const char *uri)
{
    count->is_twice = false;
    for (size_t i = 0; i < count->n_uris; i++) {
        count->is_twice = count->is_twice || strcmp(count->uris[i], uri) == 0;
    }
    count->uris = topofix_grow(count->uris, count->n_uris, sizeof(*count->uris));
    count->uris[count->n_uris++] = uri;
}

static void
count_domain(const char *uri, const char *uuid, const struct topofix_outcome *outcome,
             void *context)
{
    struct count *count = context;

    if (count->n_uris == 0 || count->uris[count->n_uris - 1] != uri) {
        begin_connection(count, uri);
    }
    if (!count->is_twice) {
        topofix_metrics_add(count->metrics, uri, uuid, outcome);
    }
}

void
topofix_watch_metrics_look(struct topofix_watch_metrics *metrics,
                           const struct topofix_watch_look *look)
{
    metrics->fixes += look->has_lost_fix || look->result->action == TOPOFIX_ACTION_CHANGED;
    metrics->failures += look->result->action == TOPOFIX_ACTION_FAILED;
}

int
topofix_watch_metrics_write(struct topofix_watch_metrics *metrics, struct topofix_watcher *watcher,
                            bool has_settled, struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(metrics) struct topofix_metrics now = { .has_totals = true };
    struct count count = { .metrics = &now };
    bool had_failed = metrics->has_failed;
    size_t up;
    size_t all;

    if (!metrics->path) {
        return 0;
    }
    if (has_settled) {
        metrics->last_pass = time(NULL);
    }
    topofix_watcher_visit(watcher, count_domain, &count);
    free(count.uris);
    topofix_watcher_links(watcher, &up, &all);
    now.connections_down = all - up;
    now.fixes_total = metrics->fixes;
    now.failures_total = metrics->failures;
    now.last_pass = metrics->last_pass;
    metrics->has_failed = topofix_metrics_file_put(metrics->path, &now, err) < 0;
    return metrics->has_failed && !had_failed ? -1 : 0;
}

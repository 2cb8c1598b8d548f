/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "watch_link.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "watcher_tell.h"

void
topofix_watch_link_close(struct topofix_watch_line *line)
{
    topofix_ear_deafen(topofix_steal(line->ear));
    topofix_selection_done(&line->selection);
    pthread_mutex_lock(&line->mutex);
    line->is_up = false;
    line->is_lost = false;
    topofix_worklist_clear(&line->list); /* the pass after the next open adds all domains */
    pthread_mutex_unlock(&line->mutex);
}

enum connect { CONNECT_DONE, CONNECT_STOPPED, CONNECT_ABANDONED };

/* Opens the connection, unless the line was stopped or abandoned meanwhile. */
static enum connect
open_connection(struct topofix_watch_line *line)
{
    const struct topofix_selection_request request =
        topofix_watcher_selection_request(line->watcher, &line->uri);
    bool is_connecting;
    bool is_abandoned;

    pthread_mutex_lock(&line->mutex);
    line->is_connecting = !line->is_stopping;
    is_connecting = line->is_connecting;
    pthread_mutex_unlock(&line->mutex);
    if (!is_connecting) {
        return CONNECT_STOPPED;
    }
    topofix_selection_make(&request, &line->selection);
    pthread_mutex_lock(&line->mutex);
    line->is_connecting = false;
    is_abandoned = line->is_abandoned;
    pthread_mutex_unlock(&line->mutex);
    return is_abandoned ? CONNECT_ABANDONED : CONNECT_DONE;
}

/* Reports a reason only once, not again after each attempt. */
static void
tell_down(struct topofix_watch_line *line, const struct topofix_error *why)
{
    if (strcmp(line->told.message, why->message) != 0) {
        line->told = *why;
        topofix_watcher_tell_link(line->watcher, line->uri, why);
    }
}

static void
connection_failed(struct topofix_watch_line *line)
{
    const struct topofix_error err = *line->selection.targets[0].error;

    topofix_selection_done(&line->selection);
    pthread_mutex_lock(&line->mutex);
    line->was_tried = true;
    line->retry_at = topofix_backoff_after(&line->backoff, topofix_clock_now());
    pthread_mutex_unlock(&line->mutex);
    tell_down(line, &err);
}

bool
topofix_watch_link_open(struct topofix_watch_line *line, topofix_ear_hears *hears)
{
    struct topofix_store *store;

    switch (open_connection(line)) {
    case CONNECT_STOPPED:
        return false;
    case CONNECT_ABANDONED:
        topofix_selection_done(&line->selection);
        return true;
    case CONNECT_DONE:
        break;
    }
    store = line->selection.connections[0].store;
    if (!store) {
        connection_failed(line);
        return false;
    }
    /* subscribes before the list, so that no change between the two is missed */
    line->ear = topofix_ear_new(store, hears, line);
    pthread_mutex_lock(&line->mutex);
    line->was_tried = true;
    line->is_up = true;
    line->wants_pass = true;
    free(line->name);
    line->name = topofix_strdup(store->uri);
    pthread_mutex_unlock(&line->mutex);
    line->has_settled = false;
    line->told = (struct topofix_error){ .code = TOPOFIX_ERROR_NONE };
    topofix_watcher_tell_link(line->watcher, line->name, NULL);
    return false;
}

void
topofix_watch_link_lose(struct topofix_watch_line *line, const struct topofix_error *why)
{
    struct topofix_error err = *why;

    topofix_error_wrap(&err, "%s", line->name);
    topofix_watch_link_close(line);
    line->retry_at = topofix_backoff_after(&line->backoff, topofix_clock_now());
    tell_down(line, &err);
}

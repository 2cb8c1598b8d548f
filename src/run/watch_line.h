/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * watch_line: one connection of a watcher, with the thread that works on it. The thread opens the
 * connection, subscribes, looks at all domains, and then at each that an event names.
 */
#ifndef TOPOFIX_WATCH_LINE_H
#define TOPOFIX_WATCH_LINE_H

#include <pthread.h>

#include "backoff.h"
#include "ear.h"
#include "run/selection.h"
#include "run/watcher.h"
#include "worklist.h"

struct topofix_watch_line {
    struct topofix_watcher *watcher;
    const char *uri; /* as asked for; NULL is the default */
    pthread_t thread;
    struct topofix_ear *ear;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    /* guarded by mutex */
    char *name; /* the connection's URI as it says itself, once it was up; owned */
    struct topofix_worklist list;
    bool is_up;
    bool was_tried;
    bool is_lost;    /* it was up, and the connection is gone */
    bool wants_pass; /* all domains are to be looked at */
    bool is_stopping;
    bool is_connecting;  /* for how long, nobody can tell */
    bool is_abandoned;   /* while it connected: the thread frees the line */
    uint64_t busy_since; /* 0: it waits */
    /* the thread's own */
    struct topofix_selection selection;
    struct topofix_backoff backoff;
    uint64_t retry_at;
    uint64_t rescan_at; /* UINT64_MAX: never */
    bool is_settled;    /* nothing to do, and that was told */
    bool has_settled;   /* since it came up, and the domains were listed */
    bool has_thread;
    struct topofix_error told; /* why it is down, as far as that was told */
};

/* uri NULL is libvirt's default. To be started. */
struct topofix_watch_line *
topofix_watch_line_new(struct topofix_watcher *watcher, const char *uri);

/* Starts the thread. Returns 0, or an errno value. */
int
topofix_watch_line_start(struct topofix_watch_line *line);

/* Has all domains looked at again. */
void
topofix_watch_line_ask_pass(struct topofix_watch_line *line);

/* Has it end after the domain in hand; waits for nothing. */
void
topofix_watch_line_ask_end(struct topofix_watch_line *line);

/* Waits until it has ended, if it was started, and frees it. False where it is left to itself, see
 * topofix_watcher_end.
 */
bool
topofix_watch_line_end(struct topofix_watch_line *line);

/* What the event loop's thread calls; context is the line. */
void
topofix_watch_line_hear(const struct topofix_event *event, void *context);

/* Once its thread has ended, or by it. */
void
topofix_watch_line_free(struct topofix_watch_line *line);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * watch_line: one connection of a watcher, and its thread. The thread opens the connection,
 * subscribes, looks at all domains, and then at each one that an event names.
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
    const char *uri; /* as asked for; NULL means the default */
    pthread_t thread;
    struct topofix_ear *ear;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    /* The mutex guards the members below. */
    char *name; /* the URI that the connection reports, once it was open; owned */
    struct topofix_worklist list;
    bool is_up;
    bool was_tried;
    bool is_lost;    /* it was open, and the connection is lost */
    bool wants_pass; /* all domains must be looked at */
    bool is_stopping;
    bool is_connecting;  /* which may take any time */
    bool is_abandoned;   /* the watcher ended while it connected, so the thread frees the line */
    uint64_t busy_since; /* 0 while it waits */
    /* Only the thread uses the members below. */
    struct topofix_selection selection;
    struct topofix_backoff backoff;
    uint64_t retry_at;
    uint64_t rescan_at; /* UINT64_MAX means never */
    bool is_settled;    /* there is nothing to do, and the observer knows */
    bool has_settled;   /* the same, for the first time after the domains were listed */
    bool has_thread;
    struct topofix_error told; /* the last reason for being down that was reported */
};

/* Makes a line, which the caller must start. A NULL uri means libvirt's default. */
struct topofix_watch_line *
topofix_watch_line_new(struct topofix_watcher *watcher, const char *uri);

/* Starts the thread. Returns 0, or an errno value. */
int
topofix_watch_line_start(struct topofix_watch_line *line);

/* Lets all domains be looked at again. */
void
topofix_watch_line_ask_pass(struct topofix_watch_line *line);

/* Asks the thread to end after the present domain; does not wait. */
void
topofix_watch_line_ask_end(struct topofix_watch_line *line);

/*
 * Waits until the thread has ended, if it was started, and frees the line. Returns false if the
 * thread goes on alone, see topofix_watcher_end().
 */
bool
topofix_watch_line_end(struct topofix_watch_line *line);

#endif

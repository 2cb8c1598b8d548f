/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * watcher: the step for one domain, done for every domain of one or more connections, and again
 * for each when something happens to it, for as long as the watcher lives. Each connection has a
 * thread of its own, so that one that is lost or slow holds up no other; a lost one is opened again
 * with growing pauses.
 */
#ifndef TOPOFIX_WATCHER_H
#define TOPOFIX_WATCHER_H

#include "judge/request.h"
#include "run/outcome.h"
#include "store/events.h"
#include "store/store.h"

struct topofix_watcher;

/* A fix that was being written when the connection was lost. */
struct topofix_lost_fix {
    struct topofix_topology before;
    struct topofix_topology written;
};

/* One look at one domain. */
struct topofix_watch_look {
    const struct topofix_result *result;
    const struct topofix_outcome *before; /* what was known; perhaps nothing */
    const struct topofix_outcome *after;
    bool is_news;       /* it differs, or something was written */
    bool is_left_alone; /* somebody keeps putting back what is fixed: from now on it stays so */
    bool has_lost_fix;  /* an earlier look wrote it, and this one is the first that can say so */
    struct topofix_lost_fix lost_fix;
};

/* Who looks on. The functions are never called from two threads at once. */
struct topofix_watch_observer {
    void (*look)(const struct topofix_watch_look *look, void *context);
    /*
     * A connection came up (why NULL; uri as it says itself), or went down, or could not be opened,
     * which is told once, unless the reason changes; its message begins with the URI.
     */
    void (*link)(struct topofix_watcher *watcher, const char *uri, const struct topofix_error *why,
                 void *context);
    /*
     * Nothing is left to look at on a connection for now: the time to count, see
     * topofix_watcher_visit. is_first: all domains were looked at, for the first time since it came
     * up.
     */
    void (*settled)(struct topofix_watcher *watcher, const char *uri, bool is_first, void *context);
    void *context;
};

/* Strings are borrowed, and must outlive the process where topofix_watcher_end says so. */
struct topofix_watcher_settings {
    const char *const *uris; /* NULL or none: libvirt's default */
    size_t n_uris;
    enum topofix_access access;
    struct topofix_events *events;
    uint64_t rescan_ms; /* a look at all domains after so many milliseconds; 0: never */
    struct topofix_watch_observer observer;
};

/* Begins. The request's run is WRITE or SHOW. NULL on error. */
struct topofix_watcher *
topofix_watcher_start(const struct topofix_watcher_settings *settings,
                      const struct topofix_request *request, struct topofix_error *err);

/* Other limits, for example: waits for the looks in hand, and has all domains looked at anew. */
void
topofix_watcher_set_request(struct topofix_watcher *watcher, const struct topofix_request *request);

/* Whether no thread has been busy with one thing for longer than any answer may take. */
bool
topofix_watcher_is_well(struct topofix_watcher *watcher);

/* How many connections are open, and how many there are to be. */
void
topofix_watcher_links(struct topofix_watcher *watcher, size_t *ret_up, size_t *ret_all);

/* Whether each connection is open or was found not to be. */
bool
topofix_watcher_is_ready(struct topofix_watcher *watcher);

/*
 * Calls visit for each domain that is known, as the last look at it left it, connection by
 * connection, also one that is down. Also from an observer's functions.
 */
typedef void
topofix_watch_visit(const char *uri, const char *uuid, const struct topofix_outcome *outcome,
                    void *context);
void
topofix_watcher_visit(struct topofix_watcher *watcher, topofix_watch_visit *visit, void *context);

/*
 * Ends after the domains in hand, closes the connections and frees the watcher. False where a
 * connection was just being opened, which nobody can hurry: its thread is left to itself, and the
 * event loop must not be stopped before the process ends.
 */
bool
topofix_watcher_end(struct topofix_watcher *watcher);

#endif

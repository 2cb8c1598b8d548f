/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * watcher: runs the step for every domain of one or more connections, and again for each domain
 * that changes, until the watcher ends. Each connection has a thread of its own, so that a lost or
 * slow one does not delay the others; a lost one is opened again after growing pauses.
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

/* One look at one domain, which judges it and may fix it. */
struct topofix_watch_look {
    const struct topofix_result *result;
    const struct topofix_outcome *before; /* what was known before; possibly nothing */
    const struct topofix_outcome *after;
    bool is_news;       /* after differs from before, or a change was written */
    bool is_left_alone; /* another program keeps reverting our fixes, so the domain is left alone
                           from now on */
    bool has_lost_fix;  /* an earlier look wrote lost_fix, and only this one can say so */
    struct topofix_lost_fix lost_fix;
};

/* The caller's callbacks, which are called one at a time. */
struct topofix_watch_observer {
    void (*look)(const struct topofix_watch_look *look, void *context);
    /*
     * A connection was opened (why is NULL, and uri is what it reports itself), was lost, or could
     * not be opened. A failure is reported again only if the reason changes. The error's message
     * begins with the URI.
     */
    void (*link)(struct topofix_watcher *watcher, const char *uri, const struct topofix_error *why,
                 void *context);
    /*
     * No domain of a connection waits for a look: the time to count, see topofix_watcher_visit().
     * is_first says that all domains have been looked at for the first time since the connection
     * was opened.
     */
    void (*settled)(struct topofix_watcher *watcher, const char *uri, bool is_first, void *context);
    void *context;
};

/*
 * The strings are borrowed; if topofix_watcher_end() returns false, they must stay valid until the
 * process ends.
 */
struct topofix_watcher_settings {
    const char *const *uris; /* NULL or empty means libvirt's default */
    size_t n_uris;
    enum topofix_access access;
    struct topofix_events *events;
    uint64_t rescan_ms; /* pause between looks at all domains, in milliseconds; 0 means never */
    struct topofix_watch_observer observer;
};

/* Starts the watcher. The request's run must be WRITE or SHOW. Returns NULL on error. */
struct topofix_watcher *
topofix_watcher_start(const struct topofix_watcher_settings *settings,
                      const struct topofix_request *request, struct topofix_error *err);

/*
 * Replaces the request, with other limits for example. Waits for the present looks to end, and then
 * lets all domains be looked at again.
 */
void
topofix_watcher_set_request(struct topofix_watcher *watcher, const struct topofix_request *request);

/* Whether no thread has been busy with one look for longer than any reply can take. */
bool
topofix_watcher_is_well(struct topofix_watcher *watcher);

/* How many connections are open, and how many there are in total. */
void
topofix_watcher_links(struct topofix_watcher *watcher, size_t *ret_up, size_t *ret_all);

/* Whether each connection is open or has failed at least once. */
bool
topofix_watcher_is_ready(struct topofix_watcher *watcher);

/*
 * Calls visit with the last outcome of each known domain, connection by connection, including lost
 * ones. The observer's callbacks may call this, too.
 */
typedef void
topofix_watch_visit(const char *uri, const char *uuid, const struct topofix_outcome *outcome,
                    void *context);
void
topofix_watcher_visit(struct topofix_watcher *watcher, topofix_watch_visit *visit, void *context);

/*
 * Ends after the present domains, closes the connections, and frees the watcher. Returns false if a
 * connection was being opened, which cannot be interrupted: its thread then goes on alone, and the
 * event loop must not be stopped before the process ends.
 */
bool
topofix_watcher_end(struct topofix_watcher *watcher);

#endif

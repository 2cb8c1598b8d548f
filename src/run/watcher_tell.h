/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * watcher_tell: what the lines of a watcher may use of it. The functions named tell call the
 * observer, one at a time.
 */
#ifndef TOPOFIX_WATCHER_TELL_H
#define TOPOFIX_WATCHER_TELL_H

#include <pthread.h>

#include "run/selection.h"
#include "run/watcher.h"

struct topofix_watch_line;

struct topofix_watcher {
    struct topofix_watcher_settings settings;
    pthread_rwlock_t request_lock;
    struct topofix_request request; /* guarded by request_lock */
    pthread_mutex_t tell_mutex; /* held while the observer is called; taken before a line's mutex */
    struct topofix_watch_line **lines;
    size_t n_lines;
};

/* Returns the present request. It and its limits stay valid until it is released. */
const struct topofix_request *
topofix_watcher_hold_request(struct topofix_watcher *watcher);
void
topofix_watcher_release_request(struct topofix_watcher *watcher);

/* The selection for a line: one connection, and no domains. */
struct topofix_selection_request
topofix_watcher_selection_request(const struct topofix_watcher *watcher, const char *const *uri);

uint64_t
topofix_watcher_rescan(const struct topofix_watcher *watcher);

void
topofix_watcher_tell_look(struct topofix_watcher *watcher, const struct topofix_watch_look *look);
void
topofix_watcher_tell_link(struct topofix_watcher *watcher, const char *uri,
                          const struct topofix_error *why);
void
topofix_watcher_tell_settled(struct topofix_watcher *watcher, const char *uri, bool is_first);

#endif

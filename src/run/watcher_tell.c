/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "watcher_tell.h"

const struct topofix_request *
topofix_watcher_hold_request(struct topofix_watcher *watcher)
{
    pthread_rwlock_rdlock(&watcher->request_lock);
    return &watcher->request;
}

void
topofix_watcher_release_request(struct topofix_watcher *watcher)
{
    pthread_rwlock_unlock(&watcher->request_lock);
}

struct topofix_selection_request
topofix_watcher_selection_request(const struct topofix_watcher *watcher, const char *const *uri)
{
    return (struct topofix_selection_request){ .uris = uri,
                                               .n_uris = *uri ? 1 : 0,
                                               .access = watcher->settings.access,
                                               .events = watcher->settings.events };
}

uint64_t
topofix_watcher_rescan(const struct topofix_watcher *watcher)
{
    return watcher->settings.rescan_ms;
}

void
topofix_watcher_tell_look(struct topofix_watcher *watcher, const struct topofix_watch_look *look)
{
    const struct topofix_watch_observer *observer = &watcher->settings.observer;

    pthread_mutex_lock(&watcher->tell_mutex);
    observer->look(look, observer->context);
    pthread_mutex_unlock(&watcher->tell_mutex);
}

void
topofix_watcher_tell_link(struct topofix_watcher *watcher, const char *uri,
                          const struct topofix_error *why)
{
    const struct topofix_watch_observer *observer = &watcher->settings.observer;

    pthread_mutex_lock(&watcher->tell_mutex);
    observer->link(watcher, uri, why, observer->context);
    pthread_mutex_unlock(&watcher->tell_mutex);
}

void
topofix_watcher_tell_settled(struct topofix_watcher *watcher, const char *uri, bool is_first)
{
    const struct topofix_watch_observer *observer = &watcher->settings.observer;

    pthread_mutex_lock(&watcher->tell_mutex);
    observer->settled(watcher, uri, is_first, observer->context);
    pthread_mutex_unlock(&watcher->tell_mutex);
}

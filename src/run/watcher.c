/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/watcher.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "watch_line.h"
#include "watcher_tell.h"

/* libvirt's keepalive gives up after half a minute, and a look makes only a few calls. */
static const uint64_t busy_ms_max = UINT64_C(5) * 60 * 1000;

static bool
is_asked_for_already(const struct topofix_watcher *watcher, const char *uri)
{
    for (size_t i = 0; i < watcher->n_lines; i++) {
        if (uri && strcmp(watcher->lines[i]->uri, uri) == 0) {
            return true;
        }
    }
    return false;
}

static void
make_lines(struct topofix_watcher *watcher)
{
    const struct topofix_watcher_settings *settings = &watcher->settings;
    size_t count = settings->n_uris > 0 ? settings->n_uris : 1;

    watcher->lines = topofix_alloc(count, sizeof(*watcher->lines));
    for (size_t i = 0; i < count; i++) {
        const char *uri = settings->n_uris > 0 ? settings->uris[i] : NULL;

        if (!is_asked_for_already(watcher, uri)) {
            watcher->lines[watcher->n_lines++] = topofix_watch_line_new(watcher, uri);
        }
    }
}

/* Starts the lines after all of them are made, because the first one may already ask for all. */
static int
start_lines(struct topofix_watcher *watcher, struct topofix_error *err)
{
    for (size_t i = 0; i < watcher->n_lines; i++) {
        int result = topofix_watch_line_start(watcher->lines[i]);

        if (result != 0) {
            return topofix_error_set_errno(err, result, "a connection gets no thread");
        }
    }
    return 0;
}

struct topofix_watcher *
topofix_watcher_start(const struct topofix_watcher_settings *settings,
                      const struct topofix_request *request, struct topofix_error *err)
{
    struct topofix_watcher *watcher = topofix_alloc(1, sizeof(*watcher));

    watcher->settings = *settings;
    watcher->request = *request;
    pthread_rwlock_init(&watcher->request_lock, NULL);
    pthread_mutex_init(&watcher->tell_mutex, NULL);
    topofix_events_wake(settings->events); /* events must arrive without delay */
    make_lines(watcher);
    if (start_lines(watcher, err) < 0) {
        (void)topofix_watcher_end(watcher);
        return NULL;
    }
    return watcher;
}

void
topofix_watcher_set_request(struct topofix_watcher *watcher, const struct topofix_request *request)
{
    pthread_rwlock_wrlock(&watcher->request_lock);
    watcher->request = *request;
    pthread_rwlock_unlock(&watcher->request_lock);
    for (size_t i = 0; i < watcher->n_lines; i++) {
        topofix_watch_line_ask_pass(watcher->lines[i]);
    }
}

bool
topofix_watcher_is_well(struct topofix_watcher *watcher)
{
    uint64_t now = topofix_clock_now();
    bool is_well = true;

    for (size_t i = 0; i < watcher->n_lines; i++) {
        struct topofix_watch_line *line = watcher->lines[i];

        pthread_mutex_lock(&line->mutex);
        is_well = is_well && (line->busy_since == 0 || line->is_connecting ||
                              now - line->busy_since < busy_ms_max);
        pthread_mutex_unlock(&line->mutex);
    }
    return is_well;
}

void
topofix_watcher_links(struct topofix_watcher *watcher, size_t *ret_up, size_t *ret_all)
{
    *ret_up = 0;
    *ret_all = watcher->n_lines;
    for (size_t i = 0; i < watcher->n_lines; i++) {
        struct topofix_watch_line *line = watcher->lines[i];

        pthread_mutex_lock(&line->mutex);
        *ret_up += line->is_up;
        pthread_mutex_unlock(&line->mutex);
    }
}

bool
topofix_watcher_is_ready(struct topofix_watcher *watcher)
{
    bool is_ready = true;

    for (size_t i = 0; i < watcher->n_lines; i++) {
        struct topofix_watch_line *line = watcher->lines[i];

        pthread_mutex_lock(&line->mutex);
        is_ready = is_ready && line->was_tried;
        pthread_mutex_unlock(&line->mutex);
    }
    return is_ready;
}

void
topofix_watcher_visit(struct topofix_watcher *watcher, topofix_watch_visit *visit, void *context)
{
    for (size_t i = 0; i < watcher->n_lines; i++) {
        struct topofix_watch_line *line = watcher->lines[i];

        pthread_mutex_lock(&line->mutex);
        for (size_t k = 0; k < line->list.count; k++) {
            const struct topofix_work *work = line->list.items[k];

            if (work->outcome.is_known) {
                visit(line->name, work->uuid, &work->outcome, context);
            }
        }
        pthread_mutex_unlock(&line->mutex);
    }
}

bool
topofix_watcher_end(struct topofix_watcher *watcher)
{
    bool have_all_ended = true;

    for (size_t i = 0; i < watcher->n_lines; i++) {
        topofix_watch_line_ask_end(watcher->lines[i]); /* all of them first */
    }
    for (size_t i = 0; i < watcher->n_lines; i++) {
        have_all_ended = topofix_watch_line_end(watcher->lines[i]) && have_all_ended;
    }
    topofix_events_doze(watcher->settings.events);
    pthread_rwlock_destroy(&watcher->request_lock);
    pthread_mutex_destroy(&watcher->tell_mutex);
    free(watcher->lines);
    free(watcher);
    return have_all_ended;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "watch_line.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "watch_link.h"
#include "watch_look.h"
#include "watcher_tell.h"

enum task { TASK_STOP, TASK_CONNECT, TASK_RECONNECT, TASK_PASS, TASK_LOOK, TASK_SETTLE };

static const uint64_t never = UINT64_MAX;

/* Whether an event requires a look. */
static bool
concerns(const struct topofix_watch_line *line, const struct topofix_event *event)
{
    const struct topofix_work *work;

    switch (event->kind) {
    case TOPOFIX_EVENT_OTHER:
        return false;
    case TOPOFIX_EVENT_STARTED:
        /* it runs with the definition, unless it was resumed from a saved state */
        work = topofix_worklist_find(&line->list, event->uuid);
        return work && topofix_pending_is_due(work->outcome.pending);
    default:
        return true;
    }
}

/* Called on the event loop's thread. */
static void
hear(const struct topofix_event *event, void *context)
{
    struct topofix_watch_line *line = context;

    pthread_mutex_lock(&line->mutex);
    if (!event) {
        line->is_lost = true;
    } else if (concerns(line, event) &&
               topofix_worklist_add(&line->list, event->uuid, TOPOFIX_URGENCY_EVENT,
                                    topofix_clock_now()) < 0) {
        line->wants_pass = true; /* the list is full; a pass finds the domains that libvirt lists */
    }
    pthread_cond_signal(&line->changed);
    pthread_mutex_unlock(&line->mutex);
}

/* The caller holds the mutex. */
static enum task
find_task(struct topofix_watch_line *line, uint64_t now, struct topofix_work **ret_work)
{
    if (line->is_stopping) {
        return TASK_STOP;
    }
    if (!line->is_up) {
        return now >= line->retry_at ? TASK_CONNECT : TASK_SETTLE;
    }
    if (line->is_lost) {
        return TASK_RECONNECT;
    }
    if (line->wants_pass || now >= line->rescan_at) {
        return TASK_PASS;
    }
    *ret_work = topofix_worklist_take(&line->list, now);
    return *ret_work ? TASK_LOOK : TASK_SETTLE;
}

/* Waits until something changes or is due. The caller holds the mutex. */
static void
wait_for_change(struct topofix_watch_line *line, uint64_t now)
{
    uint64_t next = line->retry_at;

    if (line->is_up) {
        next = topofix_worklist_next(&line->list);
        next = line->rescan_at < next ? line->rescan_at : next;
    }
    line->busy_since = 0;
    if (next == never) {
        pthread_cond_wait(&line->changed, &line->mutex);
    } else if (next > now) {
        struct timespec until = topofix_clock_after(next - now);

        pthread_cond_timedwait(&line->changed, &line->mutex, &until);
    }
}

/* Waits for the next task. Returns SETTLE once before a long wait. */
static enum task
await_task(struct topofix_watch_line *line, struct topofix_work **ret_work)
{
    enum task task;

    pthread_mutex_lock(&line->mutex);
    for (;;) {
        uint64_t now = topofix_clock_now();

        task = find_task(line, now, ret_work);
        if (task != TASK_SETTLE || !line->is_settled) {
            line->busy_since = now;
            line->is_settled = task == TASK_SETTLE;
            break;
        }
        wait_for_change(line, now);
    }
    pthread_mutex_unlock(&line->mutex);
    return task;
}

static void
list_all(struct topofix_watch_line *line)
{
    struct topofix_store *store = line->selection.connections[0].store;
    uint64_t rescan_ms = topofix_watcher_rescan(line->watcher);
    struct topofix_entries entries = { .items = NULL };
    struct topofix_error err;
    uint64_t now;

    pthread_mutex_lock(&line->mutex);
    line->wants_pass = false;
    pthread_mutex_unlock(&line->mutex);
    if (topofix_store_list(store, &entries, &err) < 0) {
        topofix_watch_link_lose(line, &err); /* not usable if even a list fails */
        return;
    }
    topofix_backoff_reset(&line->backoff);
    now = topofix_clock_now();
    pthread_mutex_lock(&line->mutex);
    topofix_worklist_begin_pass(&line->list);
    for (size_t i = 0; i < entries.count; i++) {
        topofix_worklist_add(&line->list, entries.items[i].uuid, TOPOFIX_URGENCY_PASS, now);
    }
    topofix_worklist_end_pass(&line->list, now);
    line->rescan_at = rescan_ms > 0 ? now + rescan_ms : never;
    pthread_mutex_unlock(&line->mutex);
    topofix_entries_done(store, &entries);
}

/* A failure raises no event by which the domain would be looked at again. The caller holds the
 * mutex. */
static void
retry_failed(struct topofix_watch_line *line, struct topofix_work *work, bool has_failed,
             uint64_t now)
{
    uint64_t pause;

    work->n_failed = has_failed ? work->n_failed + 1 : 0;
    if (topofix_watch_look_retries(work->n_failed, &pause)) {
        topofix_worklist_add(&line->list, work->uuid, TOPOFIX_URGENCY_EVENT, now + pause);
    }
}

/*
 * Updates or forgets the domain's entry after a look. With DONE it takes ownership of the outcome's
 * content.
 */
static void
put_back(struct topofix_watch_line *line, struct topofix_work *work, enum topofix_look look,
         const struct topofix_outcome *outcome)
{
    uint64_t now = topofix_clock_now();

    pthread_mutex_lock(&line->mutex);
    switch (look) {
    case TOPOFIX_LOOK_GONE:
        topofix_worklist_forget(&line->list, work, now);
        break;
    case TOPOFIX_LOOK_LATER:
        work->n_postponed++;
        topofix_worklist_add(&line->list, work->uuid, TOPOFIX_URGENCY_EVENT,
                             now + topofix_watch_look_pause(work->n_postponed));
        break;
    case TOPOFIX_LOOK_LOST:
        line->is_lost = true;
        break;
    case TOPOFIX_LOOK_DONE:
        work->n_postponed = 0;
        retry_failed(line, work, outcome->has_failed, now);
        topofix_outcome_done(&work->outcome);
        work->outcome = *outcome;
        break;
    }
    pthread_mutex_unlock(&line->mutex);
}

static void
look_at(struct topofix_watch_line *line, struct topofix_work *work)
{
    const struct topofix_request *request = topofix_watcher_hold_request(line->watcher);
    struct topofix_outcome outcome = { .name = NULL };
    struct topofix_watch_look told = { .before = &work->outcome, .after = &outcome };
    struct topofix_result result;
    enum topofix_look look = topofix_watch_look(&line->selection.connections[0], work, request,
                                                topofix_clock_now(), &result, &told);

    if (look == TOPOFIX_LOOK_DONE) {
        topofix_outcome_of_result(&result, &outcome);
        told.result = &result;
        told.is_news =
            topofix_result_is_changed(&result) || topofix_outcome_differs(told.before, told.after);
        topofix_watcher_tell_look(line->watcher, &told);
    }
    put_back(line, work, look, &outcome);
    topofix_result_done(&result);
    topofix_watcher_release_request(line->watcher);
}

/* Frees a line whose thread has ended, or ends with this. */
static void
line_free(struct topofix_watch_line *line)
{
    free(line->name);
    topofix_worklist_done(&line->list);
    pthread_cond_destroy(&line->changed);
    pthread_mutex_destroy(&line->mutex);
    free(line);
}

static void *
line_run(void *argument)
{
    static const struct topofix_error lost = { .code = TOPOFIX_ERROR_CONNECTION,
                                               .message = "the connection to libvirt is lost" };
    struct topofix_watch_line *line = argument;

    for (;;) {
        struct topofix_work *work = NULL;

        switch (await_task(line, &work)) {
        case TASK_STOP:
            if (line->is_up) {
                topofix_watch_link_close(line);
            }
            return NULL;
        case TASK_CONNECT:
            if (topofix_watch_link_open(line, hear)) {
                line_free(line);
                return NULL;
            }
            break;
        case TASK_RECONNECT:
            topofix_watch_link_lose(line, &lost);
            break;
        case TASK_PASS:
            list_all(line);
            break;
        case TASK_LOOK:
            look_at(line, work);
            break;
        case TASK_SETTLE:
            if (line->is_up) {
                topofix_watcher_tell_settled(line->watcher, line->name, !line->has_settled);
                line->has_settled = true;
            }
            break;
        }
    }
}

struct topofix_watch_line *
topofix_watch_line_new(struct topofix_watcher *watcher, const char *uri)
{
    struct topofix_watch_line *line = topofix_alloc(1, sizeof(*line));

    line->watcher = watcher;
    line->uri = uri;
    line->rescan_at = never;
    topofix_clock_init_condition(&line->changed);
    pthread_mutex_init(&line->mutex, NULL);
    return line;
}

int
topofix_watch_line_start(struct topofix_watch_line *line)
{
    int result = pthread_create(&line->thread, NULL, line_run, line);

    line->has_thread = result == 0;
    return result;
}

void
topofix_watch_line_ask_pass(struct topofix_watch_line *line)
{
    pthread_mutex_lock(&line->mutex);
    line->wants_pass = true;
    pthread_cond_signal(&line->changed);
    pthread_mutex_unlock(&line->mutex);
}

void
topofix_watch_line_ask_end(struct topofix_watch_line *line)
{
    pthread_mutex_lock(&line->mutex);
    line->is_stopping = true;
    pthread_cond_signal(&line->changed);
    pthread_mutex_unlock(&line->mutex);
}

bool
topofix_watch_line_end(struct topofix_watch_line *line)
{
    pthread_t thread = line->thread;
    bool is_abandoned;

    topofix_watch_line_ask_end(line);
    pthread_mutex_lock(&line->mutex);
    is_abandoned = line->is_abandoned = line->is_connecting;
    pthread_mutex_unlock(&line->mutex); /* from here on an abandoned line belongs to its thread */
    if (is_abandoned) {
        pthread_detach(thread);
        return false;
    }
    if (line->has_thread) {
        pthread_join(thread, NULL);
    }
    line_free(line);
    return true;
}

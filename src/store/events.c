/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/events.h"

#include <errno.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"

/*
 * The loop sleeps most of the time. A call polls for its own answer; all that needs the loop are
 * keepalive timers, which count in seconds. A loop that always runs is woken twice by every call,
 * since libvirt takes the socket from it and gives it back: measured, it makes a batch a third
 * slower.
 */
enum { SLEEP_MS = 1000, RUN_MS = 50 };

struct topofix_events {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t stop;
    bool is_stopping; /* guarded by mutex */
    int timer;        /* ends a run of the loop */
    atomic_bool run_is_over;
};

/* libvirt prints errors on stderr unless somebody takes them; ours travel in struct topofix_error.
 */
static void
swallow_error(void *user, virErrorPtr error)
{
    (void)user;
    (void)error;
}

static void
on_timer(int timer, void *user)
{
    struct topofix_events *events = user;

    virEventUpdateTimeout(timer, -1);
    atomic_store(&events->run_is_over, true);
}

/* Waits for SLEEP_MS or until told to stop; true when told to stop. */
static bool
sleep_until_stop(struct topofix_events *events)
{
    struct timespec until = topofix_clock_after(SLEEP_MS);
    bool is_stopping;
    int result = 0;

    pthread_mutex_lock(&events->mutex);
    while (!events->is_stopping && result != ETIMEDOUT) {
        result = pthread_cond_timedwait(&events->stop, &events->mutex, &until);
    }
    is_stopping = events->is_stopping;
    pthread_mutex_unlock(&events->mutex);
    return is_stopping;
}

static void *
events_run(void *argument)
{
    struct topofix_events *events = argument;

    while (!sleep_until_stop(events)) {
        atomic_store(&events->run_is_over, false);
        virEventUpdateTimeout(events->timer, RUN_MS);
        while (!atomic_load(&events->run_is_over) && virEventRunDefaultImpl() == 0) {
        }
    }
    return NULL;
}

static void
init_locks(struct topofix_events *events)
{
    topofix_clock_init_condition(&events->stop);
    pthread_mutex_init(&events->mutex, NULL);
}

static void
events_free(struct topofix_events *events)
{
    pthread_cond_destroy(&events->stop);
    pthread_mutex_destroy(&events->mutex);
    free(events);
}

struct topofix_events *
topofix_events_start(struct topofix_error *err)
{
    struct topofix_events *events = topofix_alloc(1, sizeof(*events));
    int result;

    init_locks(events);
    virSetErrorFunc(NULL, swallow_error);
    if (virEventRegisterDefaultImpl() < 0 ||
        (events->timer = virEventAddTimeout(-1, on_timer, events, NULL)) < 0) {
        topofix_error_set(err, TOPOFIX_ERROR_CONNECTION,
                          "libvirt's event loop cannot be set up: %s", virGetLastErrorMessage());
        events_free(events);
        return NULL;
    }
    result = pthread_create(&events->thread, NULL, events_run, events);
    if (result != 0) {
        topofix_error_set_errno(err, result, "the event loop gets no thread");
        events_free(events);
        return NULL;
    }
    return events;
}

void
topofix_events_stop(struct topofix_events *events)
{
    if (!events) {
        return;
    }
    pthread_mutex_lock(&events->mutex);
    events->is_stopping = true;
    pthread_cond_signal(&events->stop);
    pthread_mutex_unlock(&events->mutex);
    pthread_join(events->thread, NULL); /* at most RUN_MS later */
    virEventRemoveTimeout(events->timer);
    events_free(events);
}

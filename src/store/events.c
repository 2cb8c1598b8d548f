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
 * The loop sleeps most of the time. A call polls for its own answer; only keepalive's timers need
 * the loop, and they count in seconds. If the loop always ran, each call would wake it twice,
 * because libvirt takes the socket from it and gives it back: measured, a batch becomes a third
 * slower. A caller that needs events sooner drains those that have arrived, or keeps the loop awake
 * for a while.
 */
enum { SLEEP_MS = 1000, RUN_MS = 50, DRAIN_MS = 2000 };

/*
 * A round polls, then runs timers, then sockets. Events that the first round reads from a socket
 * are delivered to callbacks by a timer, in the second.
 */
enum { DRAIN_ROUNDS = 2 };

enum work { WORK_STOP, WORK_DRAIN, WORK_RUN };

struct topofix_events {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed; /* The mutex guards changed and the members down to drains_done. */
    bool is_stopping;
    bool is_polling;            /* the loop may be waiting for its sockets */
    unsigned n_awake;           /* how many callers want the loop to run */
    unsigned long drains_asked; /* number of the latest request to drain */
    unsigned long drains_done;
    int timer; /* ends a round of the loop */
    atomic_bool run_is_over;
};

/*
 * Without such a handler libvirt prints errors to stderr; ours are passed on in struct
 * topofix_error.
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

/*
 * Ends a sleep and a round of the loop. The caller holds the mutex, which no callback of libvirt
 * takes.
 */
static void
rouse(struct topofix_events *events)
{
    pthread_cond_broadcast(&events->changed);
    if (events->is_polling) {
        virEventUpdateTimeout(events->timer, 0);
    }
}

/* Sleeps until there is work, or for SLEEP_MS. */
static enum work
wait_for_work(struct topofix_events *events, unsigned long *ret_drain)
{
    struct timespec until = topofix_clock_after(SLEEP_MS);
    enum work work = WORK_RUN;
    int result = 0;

    pthread_mutex_lock(&events->mutex);
    while (!events->is_stopping && events->drains_asked == events->drains_done &&
           events->n_awake == 0 && result != ETIMEDOUT) {
        result = pthread_cond_timedwait(&events->changed, &events->mutex, &until);
    }
    *ret_drain = events->drains_asked;
    if (events->is_stopping) {
        work = WORK_STOP;
    } else if (events->drains_asked != events->drains_done) {
        work = WORK_DRAIN;
    } else {
        events->is_polling = true;
        atomic_store(&events->run_is_over, false);
        virEventUpdateTimeout(events->timer, events->n_awake > 0 ? -1 : RUN_MS);
    }
    pthread_mutex_unlock(&events->mutex);
    return work;
}

/* Reads and delivers the events that have arrived, without waiting for more. */
static void
drain(struct topofix_events *events, unsigned long number)
{
    for (int i = 0; i < DRAIN_ROUNDS; i++) {
        virEventUpdateTimeout(events->timer, 0);
        virEventRunDefaultImpl();
    }
    pthread_mutex_lock(&events->mutex);
    events->drains_done = number;
    pthread_cond_broadcast(&events->changed);
    pthread_mutex_unlock(&events->mutex);
}

static void
run_loop(struct topofix_events *events)
{
    while (!atomic_load(&events->run_is_over)) {
        if (virEventRunDefaultImpl() < 0) {
            topofix_clock_sleep(RUN_MS); /* a loop that is kept awake must not spin */
            break;
        }
    }
    pthread_mutex_lock(&events->mutex);
    events->is_polling = false;
    pthread_mutex_unlock(&events->mutex);
}

static void *
events_run(void *argument)
{
    struct topofix_events *events = argument;
    unsigned long number;

    for (;;) {
        switch (wait_for_work(events, &number)) {
        case WORK_STOP:
            return NULL;
        case WORK_DRAIN:
            drain(events, number);
            break;
        case WORK_RUN:
            run_loop(events);
            break;
        }
    }
}

void
topofix_events_drain(struct topofix_events *events)
{
    struct timespec until = topofix_clock_after(DRAIN_MS);
    unsigned long number;
    int result = 0;

    pthread_mutex_lock(&events->mutex);
    number = ++events->drains_asked;
    rouse(events);
    while (events->drains_done < number && result != ETIMEDOUT) {
        result = pthread_cond_timedwait(&events->changed, &events->mutex, &until);
    }
    pthread_mutex_unlock(&events->mutex);
}

void
topofix_events_wake(struct topofix_events *events)
{
    pthread_mutex_lock(&events->mutex);
    events->n_awake++;
    rouse(events);
    pthread_mutex_unlock(&events->mutex);
}

void
topofix_events_doze(struct topofix_events *events)
{
    pthread_mutex_lock(&events->mutex);
    events->n_awake--;
    rouse(events);
    pthread_mutex_unlock(&events->mutex);
}

static void
init_locks(struct topofix_events *events)
{
    topofix_clock_init_condition(&events->changed);
    pthread_mutex_init(&events->mutex, NULL);
}

static void
events_free(struct topofix_events *events)
{
    pthread_cond_destroy(&events->changed);
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
    rouse(events);
    pthread_mutex_unlock(&events->mutex);
    pthread_join(events->thread, NULL);
    virEventRemoveTimeout(events->timer);
    events_free(events);
}

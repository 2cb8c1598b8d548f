/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "events.h"

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "alloc.h"

struct topofix_events {
    pthread_t thread;
    atomic_bool stopping;
    int wake_timer; /* fires only when told to */
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
on_wake(int timer, void *user)
{
    (void)user;
    virEventUpdateTimeout(timer, -1);
}

static void *
events_run(void *argument)
{
    struct topofix_events *events = argument;

    while (!atomic_load(&events->stopping) && virEventRunDefaultImpl() == 0) {
    }
    return NULL;
}

struct topofix_events *
topofix_events_start(struct topofix_error *err)
{
    struct topofix_events *events = topofix_alloc(1, sizeof(*events));
    int result;

    virSetErrorFunc(NULL, swallow_error);
    if (virEventRegisterDefaultImpl() < 0 ||
        (events->wake_timer = virEventAddTimeout(-1, on_wake, NULL, NULL)) < 0) {
        topofix_error_set(err, TOPOFIX_ERROR_CONNECTION,
                          "libvirt's event loop cannot be set up: %s", virGetLastErrorMessage());
        free(events);
        return NULL;
    }
    result = pthread_create(&events->thread, NULL, events_run, events);
    if (result != 0) {
        topofix_error_set_errno(err, result, "the event loop gets no thread");
        free(events);
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
    atomic_store(&events->stopping, true);
    virEventUpdateTimeout(events->wake_timer, 0);
    pthread_join(events->thread, NULL);
    virEventRemoveTimeout(events->wake_timer);
    free(events);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rivals.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"

/*
 * OWN: libvirt raises a define's event before its reply, or microseconds later. SETTLE: how long to
 * wait for another define after one that restored the domain, because the last one decides.
 */
enum { OWN_MS = 2000, SETTLE_MS = 200 };

struct topofix_rivals {
    struct topofix_events *events;
    pthread_mutex_t mutex;
    pthread_cond_t heard; /* signalled for any of the sights */
    /* The mutex guards the members below. */
    unsigned references;
    bool is_deaf; /* a define's event did not arrive in time, and no event has arrived since */
    struct topofix_sight *sights;
};

struct topofix_rivals *
topofix_rivals_new(struct topofix_events *events)
{
    struct topofix_rivals *rivals = topofix_alloc(1, sizeof(*rivals));

    rivals->events = events;
    rivals->references = 2;
    pthread_mutex_init(&rivals->mutex, NULL);
    topofix_clock_init_condition(&rivals->heard);
    return rivals;
}

void
topofix_rivals_release(struct topofix_rivals *rivals)
{
    unsigned references;

    if (!rivals) {
        return;
    }
    pthread_mutex_lock(&rivals->mutex);
    references = --rivals->references;
    pthread_mutex_unlock(&rivals->mutex);
    if (references == 0) {
        pthread_cond_destroy(&rivals->heard);
        pthread_mutex_destroy(&rivals->mutex);
        free(rivals);
    }
}

static void
sight_note(struct topofix_sight *sight, enum topofix_event_kind kind)
{
    switch (kind) {
    case TOPOFIX_EVENT_DEFINED_ADDED:
    case TOPOFIX_EVENT_DEFINED_UPDATED:
    case TOPOFIX_EVENT_DEFINED_RENAMED:
    case TOPOFIX_EVENT_DEFINED_FROM_SNAPSHOT:
        /* while a guest runs, libvirt calls a new definition "updated" */
        sight->was_brought_back = sight->is_undefined || kind == TOPOFIX_EVENT_DEFINED_ADDED;
        sight->is_undefined = false;
        sight->n_defined++;
        break;
    case TOPOFIX_EVENT_METADATA:
        sight->has_new_metadata = true;
        break;
    case TOPOFIX_EVENT_UNDEFINED:
        sight->is_undefined = true;
        break;
    default:
        break;
    }
}

void
topofix_rivals_on_event(const struct topofix_event *event, void *user)
{
    struct topofix_rivals *rivals = user;

    pthread_mutex_lock(&rivals->mutex);
    rivals->is_deaf = false;
    for (struct topofix_sight *sight = rivals->sights; sight; sight = sight->next) {
        if (strcmp(sight->uuid, event->uuid) == 0) {
            sight_note(sight, event->kind);
            pthread_cond_broadcast(&rivals->heard);
        }
    }
    pthread_mutex_unlock(&rivals->mutex);
}

static void
drain(const struct topofix_rivals *rivals)
{
    if (rivals->events) {
        topofix_events_drain(rivals->events);
    }
}

void
topofix_rivals_begin(struct topofix_rivals *rivals, const char *uuid,
                     struct topofix_sight *ret_sight)
{
    *ret_sight = (struct topofix_sight){ .rivals = rivals, .uuid = uuid };
    if (!rivals) {
        return;
    }
    drain(rivals); /* no sight is open yet, so waiting events are not counted */
    pthread_mutex_lock(&rivals->mutex);
    ret_sight->next = rivals->sights;
    rivals->sights = ret_sight;
    pthread_mutex_unlock(&rivals->mutex);
}

/* Waits until more than more_than defines are seen. Returns false if the time is over first. */
static bool
await_define(struct topofix_sight *sight, unsigned more_than, uint64_t milliseconds)
{
    struct topofix_rivals *rivals = sight->rivals;
    struct timespec until = topofix_clock_after(milliseconds);
    bool is_seen;
    int result = 0;

    if (rivals->events) {
        topofix_events_wake(rivals->events);
    }
    pthread_mutex_lock(&rivals->mutex);
    while (sight->n_defined <= more_than && result != ETIMEDOUT) {
        result = pthread_cond_timedwait(&rivals->heard, &rivals->mutex, &until);
    }
    is_seen = sight->n_defined > more_than;
    pthread_mutex_unlock(&rivals->mutex);
    if (rivals->events) {
        topofix_events_doze(rivals->events);
    }
    return is_seen;
}

/* Returns a copy, because events may still arrive. */
static struct topofix_sight
look(struct topofix_sight *sight)
{
    struct topofix_sight copy;

    drain(sight->rivals);
    pthread_mutex_lock(&sight->rivals->mutex);
    copy = *sight;
    pthread_mutex_unlock(&sight->rivals->mutex);
    return copy;
}

static bool
is_deaf(struct topofix_rivals *rivals)
{
    bool is_deaf;

    pthread_mutex_lock(&rivals->mutex);
    is_deaf = rivals->is_deaf;
    pthread_mutex_unlock(&rivals->mutex);
    return is_deaf;
}

static void
await_own_define(struct topofix_sight *sight)
{
    struct topofix_rivals *rivals = sight->rivals;

    if (is_deaf(rivals) || await_define(sight, 0, OWN_MS)) {
        return;
    }
    pthread_mutex_lock(&rivals->mutex);
    rivals->is_deaf = sight->n_defined == 0;
    pthread_mutex_unlock(&rivals->mutex);
}

enum topofix_seen
topofix_rivals_judge(struct topofix_sight *sight)
{
    struct topofix_sight seen;

    if (!sight->rivals) {
        return TOPOFIX_SEEN_NOTHING;
    }
    seen = look(sight);
    if (seen.n_defined == 0) {
        await_own_define(sight);
        seen = look(sight);
    }
    while (seen.was_brought_back && await_define(sight, seen.n_defined, SETTLE_MS)) {
        seen = look(sight);
    }
    if (seen.was_brought_back) {
        return TOPOFIX_SEEN_BROUGHT_BACK;
    }
    return seen.n_defined > 1 || seen.has_new_metadata ? TOPOFIX_SEEN_RIVAL : TOPOFIX_SEEN_NOTHING;
}

void
topofix_rivals_end(struct topofix_sight *sight)
{
    struct topofix_sight **place;

    if (!sight->rivals) {
        return;
    }
    pthread_mutex_lock(&sight->rivals->mutex);
    place = &sight->rivals->sights;
    while (*place != sight) {
        place = &(*place)->next;
    }
    *place = sight->next;
    pthread_mutex_unlock(&sight->rivals->mutex);
}

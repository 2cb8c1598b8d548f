/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ear.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/alloc.h"

struct topofix_ear {
    pthread_mutex_t mutex;
    /* The mutex guards the members below. */
    unsigned references;      /* one for the owner, and one for each subscription */
    topofix_ear_hears *hears; /* NULL after topofix_ear_deafen() */
    void *context;
};

static void
release(struct topofix_ear *ear)
{
    unsigned references;

    pthread_mutex_lock(&ear->mutex);
    references = --ear->references;
    pthread_mutex_unlock(&ear->mutex);
    if (references == 0) {
        pthread_mutex_destroy(&ear->mutex);
        free(ear);
    }
}

/* Drops the reference for a subscription that was refused. The owner's reference remains. */
static void
forgo(struct topofix_ear *ear)
{
    pthread_mutex_lock(&ear->mutex);
    ear->references--;
    pthread_mutex_unlock(&ear->mutex);
}

static void
on_event(const struct topofix_event *event, void *user)
{
    struct topofix_ear *ear = user;

    pthread_mutex_lock(&ear->mutex);
    if (ear->hears) {
        ear->hears(event, ear->context);
    }
    pthread_mutex_unlock(&ear->mutex);
}

static void
on_loss(void *user)
{
    on_event(NULL, user);
}

static void
on_unsubscribed(void *user)
{
    release(user);
}

struct topofix_ear *
topofix_ear_new(struct topofix_store *store, topofix_ear_hears *hears, void *context)
{
    struct topofix_ear *ear = topofix_alloc(1, sizeof(*ear));

    ear->references = 3;
    ear->hears = hears;
    ear->context = context;
    pthread_mutex_init(&ear->mutex, NULL);
    if (topofix_store_subscribe(store, on_event, on_unsubscribed, ear, NULL) < 0) {
        forgo(ear);
    }
    if (topofix_store_on_loss(store, on_loss, on_unsubscribed, ear, NULL) < 0) {
        forgo(ear);
    }
    return ear;
}

void
topofix_ear_deafen(struct topofix_ear *ear)
{
    if (ear) {
        pthread_mutex_lock(&ear->mutex);
        ear->hears = NULL;
        pthread_mutex_unlock(&ear->mutex);
        release(ear);
    }
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvirt/virterror.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "store_libvirt.h"

/*
 * libvirt takes a callback once per connection and kind of event ("already tracked"), so that one
 * registration serves all subscribers of a store. It belongs to libvirt, as often as it is
 * registered; the store keeps a pointer for as long as it is registered.
 */
struct topofix_libvirt_hub {
    pthread_mutex_t mutex;
    unsigned references; /* guarded by mutex, as is the rest */
    struct subscriber {
        topofix_on_event on_event;
        topofix_on_unsubscribed on_unsubscribed;
        void *user;
    } subscribers[TOPOFIX_SUBSCRIBERS_MAX];
    size_t n_subscribers;
    int lifecycle; /* libvirt's numbers of the registrations; -1: it has none */
    int metadata;
};

static enum topofix_event_kind
kind_of_define(int detail)
{
    switch (detail) {
    case VIR_DOMAIN_EVENT_DEFINED_ADDED:
        return TOPOFIX_EVENT_DEFINED_ADDED;
    case VIR_DOMAIN_EVENT_DEFINED_RENAMED:
        return TOPOFIX_EVENT_DEFINED_RENAMED;
    case VIR_DOMAIN_EVENT_DEFINED_FROM_SNAPSHOT:
        return TOPOFIX_EVENT_DEFINED_FROM_SNAPSHOT;
    default: /* what a later libvirt adds is a change of a definition, too */
        return TOPOFIX_EVENT_DEFINED_UPDATED;
    }
}

static enum topofix_event_kind
kind_of(int event, int detail)
{
    switch (event) {
    case VIR_DOMAIN_EVENT_DEFINED:
        return kind_of_define(detail);
    case VIR_DOMAIN_EVENT_UNDEFINED:
        return detail == VIR_DOMAIN_EVENT_UNDEFINED_RENAMED ? TOPOFIX_EVENT_OTHER
                                                            : TOPOFIX_EVENT_UNDEFINED;
    case VIR_DOMAIN_EVENT_STARTED:
        return TOPOFIX_EVENT_STARTED;
    case VIR_DOMAIN_EVENT_STOPPED:
        return TOPOFIX_EVENT_STOPPED;
    default:
        return TOPOFIX_EVENT_OTHER;
    }
}

static void
tell(struct topofix_libvirt_hub *hub, virDomainPtr domain, enum topofix_event_kind kind)
{
    struct topofix_event told = { .name = virDomainGetName(domain), .kind = kind };

    if (virDomainGetUUIDString(domain, told.uuid) < 0) {
        return;
    }
    pthread_mutex_lock(&hub->mutex);
    for (size_t i = 0; i < hub->n_subscribers; i++) {
        hub->subscribers[i].on_event(&told, hub->subscribers[i].user);
    }
    pthread_mutex_unlock(&hub->mutex);
}

static int
on_lifecycle(virConnectPtr connection, virDomainPtr domain, int event, int detail, void *opaque)
{
    (void)connection;
    tell(opaque, domain, kind_of(event, detail));
    return 0;
}

/* A title, a description, or an element: libvirt writes it and raises no lifecycle event. */
static void
on_metadata(virConnectPtr connection, virDomainPtr domain, int type, const char *uri, void *opaque)
{
    (void)connection;
    (void)type;
    (void)uri;
    tell(opaque, domain, TOPOFIX_EVENT_METADATA);
}

/* libvirt calls it when that callback neither runs nor will run. */
static void
hub_release(void *opaque)
{
    struct topofix_libvirt_hub *hub = opaque;
    bool is_last;

    pthread_mutex_lock(&hub->mutex);
    is_last = --hub->references == 0;
    pthread_mutex_unlock(&hub->mutex);
    if (!is_last) {
        return;
    }
    for (size_t i = 0; i < hub->n_subscribers; i++) {
        hub->subscribers[i].on_unsubscribed(hub->subscribers[i].user);
    }
    pthread_mutex_destroy(&hub->mutex);
    free(hub);
}

static int
hub_register(struct topofix_libvirt_hub *hub, virConnectPtr connection, int event,
             virConnectDomainEventGenericCallback callback)
{
    return virConnectDomainEventRegisterAny(connection, NULL, event, callback, hub, hub_release);
}

static struct topofix_libvirt_hub *
hub_new(struct topofix_store *store, virConnectPtr connection, struct topofix_error *err)
{
    struct topofix_libvirt_hub *hub = topofix_alloc(1, sizeof(*hub));

    pthread_mutex_init(&hub->mutex, NULL);
    hub->references = 2;
    hub->lifecycle = hub_register(hub, connection, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                  VIR_DOMAIN_EVENT_CALLBACK(on_lifecycle));
    if (hub->lifecycle < 0) {
        topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "%s: no events: %s", store->uri,
                          virGetLastErrorMessage());
        pthread_mutex_destroy(&hub->mutex);
        free(hub);
        return NULL;
    }
    hub->metadata = hub_register(hub, connection, VIR_DOMAIN_EVENT_ID_METADATA_CHANGE,
                                 VIR_DOMAIN_EVENT_CALLBACK(on_metadata));
    if (hub->metadata < 0) {
        hub_release(hub); /* a driver without it tells the rest */
    }
    return hub;
}

int
topofix_libvirt_subscribe(struct topofix_store *store, topofix_on_event on_event,
                          topofix_on_unsubscribed on_unsubscribed, void *user,
                          struct topofix_error *err)
{
    struct topofix_libvirt_store *libvirt = (struct topofix_libvirt_store *)store;
    struct topofix_libvirt_hub *hub = libvirt->hub;
    int result = 0;

    if (!hub) {
        hub = hub_new(store, topofix_lanes_first(libvirt->lanes), err);
        if (!hub) {
            return -1;
        }
        libvirt->hub = hub;
    }
    pthread_mutex_lock(&hub->mutex);
    if (hub->n_subscribers < TOPOFIX_SUBSCRIBERS_MAX) {
        hub->subscribers[hub->n_subscribers++] = (struct subscriber){
            .on_event = on_event, .on_unsubscribed = on_unsubscribed, .user = user
        };
    } else {
        result = topofix_error_set(err, TOPOFIX_ERROR_REFUSED,
                                   "%s: there are too many subscriptions already", store->uri);
    }
    pthread_mutex_unlock(&hub->mutex);
    return result;
}

void
topofix_libvirt_unsubscribe(struct topofix_libvirt_store *store)
{
    struct topofix_libvirt_hub *hub = topofix_steal(store->hub);
    virConnectPtr connection = topofix_lanes_first(store->lanes);
    int metadata;

    if (!hub) {
        return;
    }
    metadata = hub->metadata; /* the hub may go with its last registration */
    virConnectDomainEventDeregisterAny(connection, hub->lifecycle);
    if (metadata >= 0) {
        virConnectDomainEventDeregisterAny(connection, metadata);
    }
}

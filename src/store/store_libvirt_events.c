/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvirt/virterror.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "store_libvirt.h"

/* Belongs to libvirt from the registration on: as often as it is registered. */
struct subscription {
    atomic_uint references;
    topofix_on_event on_event;
    topofix_on_unsubscribed on_unsubscribed;
    void *user;
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
tell(const struct subscription *subscription, virDomainPtr domain, enum topofix_event_kind kind)
{
    struct topofix_event told = { .name = virDomainGetName(domain), .kind = kind };

    if (virDomainGetUUIDString(domain, told.uuid) == 0) {
        subscription->on_event(&told, subscription->user);
    }
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
subscription_release(void *opaque)
{
    struct subscription *subscription = opaque;

    if (atomic_fetch_sub(&subscription->references, 1) == 1) {
        subscription->on_unsubscribed(subscription->user);
        free(subscription);
    }
}

/* The number of the registration, or -1. */
static int
subscribe_to(struct topofix_libvirt_store *store, int event,
             virConnectDomainEventGenericCallback callback, struct subscription *subscription)
{
    int id = virConnectDomainEventRegisterAny(topofix_lanes_first(store->lanes), NULL, event,
                                              callback, subscription, subscription_release);

    if (id >= 0) {
        store->subscriptions[store->n_subscriptions++] = id;
    }
    return id;
}

int
topofix_libvirt_subscribe(struct topofix_store *store, topofix_on_event on_event,
                          topofix_on_unsubscribed on_unsubscribed, void *user,
                          struct topofix_error *err)
{
    struct topofix_libvirt_store *libvirt = (struct topofix_libvirt_store *)store;
    struct subscription *subscription;

    if (libvirt->n_subscriptions + 2 > TOPOFIX_SUBSCRIPTIONS_MAX) {
        return topofix_error_set(err, TOPOFIX_ERROR_REFUSED,
                                 "%s: there are too many subscriptions already", store->uri);
    }
    subscription = topofix_alloc(1, sizeof(*subscription));
    subscription->on_event = on_event;
    subscription->on_unsubscribed = on_unsubscribed;
    subscription->user = user;
    atomic_init(&subscription->references, 2);
    if (subscribe_to(libvirt, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                     VIR_DOMAIN_EVENT_CALLBACK(on_lifecycle), subscription) < 0) {
        topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "%s: no events: %s", store->uri,
                          virGetLastErrorMessage());
        free(subscription);
        return -1;
    }
    if (subscribe_to(libvirt, VIR_DOMAIN_EVENT_ID_METADATA_CHANGE,
                     VIR_DOMAIN_EVENT_CALLBACK(on_metadata), subscription) < 0) {
        subscription_release(subscription); /* a driver without it tells the rest */
    }
    return 0;
}

void
topofix_libvirt_unsubscribe(struct topofix_libvirt_store *store)
{
    for (size_t i = 0; i < store->n_subscriptions; i++) {
        virConnectDomainEventDeregisterAny(topofix_lanes_first(store->lanes),
                                           store->subscriptions[i]);
    }
    store->n_subscriptions = 0;
}

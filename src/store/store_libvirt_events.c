/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvirt/virterror.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "store_libvirt.h"

enum { SUBSCRIBERS_MAX = 4 };

struct subscriber {
    topofix_on_event on_event;
    topofix_on_unsubscribed on_unsubscribed;
    void *user;
};

/*
 * All of a connection: libvirt takes a callback only once. Belongs to libvirt from the registration
 * on, as often as it is registered. Nobody leaves before the end.
 */
struct topofix_subscribers {
    atomic_uint references;
    atomic_size_t count; /* those below it do not change */
    struct subscriber items[SUBSCRIBERS_MAX];
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
    default: /* Details that later versions of libvirt add are changes of a definition, too. */
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
tell(const struct topofix_subscribers *subscribers, virDomainPtr domain,
     enum topofix_event_kind kind)
{
    struct topofix_event told = { .name = virDomainGetName(domain), .kind = kind };
    size_t count = atomic_load(&subscribers->count);

    if (virDomainGetUUIDString(domain, told.uuid) < 0) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        subscribers->items[i].on_event(&told, subscribers->items[i].user);
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
subscribers_release(void *opaque)
{
    struct topofix_subscribers *subscribers = opaque;

    if (atomic_fetch_sub(&subscribers->references, 1) != 1) {
        return;
    }
    for (size_t i = 0; i < atomic_load(&subscribers->count); i++) {
        subscribers->items[i].on_unsubscribed(subscribers->items[i].user);
    }
    free(subscribers);
}

/* The number of the registration, or -1. */
static int
register_for(struct topofix_libvirt_store *store, int event,
             virConnectDomainEventGenericCallback callback, struct topofix_subscribers *subscribers)
{
    int id = virConnectDomainEventRegisterAny(topofix_lanes_first(store->lanes), NULL, event,
                                              callback, subscribers, subscribers_release);

    if (id >= 0) {
        store->registrations[store->n_registrations++] = id;
    }
    return id;
}

/*
 * libvirt calls back with the type that belongs to the event. The cast goes by way of a function
 * without parameters, since clang takes the direct one of VIR_DOMAIN_EVENT_CALLBACK for a mistake.
 */
#define AS_CALLBACK(function) ((virConnectDomainEventGenericCallback)(void (*)(void))(function))

/* Once for each connection. */
static int
register_all(struct topofix_libvirt_store *store, struct topofix_error *err)
{
    struct topofix_subscribers *subscribers = topofix_alloc(1, sizeof(*subscribers));

    atomic_init(&subscribers->references, 1);
    atomic_init(&subscribers->count, 0);
    if (register_for(store, VIR_DOMAIN_EVENT_ID_LIFECYCLE, AS_CALLBACK(on_lifecycle), subscribers) <
        0) {
        topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "%s: no events: %s", store->common.uri,
                          virGetLastErrorMessage());
        free(subscribers);
        return -1;
    }
    atomic_fetch_add(&subscribers->references, 1);
    if (register_for(store, VIR_DOMAIN_EVENT_ID_METADATA_CHANGE, AS_CALLBACK(on_metadata),
                     subscribers) < 0) {
        atomic_fetch_sub(&subscribers->references, 1); /* a driver without it tells the rest */
    }
    store->subscribers = subscribers;
    return 0;
}

int
topofix_libvirt_subscribe(struct topofix_store *store, topofix_on_event on_event,
                          topofix_on_unsubscribed on_unsubscribed, void *user,
                          struct topofix_error *err)
{
    struct topofix_libvirt_store *libvirt = (struct topofix_libvirt_store *)store;
    struct topofix_subscribers *subscribers;
    size_t count;

    if (!libvirt->subscribers && register_all(libvirt, err) < 0) {
        return -1;
    }
    subscribers = libvirt->subscribers;
    count = atomic_load(&subscribers->count);
    if (count == SUBSCRIBERS_MAX) {
        return topofix_error_set(err, TOPOFIX_ERROR_REFUSED,
                                 "%s: there are too many subscriptions already", store->uri);
    }
    subscribers->items[count] = (struct subscriber){ .on_event = on_event,
                                                     .on_unsubscribed = on_unsubscribed,
                                                     .user = user };
    atomic_store(&subscribers->count, count + 1);
    return 0;
}

void
topofix_libvirt_unsubscribe(struct topofix_libvirt_store *store)
{
    store->subscribers = NULL; /* libvirt's, which may free them now */
    for (size_t i = 0; i < store->n_registrations; i++) {
        virConnectDomainEventDeregisterAny(topofix_lanes_first(store->lanes),
                                           store->registrations[i]);
    }
    store->n_registrations = 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * store_libvirt: what the parts of libvirt's store share.
 */
#ifndef TOPOFIX_STORE_LIBVIRT_H
#define TOPOFIX_STORE_LIBVIRT_H

#include <libvirt/libvirt.h>

#include "agents.h"
#include "lanes.h"
#include "store/store.h"

/* Of libvirt: lifecycle, and changes of metadata. */
enum { TOPOFIX_REGISTRATIONS_MAX = 2 };

/* Those who get the events of libvirt. */
struct topofix_subscribers;

struct topofix_libvirt_store {
    struct topofix_store common; /* first, so that a pointer to one is a pointer to the other */
    struct topofix_lanes *lanes;
    enum topofix_access access;
    int registrations[TOPOFIX_REGISTRATIONS_MAX]; /* libvirt's numbers of them, on the first lane */
    size_t n_registrations;
    struct topofix_subscribers *subscribers; /* NULL: nobody has subscribed */
    bool tells_loss;                         /* somebody asked for it */
    struct topofix_agents *agents;           /* who asks the guests' agents */
};

/* A domain, on the connections where it was needed. One thread at a time has an entry. */
struct topofix_libvirt_handle {
    virDomainPtr found;
    virDomainPtr on_lane; /* of the thread that works on it; NULL where that is the same */
};

/* The lane of this thread, to be given back. */
struct topofix_lane *
topofix_libvirt_take_lane(struct topofix_store *store);

/* Passes libvirt's own words on. The lane is the one that the call was made on. Always -1. */
int
topofix_libvirt_fail(struct topofix_lane *lane, struct topofix_error *err, const char *what);

/* Fills the entry, which owns the domain from now on. */
void
topofix_libvirt_entry_fill(virDomainPtr domain, struct topofix_entry *entry);

/* As topofix_store_ops has them. */
int
topofix_libvirt_list(struct topofix_store *store, struct topofix_entries *ret_entries,
                     struct topofix_error *err);
int
topofix_libvirt_find(struct topofix_store *store, const char *name, struct topofix_entry *ret_entry,
                     struct topofix_error *err);
int
topofix_libvirt_stats(struct topofix_store *store, struct topofix_stats *ret_stats,
                      struct topofix_error *err);
int
topofix_libvirt_subscribe(struct topofix_store *store, topofix_on_event on_event,
                          topofix_on_unsubscribed on_unsubscribed, void *user,
                          struct topofix_error *err);

int
topofix_libvirt_on_loss(struct topofix_store *store, topofix_on_loss on_loss,
                        topofix_on_unsubscribed on_unsubscribed, void *user,
                        struct topofix_error *err);

/* Stops the watch for a loss. Call it before the connection is closed, which would count as one. */
void
topofix_libvirt_forget_loss(struct topofix_libvirt_store *store);

/* All of them; a connection does not close before. */
void
topofix_libvirt_unsubscribe(struct topofix_libvirt_store *store);

#endif

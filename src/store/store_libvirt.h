/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * store_libvirt: what the files of libvirt's store share.
 */
#ifndef TOPOFIX_STORE_LIBVIRT_H
#define TOPOFIX_STORE_LIBVIRT_H

#include <libvirt/libvirt.h>

#include "agents.h"
#include "lanes.h"
#include "store/store.h"

/* For lifecycle events, and for changes of metadata. */
enum { TOPOFIX_REGISTRATIONS_MAX = 2 };

/* The subscribers to libvirt's events. */
struct topofix_subscribers;

struct topofix_libvirt_store {
    struct topofix_store common; /* first, so that a pointer to it is a pointer to the whole */
    struct topofix_lanes *lanes;
    enum topofix_access access;
    int registrations[TOPOFIX_REGISTRATIONS_MAX]; /* libvirt's ids, on the first lane */
    size_t n_registrations;
    struct topofix_subscribers *subscribers; /* NULL without a subscription */
    bool tells_loss;                         /* topofix_libvirt_on_loss() was called */
    struct topofix_agents *agents;           /* asks the guests' agents */
};

/*
 * A domain on the connections that needed it. Only one thread at a time uses an entry. It knows the
 * UUID and the connections by itself, see domain_list.c.
 */
struct topofix_libvirt_handle {
    unsigned char uuid[VIR_UUID_BUFLEN];
    virDomainPtr found;
    virConnectPtr found_on; /* which the domain keeps */
    virDomainPtr looked_up; /* the same on another lane, or NULL */
    virConnectPtr looked_up_on;
    bool is_listed; /* found among all: this thread probably needs more of them */
};

/* The lane of this thread. The caller must give it back. */
struct topofix_lane *
topofix_libvirt_take_lane(struct topofix_store *store);

/*
 * Sets the error from libvirt's own message. lane is the one that made the call. Always returns -1.
 */
int
topofix_libvirt_fail(struct topofix_lane *lane, struct topofix_error *err, const char *what);

/*
 * Fills the entry, which takes ownership of the domain that was found on the connection. Returns
 * the entry's handle.
 */
struct topofix_libvirt_handle *
topofix_libvirt_entry_fill(virDomainPtr domain, virConnectPtr connection,
                           struct topofix_entry *entry);

/* These implement topofix_store_ops. */
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
topofix_libvirt_survey(struct topofix_store *store, topofix_on_surveyed on_domain, void *user,
                       struct topofix_error *err);
int
topofix_libvirt_subscribe(struct topofix_store *store, topofix_on_event on_event,
                          topofix_on_unsubscribed on_unsubscribed, void *user,
                          struct topofix_error *err);

int
topofix_libvirt_on_loss(struct topofix_store *store, topofix_on_loss on_loss,
                        topofix_on_unsubscribed on_unsubscribed, void *user,
                        struct topofix_error *err);

/* Stops reporting a loss. Call it before the connection is closed, which would count as one. */
void
topofix_libvirt_forget_loss(struct topofix_libvirt_store *store);

/* Ends all subscriptions, without which a connection does not close. */
void
topofix_libvirt_unsubscribe(struct topofix_libvirt_store *store);

#endif

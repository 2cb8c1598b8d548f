/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ear: receives a store's events. libvirt may drop its reference to the callback's data as late as
 * after the connection is closed, so the ear is reference-counted and can outlive its owner.
 */
#ifndef TOPOFIX_EAR_H
#define TOPOFIX_EAR_H

#include "store/store.h"

struct topofix_ear;

/*
 * Called on the event loop's thread: it should only note the event and return. event is NULL if the
 * connection is lost.
 */
typedef void
topofix_ear_hears(const struct topofix_event *event, void *context);

/*
 * Subscribes to a store's events. A hypervisor that has no events, or that does not report a lost
 * connection, is no error: regular passes find the changes. The owner must call
 * topofix_ear_deafen() while the store is still open.
 */
struct topofix_ear *
topofix_ear_new(struct topofix_store *store, topofix_ear_hears *hears, void *context);

/*
 * Ends the subscription: the callback is not called again. The ear is freed once libvirt has
 * dropped its references. ear may be NULL.
 */
void
topofix_ear_deafen(struct topofix_ear *ear);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ear: what a store's events are told to. libvirt lets go of it when it likes, which may be after
 * the connection was closed: so it outlives who listens.
 */
#ifndef TOPOFIX_EAR_H
#define TOPOFIX_EAR_H

#include "store/store.h"

struct topofix_ear;

/* What was heard, on the event loop's thread: to be noted, and no more. event NULL: the connection
 * is lost. */
typedef void
topofix_ear_hears(const struct topofix_event *event, void *context);

/*
 * Listens to a store. A hypervisor without events, or one that does not tell when it is gone, is
 * no error: passes find out. To be deafened, with the store still open.
 */
struct topofix_ear *
topofix_ear_new(struct topofix_store *store, topofix_ear_hears *hears, void *context);

/* It hears nothing any more, and is freed as soon as nobody speaks to it. NULL is fine. */
void
topofix_ear_deafen(struct topofix_ear *ear);

#endif

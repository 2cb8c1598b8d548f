/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lane_list: all domains of one lane, asked for with one call. libvirt's client makes a domain's
 * handle for one connection, so a worker that meets the domains of another's list would need a call
 * to look up each.
 */
#ifndef TOPOFIX_LANE_LIST_H
#define TOPOFIX_LANE_LIST_H

#include <libvirt/libvirt.h>
#include <stdbool.h>

/* Zeroed, it is a list that is not made yet. One thread at a time may use it. */
struct topofix_lane_list {
    bool is_made;
    int count;
    virDomainPtr *domains; /* by UUID */
};

/*
 * The domain with this UUID (VIR_UUID_BUFLEN bytes) on the connection, which must be the same in
 * each call. The first call asks the server for all domains; what came later is not in the list.
 * Returns NULL for a domain that is not. The caller must free it with virDomainFree().
 */
virDomainPtr
topofix_lane_list_find(struct topofix_lane_list *list, virConnectPtr connection,
                       const unsigned char *uuid);

/* Call it before the connection is closed. */
void
topofix_lane_list_done(struct topofix_lane_list *list);

#endif

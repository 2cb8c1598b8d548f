/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * domain_list: the domains that one call lists, to be found by UUID. libvirt's client makes a
 * domain's handle for one connection, so a worker that meets the domains of another's list would
 * need a call to look up each.
 */
#ifndef TOPOFIX_DOMAIN_LIST_H
#define TOPOFIX_DOMAIN_LIST_H

#include <libvirt/libvirt.h>
#include <stdbool.h>

struct topofix_listed_domain;

/* Zeroed, it is a list that is not made yet. One thread at a time may use it. */
struct topofix_domain_list {
    bool is_made;
    size_t count;
    struct topofix_listed_domain *domains; /* by UUID */
};

/*
 * Asks for the domains with the flags of virConnectListAllDomains(), unless the list is made. After
 * an error it is empty.
 */
void
topofix_domain_list_make(struct topofix_domain_list *list, virConnectPtr connection,
                         unsigned flags);

/*
 * The domain with this UUID (VIR_UUID_BUFLEN bytes), which the list owns, or NULL. What came after
 * the list was made is not in it.
 */
virDomainPtr
topofix_domain_list_find(const struct topofix_domain_list *list, const unsigned char *uuid);

/* Call it before the connection is closed. */
void
topofix_domain_list_done(struct topofix_domain_list *list);

#endif

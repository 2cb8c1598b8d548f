/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * owner: managers that regenerate a domain's XML, so that our edit would be lost.
 */
#ifndef TOPOFIX_OWNER_H
#define TOPOFIX_OWNER_H

#include "xml/doc.h"

enum topofix_owner {
    TOPOFIX_OWNER_NONE,
    TOPOFIX_OWNER_NOVA,
    TOPOFIX_OWNER_OVIRT,
    TOPOFIX_OWNER_KUBEVIRT,
    TOPOFIX_OWNER_CLOUDSTACK,
    TOPOFIX_OWNER_OPENNEBULA,
    TOPOFIX_OWNERS
};

/* The owner of the domain, by the marks that it left in <metadata> or <sysinfo>. */
enum topofix_owner
topofix_owner_of(const struct topofix_node *domain);

#endif

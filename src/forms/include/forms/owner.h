/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * owner: managers that generate a domain's XML anew, so that an edit of ours would be lost.
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

/* Who owns the domain, by the marks that it left in <metadata> or <sysinfo>. */
enum topofix_owner
topofix_owner_of(const struct topofix_node *domain);

#endif

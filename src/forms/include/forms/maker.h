/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * maker: programs that leave a domain's definition to the user, but may undo an edit of ours with
 * their next change. Those that write it anew at each start are owners (forms/owner.h).
 */
#ifndef TOPOFIX_MAKER_H
#define TOPOFIX_MAKER_H

#include "xml/doc.h"

enum topofix_maker {
    TOPOFIX_MAKER_UNKNOWN, /* or one whose next change undoes nothing, as virt-manager's */
    TOPOFIX_MAKER_BOXES,
    TOPOFIX_MAKER_COCKPIT,
    TOPOFIX_MAKER_VAGRANT,
    TOPOFIX_MAKERS
};

/* The maker of a <domain>, by the marks that it left in <metadata> or <description>. */
enum topofix_maker
topofix_maker_of(const struct topofix_node *domain);

#endif

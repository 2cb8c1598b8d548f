/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * domain_guest: finds the guest's OS that a domain's XML names.
 */
#ifndef TOPOFIX_DOMAIN_GUEST_H
#define TOPOFIX_DOMAIN_GUEST_H

#include "core/origin.h"
#include "xml/doc.h"

struct topofix_os_claim {
    enum topofix_os_origin origin;
    const char *id; /* libosinfo id or short id, borrowed; NULL with NONE */
};

/* The best claim of a <domain> element. */
struct topofix_os_claim
topofix_domain_os_claim(const struct topofix_node *domain);

/* The short id for a Windows of unknown release. */
#define TOPOFIX_OS_WINDOWS "windows"

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * domain_guest: finds the guest's OS that a domain's XML names.
 */
#ifndef TOPOFIX_DOMAIN_GUEST_H
#define TOPOFIX_DOMAIN_GUEST_H

#include "xml/doc.h"

/* The source of a claim, most reliable first. */
enum topofix_os_origin {
    TOPOFIX_ORIGIN_NONE,
    TOPOFIX_ORIGIN_ADMIN,          /* our own element: --set os= */
    TOPOFIX_ORIGIN_METADATA,       /* libosinfo's element: virt-install, virt-manager, virt-v2v */
    TOPOFIX_ORIGIN_BOXES,          /* GNOME Boxes' older os-id */
    TOPOFIX_ORIGIN_COCKPIT,        /* Cockpit's os_variant */
    TOPOFIX_ORIGIN_NOVA,           /* Nova's image property os_distro */
    TOPOFIX_ORIGIN_ENLIGHTENMENTS, /* a guess: Hyper-V enlightenments are on */
    TOPOFIX_ORIGIN_OPTION,         /* the user; never found in XML */
    TOPOFIX_ORIGINS
};

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

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * guest_facts: a domain's XML and its hypervisor's capabilities to the plain values that core
 * wants.
 */
#ifndef TOPOFIX_GUEST_FACTS_H
#define TOPOFIX_GUEST_FACTS_H

#include "core/guest.h"
#include "forms/domain_read.h"

/* What is known about one domain beside its XML. */
struct topofix_circumstances {
    bool is_transient;
    const struct topofix_doc *capabilities; /* of its connection, or NULL */
    unsigned libvirt_version;               /* 9.0.0 is 9000000; 0: not known, or no libvirt */
    unsigned qemu_version;                  /* likewise */
};

/* The guest; arrays are borrowed from the domain, or allocated in its arena. */
struct topofix_guest
topofix_guest_facts(struct topofix_domain *domain, const struct topofix_guest_os *os,
                    const struct topofix_circumstances *circumstances);

struct topofix_host
topofix_host_facts(const struct topofix_domain *domain,
                   const struct topofix_circumstances *circumstances);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * guest_facts: turns a domain's XML and its hypervisor's capabilities into the plain values that
 * core works with.
 */
#ifndef TOPOFIX_GUEST_FACTS_H
#define TOPOFIX_GUEST_FACTS_H

#include "core/guest.h"
#include "forms/domain_read.h"

/* The state of a domain. */
enum topofix_state {
    TOPOFIX_STATE_NONE, /* of a file, or not asked for */
    TOPOFIX_STATE_SHUT_OFF,
    TOPOFIX_STATE_RUNNING,
    TOPOFIX_STATE_PAUSED,
    TOPOFIX_STATE_SAVED, /* shut off, with a managed save image that the next start resumes */
    TOPOFIX_STATES
};

struct topofix_claims;
struct topofix_neighbours;

/* What is known about one domain apart from its XML. */
struct topofix_circumstances {
    bool is_transient;
    enum topofix_state state;
    const char *running_xml;     /* the running or saved XML, or NULL; borrowed */
    const char *running_problem; /* why running_xml is missing although the domain runs, or NULL;
                                    borrowed */
    const struct topofix_doc *capabilities; /* of its connection, or NULL */
    /* Asks for the capabilities that are not here yet; returns NULL if there are none. Or NULL. */
    const struct topofix_doc *(*ask_capabilities)(void *asked);
    void *asked;
    unsigned libvirt_version;               /* 9.0.0 is 9000000; 0 means not known, or no libvirt */
    unsigned qemu_version;                  /* likewise */
    const struct topofix_claims *witnesses; /* who looked at the guest, or NULL; borrowed */
    /* all domains of the connection, for a goal MIRROR that adds pins, or NULL; borrowed */
    const struct topofix_neighbours *neighbours;
};

/* The guest. Its arrays are borrowed from the domain, or allocated in the domain's arena. */
struct topofix_guest
topofix_guest_facts(struct topofix_domain *domain, const struct topofix_guest_os *os,
                    const struct topofix_circumstances *circumstances);

struct topofix_host
topofix_host_facts(const struct topofix_domain *domain,
                   const struct topofix_circumstances *circumstances);

#endif

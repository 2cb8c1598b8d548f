/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * domain_read: reads a domain's XML to the facts that decide.
 */
#ifndef TOPOFIX_DOMAIN_READ_H
#define TOPOFIX_DOMAIN_READ_H

#include <stdbool.h>

#include "core/limits.h"
#include "core/topology.h"
#include "forms/domain_guest.h"
#include "forms/domain_hardware.h"
#include "forms/maker.h"
#include "forms/owner.h"
#include "forms/record.h"
#include "xml/doc.h"

/* All strings and nodes are borrowed from doc. */
struct topofix_domain {
    struct topofix_doc *doc;
    struct topofix_arena arena;
    const struct topofix_node *root;
    const struct topofix_node *metadata; /* NULL if there is none, as in the next two */
    const struct topofix_node *cpu;
    const struct topofix_node *topology_node;
    const char *name; /* "" if the XML has none */
    const char *uuid; /* NULL if the XML has none */
    const char *arch; /* likewise */
    const char *machine;
    const char *type; /* kvm, qemu, test, ... or "" */
    enum topofix_bits bits;
    struct topofix_vcpus vcpus;
    bool has_topology;
    struct topofix_topology topology; /* the topology in force */
    bool has_acpi;
    struct topofix_domain_hardware hardware;
    struct topofix_os_claim os_claim;
    enum topofix_owner owner;
    enum topofix_maker maker;
    struct topofix_record record;
};

/*
 * Reads a <domain>. The text is borrowed and must outlive the result. On error *ret_domain is
 * empty, freeing it is optional, and the message begins with the line.
 */
int
topofix_domain_read(const char *text, size_t length, struct topofix_domain *ret_domain,
                    struct topofix_error *err);

/* The same for a text that we have edited: see topofix_doc_parse_edited(). */
int
topofix_domain_read_edited(const char *text, size_t length, struct topofix_domain *ret_domain,
                           struct topofix_error *err);

void
topofix_domain_done(struct topofix_domain *domain);

#endif

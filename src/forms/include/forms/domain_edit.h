/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * domain_edit: makes the splices that put a wanted topology into a domain's XML. Changes only the
 * topology and our record.
 */
#ifndef TOPOFIX_DOMAIN_EDIT_H
#define TOPOFIX_DOMAIN_EDIT_H

#include "forms/domain_read.h"
#include "forms/said.h"
#include "forms/topology_edit.h"
#include "xml/splice.h"

enum topofix_edit_action { TOPOFIX_EDIT_KEEP, TOPOFIX_EDIT_PUT, TOPOFIX_EDIT_REMOVE };

/* The wanted state after the edit. A zero-initialised value changes nothing. */
struct topofix_edit {
    enum topofix_edit_action topology_action;
    struct topofix_topology topology;          /* for PUT */
    struct topofix_topology_spelling spelling; /* for PUT */
    enum topofix_edit_action was_action;
    bool was_written;            /* for PUT: <was> gets counts; else it is empty (no topology) */
    struct topofix_topology was; /* for PUT with was_written */
    unsigned was_levels; /* likewise: bit per level that was given; 0 means the usual ones */
    enum topofix_edit_action set_action;
    struct topofix_topology set; /* for PUT */
    enum topofix_edit_action ignore_action;
    bool says; /* the record says said.os, .edition, .profile and .bounds, and no others */
    struct topofix_said said; /* likewise; ignore_action decides about the mark */
    bool drops_empty;         /* a record that holds nothing afterwards goes, too */
    enum topofix_edit_action before_action[TOPOFIX_PARTS];
    /* for PUT: the element itself, whose bytes are kept, or the record's child, which is copied;
     * NULL: there was none */
    const struct topofix_node *before[TOPOFIX_PARTS];
    uint64_t left; /* likewise: the digest of the parts afterwards */
};

/* Adds the sorted splices that edit the domain's text. What is as wanted already needs none. */
void
topofix_domain_edit(const struct topofix_domain *domain, const struct topofix_edit *edit,
                    struct topofix_splices *ret_splices);

/*
 * Whether two versions of a domain are equal, byte for byte, apart from the topology, our record,
 * and a <cpu> or <metadata> that holds nothing else.
 */
bool
topofix_domain_equals_besides(const struct topofix_domain *a, const struct topofix_domain *b);

#endif

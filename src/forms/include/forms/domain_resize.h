/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * domain_resize: another count of vCPUs, and all in a domain's XML that must follow, but for the
 * topology. A part that follows is recorded as it was, so that an undo can bring it back.
 */
#ifndef TOPOFIX_DOMAIN_RESIZE_H
#define TOPOFIX_DOMAIN_RESIZE_H

#include <stdint.h>

#include "forms/domain_read.h"
#include "xml/splice.h"

/* vCPUs that are wanted: 1 <= present <= maximum <= TOPOFIX_VCPUS_MAX. */
struct topofix_resize_wish {
    unsigned present;
    unsigned maximum;
};

/*
 * Adds the sorted splices that give a domain so many vCPUs: <vcpu> and its current, <vcpus>, the
 * cpus of NUMA cells (in their proportions), and pins and tunes of vCPUs that are gone. What cannot
 * follow without a decision of the user is an error (WISH) that says what to decide; *ret_splices
 * must still be done.
 */
int
topofix_domain_resize(const struct topofix_domain *domain, const struct topofix_resize_wish *wish,
                      struct topofix_splices *ret_splices, struct topofix_error *err);

/* Adds the sorted splices that bring back the parts that the record has. */
void
topofix_domain_restore(const struct topofix_domain *domain, struct topofix_splices *ret_splices);

/* The element of a part, or NULL. */
const struct topofix_node *
topofix_domain_part(const struct topofix_domain *domain, enum topofix_record_part part);

/* A number for what the parts mean; white space and the order of attributes do not count. */
uint64_t
topofix_domain_parts_digest(const struct topofix_domain *domain);

#endif

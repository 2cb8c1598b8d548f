/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * domain_resize: changes a domain's count of vCPUs and everything that depends on it in the XML,
 * except the topology. Each part that changes is recorded, so that an undo can restore it.
 */
#ifndef TOPOFIX_DOMAIN_RESIZE_H
#define TOPOFIX_DOMAIN_RESIZE_H

#include <stdint.h>

#include "forms/domain_read.h"
#include "xml/splice.h"

/* The wanted vCPUs: 1 <= present <= maximum <= TOPOFIX_VCPUS_MAX. */
struct topofix_resize_wish {
    unsigned present;
    unsigned maximum;
};

/*
 * Adds the sorted splices that set the domain's vCPUs: <vcpu> and its current, <vcpus>, the cpus of
 * NUMA cells (in proportion), and pins and tuning of removed vCPUs. If a part cannot be adapted
 * without the user's decision, that is an error (WISH) that says what to decide. The caller must
 * free *ret_splices in every case.
 */
int
topofix_domain_resize(const struct topofix_domain *domain, const struct topofix_resize_wish *wish,
                      struct topofix_splices *ret_splices, struct topofix_error *err);

/*
 * Adds the sorted splices that restore the parts that the record holds. It is an error (INPUT) if
 * the record has something else in place of a part; nothing is added then.
 */
int
topofix_domain_restore(const struct topofix_domain *domain, struct topofix_splices *ret_splices,
                       struct topofix_error *err);

/* The element of a part, or NULL. */
const struct topofix_node *
topofix_domain_part(const struct topofix_domain *domain, enum topofix_record_part part);

/*
 * The parts that a digest covers, a bit each: those that depend on the count of vCPUs in any case,
 * topoext only where the record holds it. A record from before we knew topoext stays valid so.
 */
#define TOPOFIX_PARTS_OF_VCPUS ((1u << TOPOFIX_PART_TOPOEXT) - 1)
#define TOPOFIX_PARTS_ALL      ((1u << TOPOFIX_PARTS) - 1)

/* A digest of what the parts mean; white space and the order of attributes do not count. */
uint64_t
topofix_domain_parts_digest(const struct topofix_domain *domain, unsigned parts);

#endif

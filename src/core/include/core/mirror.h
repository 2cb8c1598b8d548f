/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * mirror: the topology that shows a pinned guest the shape of the host under its pins.
 */
#ifndef TOPOFIX_MIRROR_H
#define TOPOFIX_MIRROR_H

#include "core/solve.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { TOPOFIX_MIRROR_REASONS_MAX = TOPOFIX_LEVELS + 3 };

struct topofix_mirror {
    bool is_found;                    /* the guest can have a topology by its pins */
    struct topofix_topology shape;    /* the host's; valid if is_found */
    struct topofix_topology topology; /* the guest's, as far as it can be the same; likewise */
    /* why there is none, or where it differs from the shape and why */
    struct topofix_reason reasons[TOPOFIX_MIRROR_REASONS_MAX];
    size_t n_reasons;
};

/*
 * Finds the mirrored topology. It is legal, meets the policy, and lets the guest use as many vCPUs
 * as any topology does. Where the host's own shape cannot have that, levels are folded into inner
 * ones, those first that show least: dies, then sockets, then threads. It does not depend on the
 * present topology, so that mirroring again changes nothing.
 */
struct topofix_mirror
topofix_mirror_find(const struct topofix_guest *guest, const struct topofix_host *host,
                    const struct topofix_policy *policy);

/*
 * Whether other vCPUs should have the pins so that siblings and neighbours on the host are in a
 * row, as the vCPUs of a core are. ret_order has vcpus.maximum items: the vCPU that has now the pin
 * that each should have. Pins never leave their NUMA cell of the guest. False leaves the identity.
 */
bool
topofix_mirror_order(const struct topofix_guest *guest, unsigned *ret_order);

/* Adds the mirror's reasons that the diagnosis does not have yet. */
void
topofix_diagnosis_add_mirror(struct topofix_diagnosis *diagnosis,
                             const struct topofix_mirror *mirror);

#ifdef __cplusplus
}
#endif
#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * rules: what the files of core share about the shape of a topology.
 */
#ifndef TOPOFIX_RULES_H
#define TOPOFIX_RULES_H

#include "core/solve.h"

/* Whether a NUMA cell's border falls within a group of size consecutive vCPUs (a core, a socket).
 */
bool
topofix_cells_split(const struct topofix_guest *guest, uint64_t size);

/*
 * Whether a cell has vCPUs of several groups of size consecutive vCPUs, and one of these groups has
 * vCPUs of several cells.
 */
bool
topofix_cells_cross(const struct topofix_guest *guest, uint64_t size);

/* Whether the guest uses as many of all its vCPUs with the topology as with the other one. */
bool
topofix_uses_as_many(const struct topofix_guest *guest, const struct topofix_topology *topology,
                     const struct topofix_topology *other);

/* The topology as the guest sees it: hidden threads look like cores. */
struct topofix_topology
topofix_guest_sees(const struct topofix_guest *guest, const struct topofix_topology *topology);

#endif

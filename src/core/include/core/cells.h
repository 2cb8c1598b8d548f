/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cells: NUMA cells against the cores and sockets of a topology.
 */
#ifndef TOPOFIX_CELLS_H
#define TOPOFIX_CELLS_H

#include "core/solve.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Whether the guest can make sense of its cells with the topology: none ends within a core, and
 * none that lies in several sockets shares one of them. True without cells.
 */
bool
topofix_cells_suit(const struct topofix_guest *guest, const struct topofix_topology *topology);

/* Whether each socket lies in one cell. True without cells. */
bool
topofix_cells_hold_sockets(const struct topofix_guest *guest,
                           const struct topofix_topology *topology);

/*
 * Deals out the vCPUs, in the order of the topology, to cells of the sizes that they have now, so
 * that they suit the topology. ret_cell_of has vcpus.maximum items. False if the cells suit in no
 * order that is tried: that of their numbers, and the larger ones first.
 */
bool
topofix_cells_deal(const struct topofix_guest *guest, const struct topofix_topology *topology,
                   int *ret_cell_of);

/* Whether a cell that has present vCPUs now would have none. */
bool
topofix_cells_strand(const struct topofix_guest *guest, const int *cell_of);

/*
 * Finds a topology whose sockets lie in one cell each, or which at least suits the cells where the
 * given one does not, and with which the guest uses as many vCPUs. False if there is none within
 * the policy; then *ret_topology is untouched.
 */
bool
topofix_cells_follow(const struct topofix_guest *guest, const struct topofix_host *host,
                     const struct topofix_policy *policy, const struct topofix_topology *now,
                     struct topofix_topology *ret_topology);

#ifdef __cplusplus
}
#endif
#endif

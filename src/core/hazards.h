/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * hazards: topologies that libvirt and QEMU accept although the guest suffers from them. The solver
 * avoids hazards. The report names the hazards of the present topology, which is kept if it is
 * legal.
 */
#ifndef TOPOFIX_HAZARDS_H
#define TOPOFIX_HAZARDS_H

#include "core/solve.h"

/*
 * Finds the hazards of a topology, worst first, and stores at most max of them; max 0 only counts
 * them. Returns how many there are.
 */
size_t
topofix_hazards_of(const struct topofix_topology *topology, const struct topofix_guest *guest,
                   const struct topofix_host *host, struct topofix_reason *ret_reasons, size_t max);

#endif

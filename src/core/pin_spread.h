/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pin_spread: chooses whole cores of the host, near to one another and in equal shares.
 */
#ifndef TOPOFIX_PIN_SPREAD_H
#define TOPOFIX_PIN_SPREAD_H

#include "core/places.h"

/* The host's cores, each named by its lowest CPU. */
struct topofix_free_cores {
    const struct topofix_host_cpus *host;
    bool is_free[TOPOFIX_HOST_CPUS_MAX];
    bool is_chosen[TOPOFIX_HOST_CPUS_MAX];
};

/* Whether a CPU lies in the scope: the groups that the scope names are the CPU's. */
bool
topofix_scope_has(const struct topofix_place *scope, const struct topofix_place *cpu);

/* The free cores in the scope. */
unsigned
topofix_free_cores_count(const struct topofix_free_cores *cores, const struct topofix_place *scope);

/*
 * Moves `count` of the scope's free cores to the chosen ones; it must have as many. At each level
 * from sockets to clusters they are taken from the fewest groups that give equal shares, of these
 * from those that have the fewest to spare, and else from the largest ones.
 */
void
topofix_free_cores_choose(struct topofix_free_cores *cores, const struct topofix_place *scope,
                          unsigned count);

#endif

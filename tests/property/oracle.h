/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * oracle: finds the best topology in a slow and obvious way: it counts every vCPU and tries every
 * product. It shares no code with the solver.
 */
#ifndef TOPOFIX_ORACLE_H
#define TOPOFIX_ORACLE_H

#include "core/solve.h"

/* The largest vCPU count whose topologies are all listed. */
enum { ORACLE_MAX = 64 };

struct oracle_list {
    struct topofix_topology *items;
    size_t count;
};

/* Every topology of exactly so many vCPUs, 1..ORACLE_MAX. Computed once and cached. */
const struct oracle_list *
oracle_topologies(unsigned vcpus);

/* Frees the cache. */
void
oracle_done(void);

/*
 * How many of the plugged vCPUs an edition uses: the fewest and the most over all combinations of
 * the values that the sources of its numbers give.
 */
struct topofix_range
oracle_usable(const struct topofix_edition *edition, enum topofix_bits bits,
              const struct topofix_topology *topology, unsigned vcpus);

/* Whether a guest may have this edition. */
bool
oracle_may_be(const struct topofix_guest *guest, const struct topofix_edition *edition);

/* The sum of both ends over all editions that the guest may have. */
unsigned
oracle_usable_sum(const struct topofix_guest *guest, const struct topofix_topology *topology);

/*
 * The best topology by the criteria in the solver's header: most usable vCPUs; if nothing is lost,
 * most of the given dies, clusters and threads; fewest threads; fewest sockets. Returns false if no
 * topology meets the policy.
 */
bool
oracle_solve(const struct topofix_guest *guest, const struct topofix_policy *policy,
             struct topofix_topology *ret_topology);

#endif

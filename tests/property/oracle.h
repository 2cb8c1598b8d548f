/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * oracle: what the best topology is, found the slow and obvious way: every vCPU is counted one by
 * one, and every product is tried. Shares no code with the solver.
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

/* Every topology of exactly so many vCPUs, 1..ORACLE_MAX. Computed once and kept. */
const struct oracle_list *
oracle_topologies(unsigned vcpus);

/* Frees what was kept. */
void
oracle_done(void);

/*
 * vCPUs that an edition uses of so many that are plugged in: the fewest and the most among all
 * combinations of what the sources of its numbers say.
 */
struct topofix_range
oracle_usable(const struct topofix_edition *edition, enum topofix_bits bits,
              const struct topofix_topology *topology, unsigned vcpus);

/* Whether a guest may be this edition. */
bool
oracle_may_be(const struct topofix_guest *guest, const struct topofix_edition *edition);

/* The sum of both ends over all editions that the guest may be. */
unsigned
oracle_usable_sum(const struct topofix_guest *guest, const struct topofix_topology *topology);

/*
 * The best one as the header of the solver promises it: most usable vCPUs; where nothing is lost,
 * most of the spelled-out dies, clusters and threads; fewest threads; fewest sockets. False when no
 * topology meets the policy.
 */
bool
oracle_solve(const struct topofix_guest *guest, const struct topofix_policy *policy,
             struct topofix_topology *ret_topology);

#endif

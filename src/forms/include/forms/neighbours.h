/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * neighbours: the other domains of a host, and which of its CPUs each is pinned to.
 */
#ifndef TOPOFIX_NEIGHBOURS_H
#define TOPOFIX_NEIGHBOURS_H

#include "base/arena.h"
#include "core/pin_plan.h"
#include "core/places.h"

/* What one XML of a domain says: it has several if what runs is not what is defined. */
struct topofix_neighbour {
    char *name;
    char *uuid;
    unsigned char *ranks; /* per host CPU: enum topofix_pin_rank */
};

/* Zero-initialised: no domain. */
struct topofix_neighbours {
    struct topofix_neighbour *items;
    size_t count;
};

/* A domain that has vCPUs on cores of the host that another one is pinned to. */
struct topofix_sharer {
    const char *name; /* borrowed from the neighbours */
    const char *cpus; /* of these cores, the CPUs of the other one: "2,18" */
};

struct topofix_sharers {
    const struct topofix_sharer *items; /* in the arena */
    size_t count;
};

/*
 * Adds a domain by its XML, of which runs says whether it is in force. Its vCPUs have the cores
 * that a <vcpupin> names alone. A <vcpupin> of several cores and the cpuset of <vcpu> are loose; a
 * list of all CPUs of the host says nothing, nor does XML that cannot be read.
 */
void
topofix_neighbours_add(struct topofix_neighbours *neighbours, const char *name, const char *uuid,
                       const char *xml, bool runs, const struct topofix_host_cpus *host);

/*
 * Raises the ranks of the host's CPUs, of which there are TOPOFIX_HOST_CPUS_MAX, to what the
 * domains use them for, but for the one with this UUID, which may be NULL.
 */
void
topofix_neighbours_rank(const struct topofix_neighbours *neighbours, const char *uuid,
                        const struct topofix_host_cpus *host, unsigned char *ranks);

/* Finds the domains, but for the one with this UUID, whose vCPUs have cores of these pins. */
struct topofix_sharers
topofix_neighbours_find_sharers(const struct topofix_neighbours *neighbours, const char *uuid,
                                const struct topofix_pins *pins, unsigned n_vcpus,
                                struct topofix_arena *arena);

void
topofix_neighbours_done(struct topofix_neighbours *neighbours);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * enumerate: every topology of a vCPU count. The one walk that the solver, the ranked candidates
 * and Nova's order share.
 */
#ifndef TOPOFIX_ENUMERATE_H
#define TOPOFIX_ENUMERATE_H

#include <stdbool.h>

#include "core/topology.h"

/* In which order the socket counts of one thread count come. */
enum topofix_socket_order { TOPOFIX_SOCKETS_RISING, TOPOFIX_SOCKETS_FALLING };

struct topofix_enumeration {
    unsigned vcpus;    /* 1..TOPOFIX_VCPUS_MAX */
    unsigned dies;     /* per socket; where dies x clusters do not divide vcpus there is nothing */
    unsigned clusters; /* per die */
    unsigned threads;  /* per core; 0: every count that divides */
    enum topofix_socket_order order;
};

/* Takes one topology; false ends the walk. */
typedef bool (*topofix_topology_visit)(const struct topofix_topology *topology, void *context);

/* Visits the topologies that make exactly vcpus, fewest threads first. */
void
topofix_topologies_each(const struct topofix_enumeration *enumeration, topofix_topology_visit visit,
                        void *context);

#endif

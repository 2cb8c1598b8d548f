/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * enumerate: every topology of a vCPU count. The one walk that the solver, the ranked candidates
 * and Nova's order share.
 */
#ifndef TOPOFIX_ENUMERATE_H
#define TOPOFIX_ENUMERATE_H

#include <stdbool.h>

#include "core/topology.h"

/* The order of the socket counts for one thread count. */
enum topofix_socket_order { TOPOFIX_SOCKETS_RISING, TOPOFIX_SOCKETS_FALLING };

struct topofix_enumeration {
    unsigned vcpus;    /* 1..TOPOFIX_VCPUS_MAX */
    unsigned dies;     /* per socket; nothing is visited unless dies x clusters divides vcpus */
    unsigned clusters; /* per die */
    unsigned threads;  /* per core; 0 means every count that divides the rest */
    enum topofix_socket_order order;
};

/* Receives one topology. Returns false to end the walk. */
typedef bool (*topofix_topology_visit)(const struct topofix_topology *topology, void *context);

/* Visits the topologies of exactly so many vCPUs, fewest threads first. */
void
topofix_topologies_each(const struct topofix_enumeration *enumeration, topofix_topology_visit visit,
                        void *context);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * topology: the five levels of libvirt's <topology>, and the vCPUs that fill them.
 */
#ifndef TOPOFIX_TOPOLOGY_H
#define TOPOFIX_TOPOLOGY_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The most vCPUs that the program supports. QEMU's largest machine has 4096. */
#define TOPOFIX_VCPUS_MAX 8192u

enum topofix_level {
    TOPOFIX_LEVEL_SOCKETS,
    TOPOFIX_LEVEL_DIES,
    TOPOFIX_LEVEL_CLUSTERS,
    TOPOFIX_LEVEL_CORES,
    TOPOFIX_LEVEL_THREADS,
    TOPOFIX_LEVELS
};

/*
 * The counts are per next outer level: dies per socket, clusters per die, cores per cluster,
 * threads per core. In a topology each count is at least 1; in bounds and wishes 0 means not given.
 */
struct topofix_topology {
    unsigned count[TOPOFIX_LEVELS];
};

/*
 * The vCPUs of a guest. Present ones are enabled, not merely possible. They fill threads, then
 * cores, then sockets, in the order of their ids (measured: QEMU's query-hotpluggable-cpus).
 */
struct topofix_vcpus {
    unsigned maximum; /* the text of <vcpu>, 1..TOPOFIX_VCPUS_MAX */
    unsigned present; /* 1..maximum */
    bool scattered;   /* <vcpus> lists them, see enabled; else the ids are 0..present-1 */
    uint64_t enabled[TOPOFIX_VCPUS_MAX / 64]; /* bit per id, only if scattered */
};

/* The element and attribute name of a level: "sockets", "dies", ... */
const char *
topofix_level_name(enum topofix_level level);

/* Makes a topology of the five counts. */
struct topofix_topology
topofix_topology_make(unsigned sockets, unsigned dies, unsigned clusters, unsigned cores,
                      unsigned threads);

/* The vCPUs of the whole topology, or UINT64_MAX if there are more. */
uint64_t
topofix_topology_product(const struct topofix_topology *topology);

/* The vCPUs of one socket, or UINT64_MAX if there are more. */
uint64_t
topofix_topology_per_socket(const struct topofix_topology *topology);

bool
topofix_topology_equals(const struct topofix_topology *a, const struct topofix_topology *b);

/* Whether any count is not 0. */
bool
topofix_topology_is_set(const struct topofix_topology *topology);

bool
topofix_vcpus_is_enabled(const struct topofix_vcpus *vcpus, unsigned id);

#ifdef __cplusplus
}
#endif
#endif

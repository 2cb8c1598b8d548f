/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/topology.h"

#include <stddef.h>

#include "base/array.h"

static const char *const level_names[] = {
    [TOPOFIX_LEVEL_SOCKETS] = "sockets",   [TOPOFIX_LEVEL_DIES] = "dies",
    [TOPOFIX_LEVEL_CLUSTERS] = "clusters", [TOPOFIX_LEVEL_CORES] = "cores",
    [TOPOFIX_LEVEL_THREADS] = "threads",
};
_Static_assert(COUNT_OF(level_names) == TOPOFIX_LEVELS, "a name per level");

const char *
topofix_level_name(enum topofix_level level)
{
    return level_names[level];
}

struct topofix_topology
topofix_topology_make(unsigned sockets, unsigned dies, unsigned clusters, unsigned cores,
                      unsigned threads)
{
    return (struct topofix_topology){ .count = {
                                          [TOPOFIX_LEVEL_SOCKETS] = sockets,
                                          [TOPOFIX_LEVEL_DIES] = dies,
                                          [TOPOFIX_LEVEL_CLUSTERS] = clusters,
                                          [TOPOFIX_LEVEL_CORES] = cores,
                                          [TOPOFIX_LEVEL_THREADS] = threads,
                                      } };
}

/*
 * The product of the counts from one level down to the threads. It saturates; QEMU's own wraps at
 * 32 bits (measured on 7.2).
 */
static uint64_t
product_from(const struct topofix_topology *topology, enum topofix_level first)
{
    uint64_t product = 1;

    for (int level = (int)first; level < TOPOFIX_LEVELS; level++) {
        if (__builtin_mul_overflow(product, (uint64_t)topology->count[level], &product)) {
            return UINT64_MAX;
        }
    }
    return product;
}

uint64_t
topofix_topology_product(const struct topofix_topology *topology)
{
    return product_from(topology, TOPOFIX_LEVEL_SOCKETS);
}

uint64_t
topofix_topology_per_socket(const struct topofix_topology *topology)
{
    return product_from(topology, TOPOFIX_LEVEL_DIES);
}

bool
topofix_topology_equals(const struct topofix_topology *a, const struct topofix_topology *b)
{
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        if (a->count[level] != b->count[level]) {
            return false;
        }
    }
    return true;
}

bool
topofix_topology_is_set(const struct topofix_topology *topology)
{
    static const struct topofix_topology nothing;

    return !topofix_topology_equals(topology, &nothing);
}

bool
topofix_vcpus_is_enabled(const struct topofix_vcpus *vcpus, unsigned id)
{
    if (id >= vcpus->maximum) {
        return false;
    }
    return vcpus->scattered ? (vcpus->enabled[id / 64] >> (id % 64) & 1) != 0 : id < vcpus->present;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "apic.h"

/* The number of bits for ids of count items: 0 for 1, else the bits of count - 1. */
static unsigned
width(unsigned count)
{
    return count <= 1 ? 0 : 32 - (unsigned)__builtin_clz(count - 1);
}

uint64_t
topofix_apic_id(const struct topofix_topology *topology, unsigned index)
{
    uint64_t id = 0;
    unsigned shift = 0;

    /* threads are in the lowest bits; the rest of the index is the socket */
    for (int level = TOPOFIX_LEVEL_THREADS; level > TOPOFIX_LEVEL_SOCKETS; level--) {
        unsigned count = topology->count[level];

        id |= (uint64_t)(index % count) << shift;
        index /= count;
        shift += width(count);
        if (shift > 40) {
            return UINT64_MAX;
        }
    }
    return id | (uint64_t)index << shift;
}

bool
topofix_apic_has_hole(const struct topofix_topology *topology, const struct topofix_vcpus *vcpus)
{
    unsigned seen = 0;

    for (unsigned index = 0; index < vcpus->maximum; index++) {
        if (!topofix_vcpus_is_enabled(vcpus, index)) {
            continue;
        }
        /* ids rise with the index, so without a hole they are 0, 1, 2, ... */
        if (topofix_apic_id(topology, index) != seen) {
            return true;
        }
        seen++;
    }
    return false;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "enumerate.h"

#include <stdint.h>

#include "divisors.h"

/* Visits all socket counts for one thread count. Returns false if the visitor ends the walk. */
static bool
each_sockets(const struct topofix_enumeration *enumeration, const struct topofix_divisors *divisors,
             unsigned per_thread, unsigned threads, topofix_topology_visit visit, void *context)
{
    for (size_t i = 0; i < divisors->count; i++) {
        bool falls = enumeration->order == TOPOFIX_SOCKETS_FALLING;
        unsigned sockets = divisors->value[falls ? divisors->count - 1 - i : i];
        struct topofix_topology topology;

        if (sockets > per_thread || per_thread % sockets != 0) {
            continue;
        }
        topology = topofix_topology_make(sockets, enumeration->dies, enumeration->clusters,
                                         per_thread / sockets, threads);
        if (!visit(&topology, context)) {
            return false;
        }
    }
    return true;
}

void
topofix_topologies_each(const struct topofix_enumeration *enumeration, topofix_topology_visit visit,
                        void *context)
{
    uint64_t outer = (uint64_t)enumeration->dies * enumeration->clusters;
    struct topofix_divisors divisors;
    unsigned rest;

    if (outer == 0 || enumeration->vcpus % outer != 0) {
        return;
    }
    rest = (unsigned)(enumeration->vcpus / outer);
    divisors = topofix_divisors_of(rest);
    for (size_t t = 0; t < divisors.count; t++) {
        unsigned threads = divisors.value[t];

        if ((enumeration->threads == 0 || enumeration->threads == threads) &&
            !each_sockets(enumeration, &divisors, rest / threads, threads, visit, context)) {
            return;
        }
    }
}

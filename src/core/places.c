/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/places.h"

#include <stddef.h>

struct topofix_place
topofix_place_nowhere(void)
{
    struct topofix_place place;

    for (int level = 0; level < TOPOFIX_PLACE_LEVELS; level++) {
        place.at[level] = TOPOFIX_NOWHERE;
    }
    return place;
}

struct topofix_place
topofix_place_common(const struct topofix_place *a, const struct topofix_place *b)
{
    struct topofix_place place = *a;

    for (int level = 0; level < TOPOFIX_PLACE_LEVELS; level++) {
        if (a->at[level] != b->at[level]) {
            place.at[level] = TOPOFIX_NOWHERE;
        }
    }
    return place;
}

int
topofix_place_compare(const struct topofix_place *a, const struct topofix_place *b)
{
    static const enum topofix_place_level outer_first[] = {
        TOPOFIX_PLACE_SOCKET,  TOPOFIX_PLACE_DIE,  TOPOFIX_PLACE_CACHE,
        TOPOFIX_PLACE_CLUSTER, TOPOFIX_PLACE_CORE, TOPOFIX_PLACE_CPU,
    };

    for (size_t i = 0; i < sizeof(outer_first) / sizeof(outer_first[0]); i++) {
        enum topofix_place_level level = outer_first[i];

        if (a->at[level] != b->at[level]) {
            return a->at[level] < b->at[level] ? -1 : 1;
        }
    }
    return 0;
}

const struct topofix_place *
topofix_host_cpu(const struct topofix_host_cpus *host, unsigned number)
{
    return number < host->limit && host->cpus[number].at[TOPOFIX_PLACE_CPU] != TOPOFIX_NOWHERE
               ? &host->cpus[number]
               : NULL;
}

unsigned
topofix_host_core_threads(const struct topofix_host_cpus *host, int core)
{
    unsigned threads = 0;

    for (unsigned number = 0; number < host->limit; number++) {
        const struct topofix_place *cpu = topofix_host_cpu(host, number);

        threads += cpu && core != TOPOFIX_NOWHERE && cpu->at[TOPOFIX_PLACE_CORE] == core;
    }
    return threads;
}

/* Counts the vCPUs in each group of a level, by the group's name. */
static void
count_at(const struct topofix_pins *pins, unsigned n_vcpus, enum topofix_place_level level,
         unsigned short ret_counts[TOPOFIX_HOST_CPUS_MAX])
{
    for (unsigned number = 0; number < TOPOFIX_HOST_CPUS_MAX; number++) {
        ret_counts[number] = 0;
    }
    for (unsigned id = 0; id < n_vcpus; id++) {
        int group = pins->place_of[id].at[level];

        if (group != TOPOFIX_NOWHERE) {
            ret_counts[group]++;
        }
    }
}

unsigned
topofix_pins_shared(const struct topofix_pins *pins, unsigned n_vcpus)
{
    unsigned short threads[TOPOFIX_HOST_CPUS_MAX] = { 0 };
    unsigned short on_core[TOPOFIX_HOST_CPUS_MAX];
    unsigned short on_cpu[TOPOFIX_HOST_CPUS_MAX];
    unsigned shared = 0;

    for (unsigned number = 0; number < pins->host.limit; number++) {
        const struct topofix_place *cpu = topofix_host_cpu(&pins->host, number);

        if (cpu && cpu->at[TOPOFIX_PLACE_CORE] != TOPOFIX_NOWHERE) {
            threads[cpu->at[TOPOFIX_PLACE_CORE]]++;
        }
    }
    count_at(pins, n_vcpus, TOPOFIX_PLACE_CORE, on_core);
    count_at(pins, n_vcpus, TOPOFIX_PLACE_CPU, on_cpu);
    for (unsigned id = 0; id < n_vcpus; id++) {
        int core = pins->place_of[id].at[TOPOFIX_PLACE_CORE];
        int cpu = pins->place_of[id].at[TOPOFIX_PLACE_CPU];

        shared += (core != TOPOFIX_NOWHERE && on_core[core] > threads[core]) ||
                  (cpu != TOPOFIX_NOWHERE && on_cpu[cpu] > 1);
    }
    return shared;
}

bool
topofix_pins_mix_kinds(const struct topofix_pins *pins, unsigned n_vcpus)
{
    int first = TOPOFIX_NOWHERE;

    for (unsigned id = 0; id < n_vcpus; id++) {
        const struct topofix_place *place = &pins->place_of[id];
        int kind = place->at[TOPOFIX_PLACE_KIND];

        /* only one socket has several kinds, so such a pin still has a socket */
        if (kind == TOPOFIX_NOWHERE && place->at[TOPOFIX_PLACE_SOCKET] != TOPOFIX_NOWHERE) {
            return true;
        }
        if (kind != TOPOFIX_NOWHERE && first != TOPOFIX_NOWHERE && kind != first) {
            return true;
        }
        first = kind != TOPOFIX_NOWHERE ? kind : first;
    }
    return false;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "base/alloc.h"
#include "base/id_set.h"
#include "forms/host_cpus_read.h"

enum { CPUS_MAX = TOPOFIX_HOST_CPUS_MAX };

/* Reads a list of host CPUs. Returns false if it is none, or is empty. */
static bool
read_list(const char *list, bool *ret_is_in)
{
    memset(ret_is_in, 0, CPUS_MAX * sizeof(*ret_is_in));
    return list && topofix_id_set_parse(list, ret_is_in, CPUS_MAX) == 0 &&
           memchr(ret_is_in, 1, CPUS_MAX);
}

/* What the CPUs of the list have in common; nothing if the host lacks one of them. */
static struct topofix_place
place_of_list(const struct topofix_host_cpus *host, const bool *is_in)
{
    struct topofix_place place = topofix_place_nowhere();
    bool is_first = true;

    for (unsigned number = 0; number < CPUS_MAX; number++) {
        const struct topofix_place *cpu = is_in[number] ? topofix_host_cpu(host, number) : NULL;

        if (is_in[number] && !cpu) {
            return topofix_place_nowhere();
        }
        if (cpu) {
            place = is_first ? *cpu : topofix_place_common(&place, cpu);
            is_first = false;
        }
    }
    return place;
}

/* Marks the cores of the CPUs on which the emulator's threads run. */
static void
mark_cores(const struct topofix_host_cpus *host, const bool *is_in, bool *ret_is_core)
{
    for (unsigned number = 0; number < host->limit; number++) {
        const struct topofix_place *cpu = is_in[number] ? topofix_host_cpu(host, number) : NULL;

        if (cpu && cpu->at[TOPOFIX_PLACE_CORE] != TOPOFIX_NOWHERE) {
            ret_is_core[cpu->at[TOPOFIX_PLACE_CORE]] = true;
        }
    }
}

/* The vCPUs that have a core of the host to themselves but for the emulator's threads. */
static unsigned
count_with_emulator(const struct topofix_pins *pins, unsigned vcpus_max, const char *emulator)
{
    TOPOFIX_AUTO_FREE bool *is_in = topofix_alloc(CPUS_MAX, sizeof(*is_in));
    TOPOFIX_AUTO_FREE bool *is_core = topofix_alloc(CPUS_MAX, sizeof(*is_core));
    unsigned count = 0;

    if (!read_list(emulator, is_in)) {
        return 0;
    }
    mark_cores(&pins->host, is_in, is_core);
    for (unsigned id = 0; id < vcpus_max; id++) {
        int core = pins->place_of[id].at[TOPOFIX_PLACE_CORE];

        count += core != TOPOFIX_NOWHERE && is_core[core];
    }
    return count;
}

static void
find_places(const struct topofix_domain_hardware *hardware, unsigned vcpus_max,
            const struct topofix_host_cpus *host, struct topofix_place *ret_places,
            bool *ret_is_pinned)
{
    TOPOFIX_AUTO_FREE bool *is_in = topofix_alloc(CPUS_MAX, sizeof(*is_in));

    for (unsigned id = 0; id < vcpus_max; id++) {
        const char *own = hardware->pins ? hardware->pins[id] : NULL;

        ret_is_pinned[id] = read_list(own ? own : hardware->vcpu_cpuset, is_in);
        ret_places[id] = ret_is_pinned[id] ? place_of_list(host, is_in) : topofix_place_nowhere();
    }
}

const struct topofix_pins *
topofix_pins_find(const struct topofix_domain_hardware *hardware, unsigned vcpus_max,
                  const struct topofix_doc *capabilities, struct topofix_arena *arena)
{
    struct topofix_host_cpus host;
    struct topofix_pins *pins;
    struct topofix_place *places;
    bool *is_pinned;

    if (!hardware->pins && !hardware->vcpu_cpuset) {
        return NULL;
    }
    host = topofix_host_cpus_read(capabilities, arena);
    pins = topofix_arena_alloc(arena, sizeof(*pins));
    places = topofix_arena_alloc(arena, vcpus_max * sizeof(*places));
    is_pinned = topofix_arena_alloc(arena, vcpus_max * sizeof(*is_pinned));
    find_places(hardware, vcpus_max, &host, places, is_pinned);
    *pins = (struct topofix_pins){ .host = host, .place_of = places, .is_pinned = is_pinned };
    pins->n_with_emulator = count_with_emulator(
        pins, vcpus_max, hardware->emulator_pin ? hardware->emulator_pin : hardware->vcpu_cpuset);
    return pins;
}

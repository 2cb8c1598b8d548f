/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pin_shape.h"

#include <stdint.h>

/* The pins in the order in which they count. */
struct sequence {
    const struct topofix_place *places;
    const unsigned *order; /* NULL: as they are */
    unsigned count;
};

/* The group of the host that a level of the guest's topology should lie on. */
static int
group_of(const struct sequence *sequence, unsigned id, enum topofix_level level)
{
    const int *at = sequence->places[sequence->order ? sequence->order[id] : id].at;
    int die = at[TOPOFIX_PLACE_DIE];
    int cache = at[TOPOFIX_PLACE_CACHE];

    switch (level) {
    case TOPOFIX_LEVEL_SOCKETS:
        return at[TOPOFIX_PLACE_SOCKET];
    case TOPOFIX_LEVEL_DIES:
        return die > cache ? die : cache; /* the smaller group begins later, or with the other */
    case TOPOFIX_LEVEL_CLUSTERS:
        return at[TOPOFIX_PLACE_CLUSTER];
    default:
        return at[TOPOFIX_PLACE_CORE];
    }
}

/* Marks a group as seen. Returns false if it was. Unknown groups are one group. */
static bool
see(uint64_t seen[TOPOFIX_HOST_CPUS_MAX / 64 + 1], int group)
{
    unsigned bit = (unsigned)(group + 1);
    bool is_new = (seen[bit / 64] >> (bit % 64) & 1) == 0;

    seen[bit / 64] |= UINT64_C(1) << (bit % 64);
    return is_new;
}

/* The vCPUs of each group if all have as many, in a row; else 0. */
static unsigned
size_of_groups(const struct sequence *sequence, enum topofix_level level)
{
    uint64_t seen[TOPOFIX_HOST_CPUS_MAX / 64 + 1] = { 0 };
    unsigned size = 0;
    unsigned run = 0;

    for (unsigned id = 0; id < sequence->count; id++) {
        int group = group_of(sequence, id, level);

        if (id > 0 && group == group_of(sequence, id - 1, level)) {
            run++;
            continue;
        }
        if (!see(seen, group) || (id > 0 && size > 0 && run != size)) {
            return 0;
        }
        size = id > 0 ? run : 0;
        run = 1;
    }
    return size == 0 || size == run ? run : 0;
}

/* Whether guests have the level, and the host tells of it: libvirt before 10.1 has no clusters. */
static bool
level_counts(const struct topofix_guest *guest, const struct sequence *sequence,
             enum topofix_level level)
{
    bool is_known = false;

    for (unsigned id = 0; id < sequence->count && !is_known; id++) {
        is_known = group_of(sequence, id, level) != TOPOFIX_NOWHERE;
    }
    return is_known &&
           (level != TOPOFIX_LEVEL_CLUSTERS || guest->machine.kind == TOPOFIX_MACHINE_ARM_VIRT);
}

struct topofix_pin_shape
topofix_pin_shape_of(const struct topofix_guest *guest, const unsigned *order)
{
    static const enum topofix_level outwards[] = { TOPOFIX_LEVEL_CLUSTERS, TOPOFIX_LEVEL_DIES,
                                                   TOPOFIX_LEVEL_SOCKETS };
    const struct sequence sequence = { .places = guest->pins->place_of,
                                       .order = order,
                                       .count = guest->vcpus.maximum };
    struct topofix_pin_shape shape = { .topology = topofix_topology_make(1, 1, 1, 1, 1) };
    unsigned size = size_of_groups(&sequence, TOPOFIX_LEVEL_THREADS);
    unsigned *counts = shape.topology.count;
    enum topofix_level inner = TOPOFIX_LEVEL_CORES;

    shape.uneven = size == 0 ? 1u << TOPOFIX_LEVEL_THREADS : 0;
    size = size == 0 ? 1 : size;
    counts[TOPOFIX_LEVEL_THREADS] = size;
    for (size_t i = 0; i < sizeof(outwards) / sizeof(outwards[0]); i++) {
        enum topofix_level level = outwards[i];
        bool is_level = level_counts(guest, &sequence, level);
        unsigned outer = is_level ? size_of_groups(&sequence, level) : size;

        if (outer == 0 || outer % size != 0) {
            shape.uneven |= 1u << level;
        } else if (is_level) {
            counts[inner] = outer / size;
            size = outer;
            inner = level;
        }
    }
    counts[inner] *= sequence.count / size;
    return shape;
}

bool
topofix_pins_have_cores(const struct topofix_guest *guest)
{
    for (unsigned id = 0; guest->pins && id < guest->vcpus.maximum; id++) {
        if (guest->pins->place_of[id].at[TOPOFIX_PLACE_CORE] == TOPOFIX_NOWHERE) {
            return false;
        }
    }
    return guest->pins;
}

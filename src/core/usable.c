/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <limits.h>

#include "core/solve.h"
#include "rules.h"

static uint64_t
min_u64(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* The ids are 0..present-1, so sockets fill one after the other, and a formula is enough. */
static uint64_t
usable_in_row(uint64_t sockets_used, unsigned threads_idle, uint64_t per_socket, unsigned present)
{
    uint64_t reached = present;
    uint64_t allowed;

    if (sockets_used > 0 && !__builtin_mul_overflow(sockets_used, per_socket, &allowed)) {
        reached = min_u64(reached, allowed);
    }
    return threads_idle > 1 ? (reached + threads_idle - 1) / threads_idle : reached;
}

/* <vcpus> may enable any ids, so this walks them and counts each socket at its first vCPU. */
static uint64_t
usable_scattered(uint64_t sockets_used, unsigned threads_idle, uint64_t per_socket,
                 const struct topofix_vcpus *vcpus)
{
    uint64_t last_socket = UINT64_MAX;
    uint64_t last_core = UINT64_MAX;
    uint64_t sockets = 0;
    uint64_t usable = 0;

    for (unsigned id = 0; id < vcpus->maximum; id++) {
        uint64_t core = threads_idle > 1 ? id / threads_idle : id;

        if (!topofix_vcpus_is_enabled(vcpus, id)) {
            continue;
        }
        if (id / per_socket != last_socket) {
            last_socket = id / per_socket;
            sockets++;
        }
        if (sockets_used > 0 && sockets > sockets_used) {
            break;
        }
        if (core != last_core) {
            last_core = core;
            usable++;
        }
    }
    return usable;
}

/* How many vCPUs are usable within these limits; 0 means no limit. */
static unsigned
usable_within(unsigned sockets, unsigned processors, unsigned threads_idle,
              const struct topofix_topology *topology, const struct topofix_vcpus *vcpus)
{
    uint64_t per_socket = topofix_topology_per_socket(topology);
    uint64_t usable;

    if (per_socket == 0) {
        per_socket = 1;
    }
    usable = vcpus->scattered ? usable_scattered(sockets, threads_idle, per_socket, vcpus)
                              : usable_in_row(sockets, threads_idle, per_socket, vcpus->present);
    return (unsigned)(processors > 0 ? min_u64(usable, processors) : usable);
}

struct topofix_range
topofix_edition_usable(const struct topofix_edition *edition, enum topofix_bits bits,
                       const struct topofix_topology *topology, const struct topofix_vcpus *vcpus)
{
    const struct topofix_number *sockets = &edition->sockets;
    const struct topofix_number *processors = topofix_edition_processors(edition, bits);
    unsigned threads_idle =
        edition->smt_unused.value > 0 ? topology->count[TOPOFIX_LEVEL_THREADS] : 1;
    struct topofix_range range;

    range.min = usable_within(topofix_number_least(sockets), topofix_number_least(processors),
                              threads_idle, topology, vcpus);
    range.max = range.min;
    if (sockets->disputed > 0 || processors->disputed > 0) {
        range.max = usable_within(topofix_number_most(sockets), topofix_number_most(processors),
                                  threads_idle, topology, vcpus);
    }
    return range;
}

struct topofix_topology
topofix_guest_sees(const struct topofix_guest *guest, const struct topofix_topology *topology)
{
    struct topofix_topology seen = *topology;

    if (guest->smt == TOPOFIX_SMT_HIDDEN) {
        seen.count[TOPOFIX_LEVEL_CORES] *= seen.count[TOPOFIX_LEVEL_THREADS];
        seen.count[TOPOFIX_LEVEL_THREADS] = 1;
    }
    return seen;
}

const struct topofix_edition *
topofix_guest_next_edition(const struct topofix_guest *guest,
                           const struct topofix_edition *previous)
{
    const struct topofix_os *os = guest->os.os;
    size_t next = previous ? (size_t)(previous - os->editions) + 1 : 0;

    for (; os && next < os->n_editions; next++) {
        if (topofix_edition_may_be(&os->editions[next], guest->os.edition, guest->bits)) {
            return &os->editions[next];
        }
    }
    return NULL;
}

bool
topofix_guest_is_known(const struct topofix_guest *guest)
{
    return guest->os.os || guest->os.application;
}

enum topofix_bits
topofix_guest_build(const struct topofix_guest *guest)
{
    const struct topofix_edition *edition = guest->os.edition;

    return edition && edition->bits != TOPOFIX_BITS_ANY ? edition->bits : guest->bits;
}

static unsigned
lesser(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

struct topofix_range
topofix_guest_edition_usable(const struct topofix_guest *guest,
                             const struct topofix_edition *edition,
                             const struct topofix_topology *topology,
                             const struct topofix_vcpus *vcpus)
{
    const struct topofix_application *application = guest->os.application;
    enum topofix_bits build = topofix_guest_build(guest);
    struct topofix_range range = { .min = vcpus->present, .max = vcpus->present };

    if (edition) {
        range = topofix_edition_usable(edition, build, topology, vcpus);
    }
    if (application) {
        struct topofix_range its =
            topofix_edition_usable(&application->limits, build, topology, vcpus);

        range.min = lesser(range.min, its.min);
        range.max = lesser(range.max, its.max);
    }
    return range;
}

struct topofix_range
topofix_guest_usable(const struct topofix_guest *guest, const struct topofix_topology *topology,
                     const struct topofix_vcpus *vcpus)
{
    struct topofix_range range = { .min = UINT_MAX, .max = 0 };
    struct topofix_topology seen = topofix_guest_sees(guest, topology);
    const struct topofix_edition *edition = topofix_guest_next_edition(guest, NULL);

    do {
        struct topofix_range one = topofix_guest_edition_usable(guest, edition, &seen, vcpus);

        range.min = lesser(range.min, one.min);
        range.max = one.max > range.max ? one.max : range.max;
        edition = edition ? topofix_guest_next_edition(guest, edition) : NULL;
    } while (edition);
    return range;
}

bool
topofix_uses_as_many(const struct topofix_guest *guest, const struct topofix_topology *topology,
                     const struct topofix_topology *other)
{
    const struct topofix_vcpus all = { .maximum = guest->vcpus.maximum,
                                       .present = guest->vcpus.maximum };
    const struct topofix_range here = topofix_guest_usable(guest, topology, &all);
    const struct topofix_range there = topofix_guest_usable(guest, other, &all);

    return here.min >= there.min && here.max >= there.max;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hazards.h"

#include "apic.h"
#include "base/array.h"
#include "core/versions.h"
#include "rules.h"

enum {
    FLAT_MODE_CPUS_MAX = 8, /* Linux uses logical interrupt destinations up to this many */
    XAPIC_ID_MAX = 254,
};

typedef bool (*hazard)(const struct topofix_topology *topology, const struct topofix_guest *guest,
                       const struct topofix_host *host, struct topofix_reason *ret_reason);

static bool
is_pc(const struct topofix_guest *guest)
{
    return guest->machine.kind == TOPOFIX_MACHINE_PC || guest->machine.kind == TOPOFIX_MACHINE_Q35;
}

/*
 * Measured on 7.2: 2x3, 1x2x3 and 2x1x3 hang at boot every time, but not with nine CPUs or without
 * a hole.
 */
static bool
has_apic_holes(const struct topofix_topology *topology, const struct topofix_guest *guest,
               const struct topofix_host *host, struct topofix_reason *ret_reason)
{
    *ret_reason =
        (struct topofix_reason){ .code = TOPOFIX_REASON_APIC_HOLES, .found = guest->vcpus.maximum };
    return is_pc(guest) && guest->accelerator == TOPOFIX_ACCELERATOR_TCG &&
           topofix_version_holds(TOPOFIX_CHANGE_QEMU_APIC_HOLES, host) == TOPOFIX_HOLDS_YES &&
           guest->vcpus.maximum <= FLAT_MODE_CPUS_MAX &&
           topofix_apic_has_hole(topology, &guest->vcpus);
}

/*
 * For a leaf beyond the last one, QEMU answers as real Intel CPUs do: with the last one, for
 * whatever subleaf was asked. Dies make that 0x1f, whose encoder asserts that there is such a level
 * (cpu_x86_cpuid and encode_topo_cpuid1f in target/i386/cpu.c). KVM answers by itself.
 */
static bool
has_aborting_dies(const struct topofix_topology *topology, const struct topofix_guest *guest,
                  const struct topofix_host *host, struct topofix_reason *ret_reason)
{
    unsigned dies = topology->count[TOPOFIX_LEVEL_DIES];

    *ret_reason = (struct topofix_reason){ .code = TOPOFIX_REASON_DIES_ABORT, .found = dies };
    return dies > 1 && is_pc(guest) && guest->accelerator == TOPOFIX_ACCELERATOR_TCG &&
           guest->ends_at_leaf_1f &&
           topofix_version_holds(TOPOFIX_CHANGE_QEMU_LEAF_1F, host) == TOPOFIX_HOLDS_YES;
}

/*
 * KVM starts a guest with ids above 254, but without an IOMMU in extended interrupt mode Linux does
 * not use those CPUs (arch/x86/kernel/apic/apic.c, try_to_enable_x2apic). If QEMU's version is not
 * known, this applies to TCG, too, where old versions refuse the start.
 */
static bool
has_high_apic_ids(const struct topofix_topology *topology, const struct topofix_guest *guest,
                  const struct topofix_host *host, struct topofix_reason *ret_reason)
{
    bool gets_eim =
        guest->may_get_eim && guest->vcpus.maximum > XAPIC_ID_MAX + 1 &&
        topofix_version_holds(TOPOFIX_CHANGE_LIBVIRT_ADDS_IOMMU, host) == TOPOFIX_HOLDS_YES;
    uint64_t highest;

    if (!is_pc(guest) || guest->has_eim || gets_eim ||
        guest->accelerator == TOPOFIX_ACCELERATOR_UNKNOWN) {
        return false;
    }
    highest = topofix_apic_id(topology, guest->vcpus.maximum - 1);
    *ret_reason = (struct topofix_reason){ .code = TOPOFIX_REASON_APIC_ID_HIGH,
                                           .found = highest,
                                           .expected = XAPIC_ID_MAX };
    return highest > XAPIC_ID_MAX;
}

/* QEMU only logs a warning: "This family of AMD CPU doesn't support hyperthreading". */
static bool
has_hidden_threads(const struct topofix_topology *topology, const struct topofix_guest *guest,
                   const struct topofix_host *host, struct topofix_reason *ret_reason)
{
    unsigned threads = topology->count[TOPOFIX_LEVEL_THREADS];

    (void)host;
    *ret_reason =
        (struct topofix_reason){ .code = TOPOFIX_REASON_HIDDEN_THREADS, .found = threads };
    return guest->smt == TOPOFIX_SMT_HIDDEN && threads > 1;
}

/* Linux drops the sibling relation of a core that two nodes share (measured). */
static bool
has_split_cores(const struct topofix_topology *topology, const struct topofix_guest *guest,
                const struct topofix_host *host, struct topofix_reason *ret_reason)
{
    unsigned threads = topology->count[TOPOFIX_LEVEL_THREADS];

    (void)host;
    *ret_reason =
        (struct topofix_reason){ .code = TOPOFIX_REASON_CELL_SPLITS_CORE, .found = threads };
    return topofix_cells_split(guest, threads);
}

/*
 * Linux shows both packages on both nodes, and caches that cross them (measured: 2x2x2 with the
 * cells 0-1,4-5 and 2-3,6-7). Several whole cells in a socket are what hosts have, too.
 */
static bool
has_crossing_cells(const struct topofix_topology *topology, const struct topofix_guest *guest,
                   const struct topofix_host *host, struct topofix_reason *ret_reason)
{
    unsigned sockets = topology->count[TOPOFIX_LEVEL_SOCKETS];

    (void)host;
    *ret_reason = (struct topofix_reason){ .code = TOPOFIX_REASON_CELLS_CROSS_SOCKETS,
                                           .found = guest->n_cells,
                                           .expected = sockets };
    return sockets > 1 && topofix_cells_cross(guest, topofix_topology_per_socket(topology));
}

/* Thread siblings of the guest run on different cores of the host, or the reverse. */
static bool
has_contrary_pins(const struct topofix_topology *topology, const struct topofix_guest *guest,
                  const struct topofix_host *host, struct topofix_reason *ret_reason)
{
    unsigned threads = topology->count[TOPOFIX_LEVEL_THREADS];
    unsigned pinned = topofix_pinned_threads(guest);

    (void)host;
    *ret_reason = (struct topofix_reason){ .code = TOPOFIX_REASON_PINNING,
                                           .found = threads,
                                           .expected = pinned };
    return pinned > 0 && threads > 1 && pinned % threads != 0;
}

static const hazard hazards[] = { has_aborting_dies,  has_apic_holes,  has_high_apic_ids,
                                  has_hidden_threads, has_split_cores, has_crossing_cells,
                                  has_contrary_pins };

unsigned
topofix_pinned_threads(const struct topofix_guest *guest)
{
    unsigned threads = 0;
    unsigned run = 1;

    if (!guest->core_of || guest->core_of[0] == TOPOFIX_NOWHERE) {
        return 0;
    }
    for (unsigned id = 1; id <= guest->vcpus.maximum; id++) {
        if (id < guest->vcpus.maximum && guest->core_of[id] == TOPOFIX_NOWHERE) {
            return 0;
        }
        if (id < guest->vcpus.maximum && guest->core_of[id] == guest->core_of[id - 1]) {
            run++;
            continue;
        }
        /* groups of different sizes have no common thread count but 1 */
        if (threads != 0 && threads != run) {
            return 1;
        }
        threads = run;
        run = 1;
    }
    return threads;
}

size_t
topofix_hazards_of(const struct topofix_topology *topology, const struct topofix_guest *guest,
                   const struct topofix_host *host, struct topofix_reason *ret_reasons, size_t max)
{
    size_t count = 0;

    for (size_t i = 0; i < COUNT_OF(hazards); i++) {
        struct topofix_reason reason = { .code = TOPOFIX_REASON_NONE };

        if (hazards[i](topology, guest, host, &reason)) {
            if (count < max) {
                ret_reasons[count] = reason;
            }
            count++;
        }
    }
    return count;
}

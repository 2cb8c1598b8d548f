/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rules for what libvirt and QEMU accept, one small validator for each. They look only at
 * values, so that the rules of every hypervisor can be tested on any machine. An unknown value
 * breaks no rule.
 */
#include "rules.h"

#include "apic.h"
#include "base/array.h"
#include "core/versions.h"

enum {
    S390_ONE_THREAD = 702, /* machine version */
    XAPIC_ID_MAX = 254,    /* 255 is the broadcast address */
    GIC2_CPUS_MAX = 8,
    PC_SMBIOS3 = 801, /* machine version; older ones describe a processor by SMBIOS 2 */
    SMBIOS2_THREADS_MAX = 254,
};

static const struct topofix_reason fits_reason;

static struct topofix_reason
broken(enum topofix_reason_code code, uint64_t found, uint64_t expected)
{
    return (struct topofix_reason){ .code = code, .found = found, .expected = expected };
}

static bool
is_x86(const struct topofix_guest *guest)
{
    switch (guest->machine.kind) {
    case TOPOFIX_MACHINE_PC:
    case TOPOFIX_MACHINE_Q35:
    case TOPOFIX_MACHINE_MICROVM:
    case TOPOFIX_MACHINE_ISAPC:
        return true;
    default:
        return false;
    }
}

/* An unknown version breaks no rule. */
static bool
lacks(enum topofix_version_change change, const struct topofix_host *host)
{
    return topofix_version_holds(change, host) == TOPOFIX_HOLDS_NO;
}

/*
 * libvirt's qemuValidateDomainVCpuTopology: the product must equal the maximum, not the current
 * count.
 */
static struct topofix_reason
check_product(const struct topofix_topology *topology, const struct topofix_guest *guest,
              const struct topofix_host *host)
{
    uint64_t product = topofix_topology_product(topology);

    (void)host;
    return product == guest->vcpus.maximum
               ? fits_reason
               : broken(TOPOFIX_REASON_PRODUCT, product, guest->vcpus.maximum);
}

/* libvirt, at define: "Maximum CPUs greater than specified machine type limit N". */
static struct topofix_reason
check_machine_maximum(const struct topofix_topology *topology, const struct topofix_guest *guest,
                      const struct topofix_host *host)
{
    unsigned maximum = host->machine_vcpus_max;

    (void)topology;
    if (maximum == 0 && guest->accelerator != TOPOFIX_ACCELERATOR_UNKNOWN) {
        maximum = topofix_machine_vcpus_max(&guest->machine);
    }
    return maximum == 0 || guest->vcpus.maximum <= maximum
               ? fits_reason
               : broken(TOPOFIX_REASON_MACHINE_MAXIMUM, guest->vcpus.maximum, maximum);
}

/*
 * QEMU's Arm virt with GICv2, at start: "Number of SMP CPUs requested (9) exceeds max CPUs
 * supported".
 */
static struct topofix_reason
check_gic(const struct topofix_topology *topology, const struct topofix_guest *guest,
          const struct topofix_host *host)
{
    (void)topology;
    (void)host;
    return guest->machine.kind != TOPOFIX_MACHINE_ARM_VIRT || !guest->has_gic2 ||
                   guest->vcpus.maximum <= GIC2_CPUS_MAX
               ? fits_reason
               : broken(TOPOFIX_REASON_MACHINE_MAXIMUM, guest->vcpus.maximum, GIC2_CPUS_MAX);
}

/*
 * libvirt, at define, before it adds the device by itself: "more than 255 vCPUs are only supported
 * on q35-based machine types" and "... require extended interrupt mode enabled on the iommu
 * device".
 */
static struct topofix_reason
check_many_vcpus(const struct topofix_topology *topology, const struct topofix_guest *guest,
                 const struct topofix_host *host)
{
    bool gets_eim = guest->has_eim ||
                    (guest->may_get_eim && !lacks(TOPOFIX_CHANGE_LIBVIRT_ADDS_IOMMU, host)) ||
                    (guest->may_split_ioapic && !lacks(TOPOFIX_CHANGE_LIBVIRT_SPLIT_IOAPIC, host));

    (void)topology;
    if (!is_x86(guest) || guest->vcpus.maximum <= XAPIC_ID_MAX + 1 ||
        guest->accelerator == TOPOFIX_ACCELERATOR_UNKNOWN) {
        return fits_reason;
    }
    return guest->machine.kind == TOPOFIX_MACHINE_Q35 && gets_eim
               ? fits_reason
               : broken(TOPOFIX_REASON_NEEDS_EIM, guest->vcpus.maximum, XAPIC_ID_MAX + 1);
}

/*
 * QEMU, at start: "dies not supported by this machine's CPU topology". x86 PCs support them since
 * 4.1.
 */
static struct topofix_reason
check_dies(const struct topofix_topology *topology, const struct topofix_guest *guest,
           const struct topofix_host *host)
{
    unsigned dies = topology->count[TOPOFIX_LEVEL_DIES];

    (void)host;
    if (dies == 1 || guest->accelerator == TOPOFIX_ACCELERATOR_UNKNOWN ||
        guest->machine.kind == TOPOFIX_MACHINE_UNKNOWN ||
        guest->machine.kind == TOPOFIX_MACHINE_PC || guest->machine.kind == TOPOFIX_MACHINE_Q35) {
        return fits_reason;
    }
    return broken(TOPOFIX_REASON_NO_DIES, dies, 1);
}

/*
 * Only Arm virt has clusters, and only if libvirt keeps the attribute, which older versions
 * silently drop.
 */
static struct topofix_reason
check_clusters(const struct topofix_topology *topology, const struct topofix_guest *guest,
               const struct topofix_host *host)
{
    unsigned clusters = topology->count[TOPOFIX_LEVEL_CLUSTERS];
    bool has_them = guest->machine.kind == TOPOFIX_MACHINE_ARM_VIRT ||
                    guest->machine.kind == TOPOFIX_MACHINE_UNKNOWN;

    if (clusters == 1 || guest->accelerator == TOPOFIX_ACCELERATOR_UNKNOWN) {
        return fits_reason;
    }
    return has_them && !lacks(TOPOFIX_CHANGE_LIBVIRT_CLUSTERS, host) &&
                   !lacks(TOPOFIX_CHANGE_QEMU_CLUSTERS, host)
               ? fits_reason
               : broken(TOPOFIX_REASON_NO_CLUSTERS, clusters, 1);
}

static bool
is_power_of_two(unsigned number)
{
    return (number & (number - 1)) == 0;
}

/*
 * QEMU, at start: "S390 does not support more than 1 threads" (machine 7.2 and later); "Cannot
 * support N threads/core on a pseries machine because it must be a power of 2"; "TCG cannot support
 * more than 1 thread/core on a pseries machine" (8 since 8.1).
 */
static struct topofix_reason
check_threads(const struct topofix_topology *topology, const struct topofix_guest *guest,
              const struct topofix_host *host)
{
    unsigned threads = topology->count[TOPOFIX_LEVEL_THREADS];
    bool is_tcg = guest->accelerator == TOPOFIX_ACCELERATOR_TCG;

    if (guest->machine.kind == TOPOFIX_MACHINE_S390_CCW && threads > 1 &&
        (guest->machine.version == 0 || guest->machine.version >= S390_ONE_THREAD)) {
        return broken(TOPOFIX_REASON_THREADS, threads, 1);
    }
    if (guest->machine.kind != TOPOFIX_MACHINE_PSERIES) {
        return fits_reason;
    }
    if (threads > 1 && is_tcg && lacks(TOPOFIX_CHANGE_QEMU_PSERIES_THREADS, host)) {
        return broken(TOPOFIX_REASON_THREADS, threads, 1);
    }
    return is_power_of_two(threads) && threads <= 8 ? fits_reason
                                                    : broken(TOPOFIX_REASON_THREADS, threads, 8);
}

/*
 * libvirt, for pseries with a topology: "vCPUs count must be a multiple of the vCPU hotplug
 * granularity".
 */
static struct topofix_reason
check_granularity(const struct topofix_topology *topology, const struct topofix_guest *guest,
                  const struct topofix_host *host)
{
    unsigned threads = topology->count[TOPOFIX_LEVEL_THREADS];

    (void)host;
    return guest->machine.kind != TOPOFIX_MACHINE_PSERIES || threads == 0 ||
                   guest->vcpus.present % threads == 0
               ? fits_reason
               : broken(TOPOFIX_REASON_GRANULARITY, guest->vcpus.present, threads);
}

/*
 * QEMU under TCG, at start, from id 255 on: "current -smp configuration requires kernel irqchip and
 * X2APIC API support", with any CPU, until it implemented x2APIC itself, and since then "APIC ID
 * 255 requires x2APIC feature in CPU".
 */
static struct topofix_reason
check_apic_ids(const struct topofix_topology *topology, const struct topofix_guest *guest,
               const struct topofix_host *host)
{
    uint64_t highest;

    if (!is_x86(guest) || guest->accelerator != TOPOFIX_ACCELERATOR_TCG ||
        (!guest->lacks_x2apic && !lacks(TOPOFIX_CHANGE_QEMU_X2APIC, host))) {
        return fits_reason;
    }
    highest = topofix_apic_id(topology, guest->vcpus.maximum - 1);
    return highest <= XAPIC_ID_MAX ? fits_reason
                                   : broken(TOPOFIX_REASON_APIC_ID, highest, XAPIC_ID_MAX);
}

/*
 * QEMU, at start: "SMBIOS 2.0 doesn't support number of processor cores/threads more than 255",
 * although even 255 is refused. Older versions start, and only give the guest a wrong count in that
 * table.
 */
static struct topofix_reason
check_socket_size(const struct topofix_topology *topology, const struct topofix_guest *guest,
                  const struct topofix_host *host)
{
    const struct topofix_machine *machine = &guest->machine;
    unsigned sockets = topology->count[TOPOFIX_LEVEL_SOCKETS];
    uint64_t threads = sockets > 0 ? topofix_topology_product(topology) / sockets : 0;

    if ((machine->kind != TOPOFIX_MACHINE_PC && machine->kind != TOPOFIX_MACHINE_Q35) ||
        machine->version == 0 || machine->version >= PC_SMBIOS3 ||
        guest->accelerator == TOPOFIX_ACCELERATOR_UNKNOWN ||
        topofix_version_holds(TOPOFIX_CHANGE_QEMU_SOCKET_SIZE, host) != TOPOFIX_HOLDS_YES) {
        return fits_reason;
    }
    return threads <= SMBIOS2_THREADS_MAX
               ? fits_reason
               : broken(TOPOFIX_REASON_SOCKET_SIZE, threads, SMBIOS2_THREADS_MAX);
}

/*
 * Whether the vCPUs of a cell are not consecutive: a walk over the ids leaves the cell and enters
 * it again.
 */
static bool
cells_are_scattered(const struct topofix_guest *guest)
{
    unsigned runs = 1;

    if (!guest->cell_of) {
        return false;
    }
    for (unsigned id = 1; id < guest->vcpus.maximum; id++) {
        runs += guest->cell_of[id] != guest->cell_of[id - 1];
    }
    return runs > guest->n_cells;
}

/*
 * QEMU, at start: pseries, "CPU is already assigned to node-id" if a cell splits a core; RISC-V
 * virt, "discontinuous hartids in socket" if a cell's vCPUs are not consecutive.
 */
static struct topofix_reason
check_cells(const struct topofix_topology *topology, const struct topofix_guest *guest,
            const struct topofix_host *host)
{
    unsigned threads = topology->count[TOPOFIX_LEVEL_THREADS];

    (void)host;
    if (guest->machine.kind == TOPOFIX_MACHINE_RISCV_VIRT && cells_are_scattered(guest)) {
        return broken(TOPOFIX_REASON_CELL_SCATTERED, guest->n_cells, 0);
    }
    return guest->machine.kind != TOPOFIX_MACHINE_PSERIES || !topofix_cells_split(guest, threads)
               ? fits_reason
               : broken(TOPOFIX_REASON_CELL_SPLITS_CORE, threads, 1);
}

static struct topofix_reason (*const rules[])(const struct topofix_topology *,
                                              const struct topofix_guest *,
                                              const struct topofix_host *) = {
    check_product,  check_machine_maximum, check_gic,     check_many_vcpus,
    check_dies,     check_clusters,        check_threads, check_granularity,
    check_apic_ids, check_socket_size,     check_cells,
};

bool
topofix_cells_split(const struct topofix_guest *guest, uint64_t size)
{
    if (!guest->cell_of || size <= 1) {
        return false;
    }
    for (unsigned id = 1; id < guest->vcpus.maximum; id++) {
        if (id % size != 0 && guest->cell_of[id] != guest->cell_of[id - 1]) {
            return true;
        }
    }
    return false;
}

bool
topofix_cells_cross(const struct topofix_guest *guest, uint64_t size)
{
    unsigned group_of[TOPOFIX_VCPUS_MAX]; /* per cell, plus 1: where it begins; 0: not yet seen */
    bool is_spread[TOPOFIX_VCPUS_MAX] = { false }; /* per cell: it has vCPUs of several groups */

    if (!topofix_cells_split(guest, size)) {
        return false;
    }
    for (unsigned cell = 0; cell < guest->n_cells; cell++) {
        group_of[cell] = 0;
    }
    for (unsigned id = 0; id < guest->vcpus.maximum; id++) {
        int cell = guest->cell_of[id];

        is_spread[cell] =
            is_spread[cell] || (group_of[cell] > 0 && group_of[cell] != (unsigned)(id / size) + 1);
        group_of[cell] = (unsigned)(id / size) + 1;
    }
    for (unsigned id = 1; id < guest->vcpus.maximum; id++) {
        if (id % size != 0 && guest->cell_of[id] != guest->cell_of[id - 1] &&
            (is_spread[guest->cell_of[id]] || is_spread[guest->cell_of[id - 1]])) {
            return true;
        }
    }
    return false;
}

bool
topofix_topology_fits(const struct topofix_topology *topology, const struct topofix_guest *guest,
                      const struct topofix_host *host, struct topofix_reason *ret_reason)
{
    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        struct topofix_reason reason = rules[i](topology, guest, host);

        if (reason.code != TOPOFIX_REASON_NONE) {
            if (ret_reason) {
                *ret_reason = reason;
            }
            return false;
        }
    }
    return true;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/versions.h"

#include <stddef.h>

#include "base/array.h"

static const struct topofix_version_row rows[] = {
    [TOPOFIX_CHANGE_LIBVIRT_CLUSTERS] = {
        .program = TOPOFIX_PROGRAM_LIBVIRT,
        .from = 10001000,
        .what = "clusters= is kept; older ones drop it without a word",
        .source = "libvirt NEWS 10.1.0, \"qemu: Support clusters in CPU topology\"",
    },
    [TOPOFIX_CHANGE_LIBVIRT_ADDS_IOMMU] = {
        .program = TOPOFIX_PROGRAM_LIBVIRT,
        .from = 10010000,
        .what = "a q35 guest of more than 255 vCPUs gets its IOMMU when it is defined",
        .source = "libvirt NEWS 10.10.0, \"qemu: Automatically add IOMMU when needed\"",
    },
    [TOPOFIX_CHANGE_LIBVIRT_SPLIT_IOAPIC] = {
        .program = TOPOFIX_PROGRAM_LIBVIRT,
        .from = 11004000,
        .what = "QEMU's own I/O APIC is enough for more than 255 vCPUs, without EIM",
        .source = "measured: 11.3.0 refuses, 12.8.0 takes it; the releases between are not known",
    },
    [TOPOFIX_CHANGE_QEMU_CLUSTERS] = {
        .program = TOPOFIX_PROGRAM_QEMU,
        .from = 7000000,
        .what = "Arm's virt has clusters",
        .source = "QEMU qapi/machine.json, SMPConfiguration",
    },
    [TOPOFIX_CHANGE_QEMU_PSERIES_THREADS] = {
        .program = TOPOFIX_PROGRAM_QEMU,
        .from = 8001000,
        .what = "pseries runs several threads per core without KVM",
        .source = "QEMU hw/ppc/spapr.c",
    },
    [TOPOFIX_CHANGE_QEMU_X2APIC] = {
        .program = TOPOFIX_PROGRAM_QEMU,
        .from = 9000000,
        .what = "APIC ids above 254 work without KVM, where the CPU model has x2apic",
        .source = "QEMU hw/intc/apic_common.c; measured on 7.2.22, 10.0.13",
    },
    [TOPOFIX_CHANGE_QEMU_APIC_HOLES] = {
        .program = TOPOFIX_PROGRAM_QEMU,
        .until = 9000000,
        .what = "interrupts without KVM stop at the first unused APIC id",
        .source = "QEMU hw/intc/apic.c; measured on 7.2.22",
    },
    [TOPOFIX_CHANGE_QEMU_AMD_THREADS] = {
        .program = TOPOFIX_PROGRAM_QEMU,
        .from = 10000000,
        .until = 10000002,
        .what = "AMD models show thread siblings without KVM",
        .source = "QEMU 10.0.2, \"i386/tcg: Make CPUID_HT and CPUID_EXT3_CMP_LEG supported\"; "
                  "7.2.22 and 10.0.13 measured",
    },
    [TOPOFIX_CHANGE_QEMU_SOCKET_SIZE] = {
        .program = TOPOFIX_PROGRAM_QEMU,
        .from = 9000000,
        .what = "sockets of 255 threads and more are refused with PC machine types up to 8.0",
        .source = "QEMU 9.0, \"smbios: error out when building type 4 table is not possible\"; "
                  "measured on 7.2.22, 10.0.13 and 11.1.3",
    },
    [TOPOFIX_CHANGE_QEMU_TELLS_HT] = {
        .program = TOPOFIX_PROGRAM_QEMU,
        .from = 10000000,
        .what = "libvirt is told that a guest with several CPUs in a socket has the flag ht",
        .source = "libvirt NEWS 11.10.0, \"qemu: Fix incoming migration to QEMU 10.0.0 and newer\"",
    },
    [TOPOFIX_CHANGE_QEMU_LEAF_1F] = {
        .program = TOPOFIX_PROGRAM_QEMU,
        .from = 9001000,
        .what = "without KVM, an Intel CPU with several dies whose last CPUID leaf is 0x1f aborts",
        .source = "QEMU 9.1, \"i386/cpu: Decouple CPUID[0x1F] subleaf with specific topology level\"; "
                  "measured: 7.2.22 boots, 10.0.13 and 11.1.3 abort",
    },
};
_Static_assert(COUNT_OF(rows) == TOPOFIX_CHANGES, "a row per change");

const struct topofix_version_row *
topofix_version_row(enum topofix_version_change change)
{
    return &rows[change];
}

enum topofix_holds
topofix_version_holds(enum topofix_version_change change, const struct topofix_host *host)
{
    const struct topofix_version_row *row = &rows[change];
    unsigned version =
        row->program == TOPOFIX_PROGRAM_LIBVIRT ? host->libvirt_version : host->qemu_version;

    if (version == 0) {
        return TOPOFIX_HOLDS_UNKNOWN;
    }
    return version >= row->from && (row->until == 0 || version < row->until) ? TOPOFIX_HOLDS_YES
                                                                             : TOPOFIX_HOLDS_NO;
}

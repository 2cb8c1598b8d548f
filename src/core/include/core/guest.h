/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * guest: the facts about a guest and its host that decide, as plain values. The arrays are
 * borrowed.
 */
#ifndef TOPOFIX_GUEST_H
#define TOPOFIX_GUEST_H

#include <stdbool.h>

#include "core/limits.h"
#include "core/machine.h"
#include "core/places.h"
#include "core/topology.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the guest is, as far as known. The pointers are borrowed from a limits table. */
struct topofix_guest_os {
    const struct topofix_os *os;           /* NULL if not known */
    const struct topofix_edition *edition; /* NULL if not known, or if the OS has none */
    bool is_guess;                         /* no OS is named: the enlightenments suggest this one */
    const struct topofix_application *application; /* NULL if none is named */
};

enum topofix_accelerator {
    TOPOFIX_ACCELERATOR_UNKNOWN, /* or not QEMU; QEMU's rules are not applied */
    TOPOFIX_ACCELERATOR_TCG,
    TOPOFIX_ACCELERATOR_KVM,
};

/* Whether the guest's CPU model can show thread siblings. */
enum topofix_smt {
    TOPOFIX_SMT_SHOWN,  /* or not known to be hidden */
    TOPOFIX_SMT_HIDDEN, /* AMD without topoext, so threads look like cores */
};

struct topofix_guest {
    struct topofix_guest_os os;
    enum topofix_bits bits; /* TOPOFIX_BITS_32 or _64: the domain's architecture */
    struct topofix_machine machine;
    enum topofix_accelerator accelerator;
    enum topofix_smt smt;
    struct topofix_vcpus vcpus;
    bool has_topology;                /* the domain gives it */
    struct topofix_topology topology; /* the one in force: one socket per vCPU if not given */
    bool has_acpi;                    /* <features><acpi/> */
    bool has_eim;                     /* an IOMMU with extended interrupt mode */
    bool may_get_eim;                 /* nothing forbids it, so libvirt may add it if needed */
    bool may_split_ioapic; /* nothing forbids QEMU's own I/O APIC, which libvirt may add */
    bool lacks_x2apic;     /* its CPU model is known to lack it */
    bool ends_at_leaf_1f;  /* with dies, the last CPUID leaf of its Intel CPU model is 0x1f */
    bool has_gic2;         /* an interrupt controller for at most 8 CPUs (Arm) */
    bool has_own_smp;   /* <qemu:commandline> has its own -smp, which QEMU merges with libvirt's */
    const int *cell_of; /* NUMA cell per vCPU id, vcpus.maximum of them; NULL without cells */
    unsigned n_cells;
    const int *core_of; /* host core that each vCPU is pinned to; NULL if not pinned or not known */
    const struct topofix_pins *pins; /* NULL if no vCPU is pinned */
    bool has_cache_passthrough;      /* <cache mode='passthrough'/> */
};

/* What the hypervisor can do. 0 means not known, which forbids nothing. */
struct topofix_host {
    unsigned machine_vcpus_max; /* of the guest's machine type (capabilities, maxCpus) */
    unsigned libvirt_version;   /* 9.0.0 is 9000000 */
    unsigned qemu_version;      /* 7.2.22 is 7002022 */
};

#ifdef __cplusplus
}
#endif
#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * guest: the facts about a guest and its host that decide, as plain values. Arrays are borrowed.
 */
#ifndef TOPOFIX_GUEST_H
#define TOPOFIX_GUEST_H

#include <stdbool.h>

#include "core/limits.h"
#include "core/machine.h"
#include "core/topology.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the guest is, as far as anybody said. Borrowed pointers into a limits table. */
struct topofix_guest_os {
    const struct topofix_os *os;           /* NULL: unknown */
    const struct topofix_edition *edition; /* NULL: unknown, or the OS has none */
    bool is_guess; /* nobody named it: only the enlightenments look like it */
    const struct topofix_application *application; /* NULL: nobody said that there is one */
};

enum topofix_accelerator {
    TOPOFIX_ACCELERATOR_UNKNOWN, /* or a hypervisor that is not QEMU: its rules are not applied */
    TOPOFIX_ACCELERATOR_TCG,
    TOPOFIX_ACCELERATOR_KVM,
};

/* Whether the guest's CPU model can show thread siblings. */
enum topofix_smt {
    TOPOFIX_SMT_SHOWN,  /* or not known to be hidden */
    TOPOFIX_SMT_HIDDEN, /* AMD without topoext: threads look like cores */
};

/* vCPUs dealt out to NUMA cells or host cores: a number per vCPU id, TOPOFIX_NOWHERE where there is
 * none. */
#define TOPOFIX_NOWHERE (-1)

struct topofix_guest {
    struct topofix_guest_os os;
    enum topofix_bits bits; /* TOPOFIX_BITS_32 or _64: the domain's architecture */
    struct topofix_machine machine;
    enum topofix_accelerator accelerator;
    enum topofix_smt smt;
    struct topofix_vcpus vcpus;
    bool has_topology;                /* the domain spells it out */
    struct topofix_topology topology; /* what is in force: one socket per vCPU if not spelled out */
    bool has_acpi;                    /* <features><acpi/> */
    bool has_eim;                     /* an IOMMU with extended interrupt mode */
    bool may_get_eim;                 /* nothing says no: libvirt may add it where it is needed */
    bool lacks_x2apic;                /* its CPU model is known to be without */
    bool has_gic2;                    /* an interrupt controller for at most 8 CPUs (Arm) */
    bool has_own_smp;   /* <qemu:commandline> has a -smp of its own, merged over libvirt's */
    const int *cell_of; /* NUMA cell per vCPU id, vcpus.maximum of them; NULL: no cells */
    unsigned n_cells;
    const int *core_of; /* host core that each vCPU is pinned to; NULL: not pinned, or not known */
};

/* What the hypervisor can do; 0 where it is not known, which forbids nothing. */
struct topofix_host {
    unsigned machine_vcpus_max; /* of the guest's machine type (capabilities, maxCpus) */
    unsigned libvirt_version;   /* 9.0.0 is 9000000 */
    unsigned qemu_version;      /* 7.2.22 is 7002022 */
};

#ifdef __cplusplus
}
#endif
#endif

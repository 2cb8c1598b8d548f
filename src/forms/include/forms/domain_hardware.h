/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * domain_hardware: the other parts of a domain's XML that decide which topologies are good: NUMA
 * cells, pinning, CPU model, interrupt controllers and a -smp of its own.
 */
#ifndef TOPOFIX_DOMAIN_HARDWARE_H
#define TOPOFIX_DOMAIN_HARDWARE_H

#include <stdbool.h>

#include "base/arena.h"
#include "core/guest.h"
#include "xml/doc.h"

/* The policy of a <feature>. */
enum topofix_feature { TOPOFIX_FEATURE_UNSAID, TOPOFIX_FEATURE_ON, TOPOFIX_FEATURE_OFF };

/* Strings are borrowed from the document, arrays from the arena. */
struct topofix_domain_hardware {
    enum topofix_accelerator accelerator; /* from the domain's type */
    const char *cpu_mode;                 /* custom, host-model, ...; NULL if not given */
    const char *cpu_model;                /* NULL if not given */
    enum topofix_feature topoext;
    enum topofix_feature x2apic;
    bool has_eim;
    bool may_get_eim;      /* there is no IOMMU, or Intel's without a setting that forbids it */
    bool may_split_ioapic; /* the I/O APIC is not KVM's, and the IOMMU does not contradict */
    bool has_gic2;
    bool has_own_smp;
    const int *cell_of; /* NUMA cell per vCPU id, or NULL */
    unsigned n_cells;
    const char *const
        *pins; /* host CPUs per vCPU id, in libvirt's notation; NULL if nothing is pinned */
    const char *vcpu_cpuset;    /* those of vCPUs without a pin of their own, or NULL */
    const char *emulator_pin;   /* those of the emulator's threads, or NULL */
    bool has_cache_passthrough; /* the guest sees the host's caches */
};

/*
 * Reads the hardware. vcpus_max is the domain's maximum. A malformed list of numbers is an error
 * that names the line.
 */
int
topofix_domain_hardware_read(const struct topofix_node *domain, unsigned vcpus_max,
                             struct topofix_arena *arena,
                             struct topofix_domain_hardware *ret_hardware,
                             struct topofix_error *err);

#endif

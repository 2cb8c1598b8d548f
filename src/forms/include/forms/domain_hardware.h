/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * domain_hardware: what else in a domain's XML decides which topologies are good: NUMA cells,
 * pinning, CPU model, interrupt controllers, and a -smp of its own.
 */
#ifndef TOPOFIX_DOMAIN_HARDWARE_H
#define TOPOFIX_DOMAIN_HARDWARE_H

#include <stdbool.h>

#include "base/arena.h"
#include "core/guest.h"
#include "xml/doc.h"

/* What <feature> says of one. */
enum topofix_feature { TOPOFIX_FEATURE_UNSAID, TOPOFIX_FEATURE_ON, TOPOFIX_FEATURE_OFF };

/* Strings are borrowed from the document, arrays from the arena. */
struct topofix_domain_hardware {
    enum topofix_accelerator accelerator; /* by the domain's type */
    const char *cpu_mode;                 /* custom, host-model, ...; NULL: not said */
    const char *cpu_model;                /* NULL: not said */
    bool requires_topoext;
    enum topofix_feature x2apic;
    bool has_eim;
    bool may_get_eim; /* no IOMMU is there, or Intel's with nothing said against it */
    bool has_gic2;
    bool has_own_smp;
    const int *cell_of; /* NUMA cell per vCPU id, or NULL */
    unsigned n_cells;
    const char *const
        *pins; /* host CPUs per vCPU id, as libvirt lists them; NULL: nothing is pinned */
};

/* vcpus_max is the domain's. Lists of numbers that are none are errors that name the line. */
int
topofix_domain_hardware_read(const struct topofix_node *domain, unsigned vcpus_max,
                             struct topofix_arena *arena,
                             struct topofix_domain_hardware *ret_hardware,
                             struct topofix_error *err);

#endif

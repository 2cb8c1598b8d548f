/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * guest: the facts about a guest and its host that decide, as plain values.
 */
#ifndef TOPOFIX_GUEST_H
#define TOPOFIX_GUEST_H

#include <stdbool.h>

#include <topofix/limits.h>
#include <topofix/topology.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What the guest is, as far as anybody said. Borrowed pointers into a limits table. */
struct topofix_guest_os {
    const struct topofix_os *os;           /* NULL: unknown */
    const struct topofix_edition *edition; /* NULL: unknown, or the OS has none */
    bool is_guess; /* nobody named it: only the enlightenments look like it */
};

struct topofix_guest {
    struct topofix_guest_os os;
    enum topofix_bits bits; /* TOPOFIX_BITS_32 or _64: the domain's architecture */
    struct topofix_vcpus vcpus;
    bool has_topology;                /* the domain spells it out */
    struct topofix_topology topology; /* what is in force: one socket per vCPU if not spelled out */
    bool has_acpi;                    /* <features><acpi/> */
};

/* What the hypervisor can do; 0 where it is not known, which forbids nothing. */
struct topofix_host {
    unsigned machine_vcpus_max; /* of the guest's machine type (capabilities, maxCpus) */
};

#ifdef __cplusplus
}
#endif
#endif

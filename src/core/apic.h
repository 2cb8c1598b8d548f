/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * apic: the APIC ids that QEMU gives to the vCPUs of an x86 guest. Each level gets as many bits as
 * its count needs, so counts that are not powers of two leave holes. Source: QEMU
 * include/hw/i386/topology.h; confirmed in guests of 7.2.
 */
#ifndef TOPOFIX_APIC_H
#define TOPOFIX_APIC_H

#include <stdbool.h>
#include <stdint.h>

#include "core/topology.h"

/* The APIC id of a vCPU, by its index. */
uint64_t
topofix_apic_id(const struct topofix_topology *topology, unsigned index);

/* Whether there is an id that no enabled vCPU has but that lies below the id of an enabled vCPU. */
bool
topofix_apic_has_hole(const struct topofix_topology *topology, const struct topofix_vcpus *vcpus);

#endif

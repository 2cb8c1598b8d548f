/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * capabilities_read: reads from libvirt's capabilities XML what the hypervisor can do for a guest.
 */
#ifndef TOPOFIX_CAPABILITIES_READ_H
#define TOPOFIX_CAPABILITIES_READ_H

#include "xml/doc.h"

/*
 * The most vCPUs that a machine type allows (maxCpus) for an architecture; 0 if the capabilities do
 * not say. capabilities, arch and machine may be NULL.
 */
unsigned
topofix_capabilities_machine_maximum(const struct topofix_doc *capabilities, const char *arch,
                                     const char *machine);

/* The UUID of the host, or NULL. capabilities may be NULL. */
const char *
topofix_capabilities_host_uuid(const struct topofix_doc *capabilities);

/* The vendor of the host's CPU as libvirt writes it ("AMD", "Intel"), or NULL. */
const char *
topofix_capabilities_cpu_vendor(const struct topofix_doc *capabilities);

/* Whether the host's CPU has a feature. */
enum topofix_cpu_feature {
    TOPOFIX_CPU_FEATURE_UNKNOWN, /* the capabilities do not describe the CPU, or there are none */
    TOPOFIX_CPU_FEATURE_ABSENT,
    TOPOFIX_CPU_FEATURE_PRESENT,
};

/*
 * Whether the capabilities list a feature of the host's CPU. libvirt lists those that its model of
 * the CPU lacks, so that this is right only for a feature that no model of libvirt has, as topoext
 * (cpu_map of libvirt 9.0).
 */
enum topofix_cpu_feature
topofix_capabilities_cpu_feature(const struct topofix_doc *capabilities, const char *name);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * machine: QEMU's machine types, as far as they differ in the topologies that they accept.
 */
#ifndef TOPOFIX_MACHINE_H
#define TOPOFIX_MACHINE_H

#ifdef __cplusplus
extern "C" {
#endif

enum topofix_machine_kind {
    TOPOFIX_MACHINE_UNKNOWN,
    TOPOFIX_MACHINE_PC, /* i440fx */
    TOPOFIX_MACHINE_Q35,
    TOPOFIX_MACHINE_MICROVM,
    TOPOFIX_MACHINE_ISAPC,
    TOPOFIX_MACHINE_ARM_VIRT,
    TOPOFIX_MACHINE_PSERIES,
    TOPOFIX_MACHINE_S390_CCW,
    TOPOFIX_MACHINE_RISCV_VIRT,
    TOPOFIX_MACHINE_KINDS
};

struct topofix_machine {
    enum topofix_machine_kind kind;
    unsigned version; /* 7.2 is 702; 0 if not known (a distribution's own name, or the newest) */
};

/* Parses libvirt's arch ("x86_64") and machine ("pc-q35-7.2"). Either may be NULL. */
struct topofix_machine
topofix_machine_parse(const char *arch, const char *machine);

/*
 * The most vCPUs of a machine; 0 if not known. Source: QEMU's mc->max_cpus per machine type,
 * measured through libvirt's capabilities for 7.2 and taken from the source code for others.
 */
unsigned
topofix_machine_vcpus_max(const struct topofix_machine *machine);

/*
 * The vCPUs that every machine of this kind takes, of whatever version, a distribution's own, too;
 * 0 if not known. Source: RHEL's PC machine types took 64 in RHEL 6.0 (its "Virtualization
 * restrictions") and take 240 now ("max CPU count for RHEL", hw/i386/pc.c of its QEMU); all others
 * take 255 and more.
 */
unsigned
topofix_machine_vcpus_always(const struct topofix_machine *machine);

#ifdef __cplusplus
}
#endif
#endif

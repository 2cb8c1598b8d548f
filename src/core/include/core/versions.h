/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * versions: which behaviour of libvirt and QEMU began or ended with which release. Each has a row
 * with its source; rules and hazards refer to the row instead of comparing version numbers.
 */
#ifndef TOPOFIX_VERSIONS_H
#define TOPOFIX_VERSIONS_H

#include "core/guest.h"

enum topofix_program { TOPOFIX_PROGRAM_LIBVIRT, TOPOFIX_PROGRAM_QEMU, TOPOFIX_PROGRAMS };

enum topofix_version_change {
    TOPOFIX_CHANGE_LIBVIRT_CLUSTERS,
    TOPOFIX_CHANGE_LIBVIRT_ADDS_IOMMU,
    TOPOFIX_CHANGE_LIBVIRT_SPLIT_IOAPIC,
    TOPOFIX_CHANGE_QEMU_CLUSTERS,
    TOPOFIX_CHANGE_QEMU_PSERIES_THREADS,
    TOPOFIX_CHANGE_QEMU_X2APIC,
    TOPOFIX_CHANGE_QEMU_APIC_HOLES,
    TOPOFIX_CHANGE_QEMU_AMD_THREADS,
    TOPOFIX_CHANGE_QEMU_SOCKET_SIZE,
    TOPOFIX_CHANGE_QEMU_TELLS_HT,
    TOPOFIX_CHANGE_QEMU_LEAF_1F,
    TOPOFIX_CHANGES
};

/* Versions are numbers in libvirt's format: 9.0.0 is 9000000. */
struct topofix_version_row {
    enum topofix_program program;
    unsigned from;      /* the first release that does so; 0 means all from the start */
    unsigned until;     /* the first release that no longer does; 0 means none */
    const char *what;   /* what it does, after "QEMU 9.0 and later: " */
    const char *source; /* release note, commit or measurement */
};

/* Whether a release does so. Unknown if the release is not known. */
enum topofix_holds { TOPOFIX_HOLDS_NO, TOPOFIX_HOLDS_YES, TOPOFIX_HOLDS_UNKNOWN };

const struct topofix_version_row *
topofix_version_row(enum topofix_version_change change);

enum topofix_holds
topofix_version_holds(enum topofix_version_change change, const struct topofix_host *host);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bare_guest: a guest for which only the OS, the machine type and the number of vCPUs are known.
 */
#ifndef TOPOFIX_BARE_GUEST_H
#define TOPOFIX_BARE_GUEST_H

#include "core/guest.h"
#include "core/limits.h"

/*
 * Makes a guest with the given number of vCPUs, one per socket. The user typed os, edition, profile
 * and machine; each may be NULL. With a machine, QEMU's rules for it apply, under KVM. The guest
 * borrows from limits.
 */
void
topofix_bare_guest_make(const struct topofix_limits *limits, const char *os, const char *edition,
                        const char *profile, const char *machine, unsigned vcpus,
                        struct topofix_guest *ret_guest);

/* The machine of a typed machine type, or NULL. Its kind is UNKNOWN if QEMU has no such type. */
struct topofix_machine
topofix_bare_machine_parse(const char *machine);

#endif

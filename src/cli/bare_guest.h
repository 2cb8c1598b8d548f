/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bare_guest: a guest of which only an OS, a machine type and a number of vCPUs are known.
 */
#ifndef TOPOFIX_BARE_GUEST_H
#define TOPOFIX_BARE_GUEST_H

#include "core/guest.h"
#include "core/limits.h"

/*
 * Fills a guest with vcpus vCPUs, one a socket. os, edition, profile and machine are what a person
 * typed; each may be NULL. With a machine, QEMU's rules for it hold, under KVM. The guest borrows
 * from limits.
 */
void
topofix_bare_guest_make(const struct topofix_limits *limits, const char *os, const char *edition,
                        const char *profile, const char *machine, unsigned vcpus,
                        struct topofix_guest *ret_guest);

/* The machine of a typed machine type, or NULL; its kind is UNKNOWN if QEMU has no such type. */
struct topofix_machine
topofix_bare_machine_parse(const char *machine);

#endif

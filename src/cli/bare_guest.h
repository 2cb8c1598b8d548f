/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bare_guest: a guest that is known from options alone, for --solve and --smp.
 */
#ifndef TOPOFIX_BARE_GUEST_H
#define TOPOFIX_BARE_GUEST_H

#include "options.h"

/*
 * Fills a guest with vcpus vCPUs from --os, --edition and --machine. With a machine, QEMU's rules
 * for it hold, under KVM.
 */
void
topofix_bare_guest(const struct topofix_options *options, const struct topofix_limits *limits,
                   unsigned vcpus, struct topofix_guest *ret_guest);

/* The machine of --machine; kind UNKNOWN without. */
struct topofix_machine
topofix_machine_option(const struct topofix_options *options);

/* The versions of --libvirt-version and --qemu-version; nothing else of the host is known. */
struct topofix_host
topofix_host_option(const struct topofix_options *options);

/* What the options wish. */
struct topofix_policy
topofix_policy_of(const struct topofix_options *options);

#endif

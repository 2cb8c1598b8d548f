/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * samples: guests whose limits are made up for the tests, so that the knowledge base may change
 * without touching them.
 */
#ifndef TOPOFIX_SAMPLES_H
#define TOPOFIX_SAMPLES_H

#include "core/guest.h"

/* Editions "home" (1 socket), "pro" (2 sockets, 8 CPUs where 32 bits) and "rare" (4 sockets, not
 * presumed). */
extern const struct topofix_os topofix_sample_desktop;

/* One edition, 2 sockets. */
extern const struct topofix_os topofix_sample_single;

/* Uses 2 CPUs, however they are arranged. */
extern const struct topofix_os topofix_sample_counting;

/* Leaves thread siblings idle; no other limit. */
extern const struct topofix_os topofix_sample_smt;

/* 2 sockets and 4 CPUs at most; set-up wants 2. */
extern const struct topofix_os topofix_sample_supported;
extern const struct topofix_os topofix_sample_small;

/* One edition: 2 sockets, or 4 as others say; as a 64-bit build 16 processors, or 8. */
extern const struct topofix_os topofix_sample_disputed;

extern const struct topofix_os topofix_sample_unlimited;
extern const struct topofix_os topofix_sample_delicate; /* to be left alone */

/* A 64-bit guest with that many vCPUs, all present, no <topology>, ACPI. os NULL: unknown. */
struct topofix_guest
topofix_sample_guest(const struct topofix_os *os, unsigned vcpus);

/* The same with a spelled-out topology of sockets, dies, clusters, cores and threads. */
struct topofix_guest
topofix_sample_with(const struct topofix_os *os, unsigned vcpus, struct topofix_topology topology);

#endif

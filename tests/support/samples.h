/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * samples: guests with limits that are made up for the tests, so that the knowledge base may change
 * without affecting them.
 */
#ifndef TOPOFIX_SAMPLES_H
#define TOPOFIX_SAMPLES_H

#include "core/guest.h"

/*
 * Editions "home" (1 socket), "pro" (2 sockets, 8 CPUs in the 32-bit build) and "rare" (4 sockets,
 * not presumed).
 */
extern const struct topofix_os topofix_sample_desktop;

/* One edition, 2 sockets. */
extern const struct topofix_os topofix_sample_single;

/* Uses 2 CPUs in any topology. */
extern const struct topofix_os topofix_sample_counting;

/* Leaves thread siblings idle; no other limit. */
extern const struct topofix_os topofix_sample_smt;

/* 2 sockets and 4 CPUs at most; set-up wants 2. */
extern const struct topofix_os topofix_sample_supported;
extern const struct topofix_os topofix_sample_small;

/* One edition: 2 sockets, or 4 by other sources; in a 64-bit build 16 processors, or 8. */
extern const struct topofix_os topofix_sample_disputed;

extern const struct topofix_os topofix_sample_unlimited;
extern const struct topofix_os topofix_sample_delicate; /* its topology is left alone */

/*
 * A 64-bit guest with that many vCPUs, all present, without <topology>, with ACPI. A NULL os means
 * unknown.
 */
struct topofix_guest
topofix_sample_guest(const struct topofix_os *os, unsigned vcpus);

/* The same with a given topology. */
struct topofix_guest
topofix_sample_with(const struct topofix_os *os, unsigned vcpus, struct topofix_topology topology);

#endif

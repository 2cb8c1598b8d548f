/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * divisors: the divisors of a vCPU count, in ascending order. Every search for topologies uses
 * them, instead of trying 1..N on every level.
 */
#ifndef TOPOFIX_DIVISORS_H
#define TOPOFIX_DIVISORS_H

#include <stddef.h>

/* No number up to TOPOFIX_VCPUS_MAX has more than 64 divisors (7560 has exactly 64). */
enum { TOPOFIX_DIVISORS_MAX = 64 };

struct topofix_divisors {
    unsigned short value[TOPOFIX_DIVISORS_MAX];
    size_t count;
};

/* The divisors of number, 1..TOPOFIX_VCPUS_MAX. */
struct topofix_divisors
topofix_divisors_of(unsigned number);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "divisors.h"

#include <assert.h>

#include "core/topology.h"

/*
 * Finds the divisors in pairs d, number/d, collects the small and the large ones, and joins them.
 */
struct topofix_divisors
topofix_divisors_of(unsigned number)
{
    struct topofix_divisors divisors = { .count = 0 };
    unsigned short large[TOPOFIX_DIVISORS_MAX / 2 + 1];
    size_t n_large = 0;

    assert(number >= 1 && number <= TOPOFIX_VCPUS_MAX);
    for (unsigned d = 1; d * d <= number; d++) {
        if (number % d != 0) {
            continue;
        }
        divisors.value[divisors.count++] = (unsigned short)d;
        if (d * d != number) {
            large[n_large++] = (unsigned short)(number / d);
        }
    }
    while (n_large > 0) {
        divisors.value[divisors.count++] = large[--n_large];
    }
    return divisors;
}

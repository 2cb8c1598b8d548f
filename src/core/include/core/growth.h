/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * growth: what a guest uses as vCPUs are plugged in, up to its maximum.
 */
#ifndef TOPOFIX_GROWTH_H
#define TOPOFIX_GROWTH_H

#include <stddef.h>

#include "core/solve.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The present count, and then at most one step each where all, where perhaps all, and where not
 * all are used. */
enum { TOPOFIX_GROWTH_STEPS_MAX = 4 };

/* Counts of vCPUs within which the guest uses all, perhaps all, or not all. */
struct topofix_growth_step {
    unsigned first;
    unsigned last;
    struct topofix_range used; /* of last */
};

/*
 * Finds the steps from the present count to the maximum, those with the lowest ids being plugged in
 * first, as libvirt does. There is none if nothing can be plugged in, if nobody says by which vCPUs
 * may be lost, or if the topology does not multiply out to the maximum. Returns how many there are.
 */
size_t
topofix_growth_of(const struct topofix_guest *guest,
                  struct topofix_growth_step ret_steps[TOPOFIX_GROWTH_STEPS_MAX]);

/* The first count above the present one with which the guest may lose a vCPU, although it uses all
 * that are present; 0 if there is none. */
unsigned
topofix_growth_loses_at(const struct topofix_guest *guest);

#ifdef __cplusplus
}
#endif
#endif

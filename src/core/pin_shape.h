/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pin_shape: the shape of the host under the pins of consecutive vCPUs.
 */
#ifndef TOPOFIX_PIN_SHAPE_H
#define TOPOFIX_PIN_SHAPE_H

#include "core/guest.h"

/* A shape, and the levels that it lacks because their groups are not equal: a bit per level. */
struct topofix_pin_shape {
    struct topofix_topology topology;
    unsigned uneven;
};

/*
 * The counts that let each group of vCPUs lie on one group of the host. Dies are the host's dies or
 * what shares a last-level cache, whichever are smaller, as QEMU gives each die a cache. Clusters
 * count on Arm's virt only. A level whose groups differ in size or are not in a row counts 1.
 * order[id] is the vCPU whose pin is used for id; NULL means that each keeps its own. Each vCPU
 * must be pinned to one core.
 */
struct topofix_pin_shape
topofix_pin_shape_of(const struct topofix_guest *guest, const unsigned *order);

/* Whether each vCPU is pinned to one core of a host that is known. */
bool
topofix_pins_have_cores(const struct topofix_guest *guest);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * nova_keys: Nova's keys beside those of the topology, to tell another setting from a typing error.
 * Names are without "hw:" and "hw_".
 */
#ifndef TOPOFIX_NOVA_KEYS_H
#define TOPOFIX_NOVA_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/nearest.h"

/* Where Nova reads a key. */
enum topofix_nova_place {
    TOPOFIX_NOVA_FLAVOR = 1 << 0,
    TOPOFIX_NOVA_IMAGE = 1 << 1,
};

/* Whether Nova knows the key there. A key may end in a number, as "numa_cpus.0" does. */
bool
topofix_nova_key_is_known(enum topofix_nova_place place, const char *name);

/* Considers each key of this place. */
void
topofix_nova_keys_consider(enum topofix_nova_place place, struct topofix_nearest *nearest);

#endif

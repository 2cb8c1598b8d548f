/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * nova: the flavor extra specs and image properties by which OpenStack Nova chooses a topology.
 */
#ifndef TOPOFIX_FORMS_NOVA_H
#define TOPOFIX_FORMS_NOVA_H

#include <stddef.h>

#include "base/error.h"
#include "core/nova.h"

#define TOPOFIX_NOVA_FLAVOR_PREFIX "hw:" /* hw:cpu_max_sockets=2 */
#define TOPOFIX_NOVA_IMAGE_PREFIX  "hw_" /* hw_cpu_max_sockets=2 */

/*
 * Reads KEY=VALUE properties whose keys begin with the prefix, and sets the values that they name.
 * Nova's other keys, such as hw:cpu_policy, do not affect its choice and are passed over; a key
 * that Nova does not know is an error, which suggests the nearest one. A value that is not a number
 * is the error that Nova calls InvalidRequest.
 */
int
topofix_nova_values_read(const char *prefix, const char *const *properties, size_t n_properties,
                         struct topofix_nova_values *values, struct topofix_error *err);

/* What Nova's exception means, in words. */
const char *
topofix_nova_error_meaning(enum topofix_nova_error error);

#endif

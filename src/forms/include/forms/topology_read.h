/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * topology_read: reads counts from attributes, in libvirt's <topology> and in our record.
 */
#ifndef TOPOFIX_TOPOLOGY_READ_H
#define TOPOFIX_TOPOLOGY_READ_H

#include "core/topology.h"
#include "xml/doc.h"

/*
 * Reads the attributes that are named like levels. A missing level is set to absent. Counts that
 * are zero, negative, above 2^32-1 or malformed are errors, as they are for libvirt (measured on
 * 9.0.0).
 */
int
topofix_topology_read(const struct topofix_node *node, unsigned absent,
                      struct topofix_topology *ret_topology, struct topofix_error *err);

/* The levels that an element gives, a bit per level. node may be NULL, which gives none. */
unsigned
topofix_topology_levels(const struct topofix_node *node);

#endif

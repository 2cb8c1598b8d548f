/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * topology_read: counts written as attributes, in libvirt's <topology> and in our record.
 */
#ifndef TOPOFIX_TOPOLOGY_READ_H
#define TOPOFIX_TOPOLOGY_READ_H

#include "core/topology.h"
#include "xml/doc.h"

/*
 * Reads the attributes that are named like levels. A level that is not written is set to absent.
 * Zero, negative, larger than 2^32-1 and no number are errors, as they are for libvirt (measured
 * on 9.0.0).
 */
int
topofix_topology_read(const struct topofix_node *node, unsigned absent,
                      struct topofix_topology *ret_topology, struct topofix_error *err);

/* Which levels an element (NULL: none) says something of: a bit per level. */
unsigned
topofix_topology_levels(const struct topofix_node *node);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * topology_edit: counts as attributes, written anew or changed in place.
 */
#ifndef TOPOFIX_TOPOLOGY_EDIT_H
#define TOPOFIX_TOPOLOGY_EDIT_H

#include <topofix/topology.h>

#include "layout.h"

/*
 * Appends <name sockets='1' cores='4' threads='1'/>. Dies and clusters are written only above 1,
 * since not every libvirt knows them. topology NULL: no attributes.
 */
void
topofix_topology_format_xml(const struct topofix_topology *topology, const char *name, char quote,
                            struct topofix_buffer *ret_text);

/*
 * Changes the attributes of an element from what they mean now to what they should. Attributes that
 * are right, unknown ones, their order, quotes and white space stay.
 */
void
topofix_topology_change_xml(const struct topofix_layout *layout, const struct topofix_node *node,
                            const struct topofix_topology *now,
                            const struct topofix_topology *wanted, struct topofix_splices *splices);

#endif

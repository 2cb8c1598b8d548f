/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * topology_edit: counts as attributes, written anew or changed in place.
 */
#ifndef TOPOFIX_TOPOLOGY_EDIT_H
#define TOPOFIX_TOPOLOGY_EDIT_H

#include "core/topology.h"
#include "xml/layout.h"

/* Whether clusters of 1 are written, too: a libvirt that knows the level does, an older one loses
 * it. */
enum topofix_spelling { TOPOFIX_SPELL_BRIEF, TOPOFIX_SPELL_CLUSTERS };

/*
 * Appends <name sockets='1' dies='1' cores='4' threads='1'/>. topology NULL: no attributes.
 */
void
topofix_topology_format_xml(const struct topofix_topology *topology, const char *name, char quote,
                            enum topofix_spelling spelling, struct topofix_buffer *ret_text);

/*
 * Changes the attributes of an element from what they mean now to what they should. Attributes that
 * are right, unknown ones, their order, quotes and white space stay; one that is missing is added
 * where it is not 1, and clusters as the spelling says.
 */
void
topofix_topology_change_xml(const struct topofix_layout *layout, const struct topofix_node *node,
                            const struct topofix_topology *now,
                            const struct topofix_topology *wanted, enum topofix_spelling spelling,
                            struct topofix_splices *splices);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * topology_edit: counts as attributes, written anew or changed in place.
 */
#ifndef TOPOFIX_TOPOLOGY_EDIT_H
#define TOPOFIX_TOPOLOGY_EDIT_H

#include "core/topology.h"
#include "xml/layout.h"

/* Which levels are written where their count is 1; a bit per level. */
struct topofix_topology_spelling {
    unsigned keeps; /* beside the usual ones: what this libvirt adds by itself, if we do not */
    unsigned drops; /* not written: what was not there before our fix */
};

/* All levels but clusters, which not every libvirt knows; a bit per level. */
#define TOPOFIX_TOPOLOGY_USUAL_LEVELS \
    (((1u << TOPOFIX_LEVELS) - 1) & ~(1u << TOPOFIX_LEVEL_CLUSTERS))

/*
 * Appends <name sockets='1' dies='1' cores='4' threads='1'/>: the levels (a bit per level) and
 * those above 1. topology NULL: no attributes.
 */
void
topofix_topology_format_xml(const struct topofix_topology *topology, unsigned levels,
                            const char *name, char quote, struct topofix_buffer *ret_text);

/*
 * Changes the attributes of an element from what they mean now to what they should. Attributes that
 * are right, unknown ones, their order, quotes and white space stay. What the spelling keeps wins
 * over what it drops; sockets, cores and threads, which libvirt wants, never go.
 */
void
topofix_topology_change_xml(const struct topofix_layout *layout, const struct topofix_node *node,
                            const struct topofix_topology *now,
                            const struct topofix_topology *wanted,
                            const struct topofix_topology_spelling *spelling,
                            struct topofix_splices *splices);

#endif

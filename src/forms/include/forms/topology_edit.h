/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * topology_edit: writes counts as attributes, or changes them in place.
 */
#ifndef TOPOFIX_TOPOLOGY_EDIT_H
#define TOPOFIX_TOPOLOGY_EDIT_H

#include "core/topology.h"
#include "xml/layout.h"

/* Which levels are written if their count is 1; a bit per level. */
struct topofix_topology_spelling {
    unsigned keeps; /* written, as this libvirt would add them; beside the usual ones */
    unsigned drops; /* not written, as they were missing before our fix */
};

/* All levels but clusters, which not every libvirt supports; a bit per level. */
#define TOPOFIX_TOPOLOGY_USUAL_LEVELS \
    (((1u << TOPOFIX_LEVELS) - 1) & ~(1u << TOPOFIX_LEVEL_CLUSTERS))

/*
 * Appends <name sockets='1' dies='1' cores='4' threads='1'/> with the given levels (a bit per
 * level) and those above 1. A NULL topology means no attributes.
 */
void
topofix_topology_format_xml(const struct topofix_topology *topology, unsigned levels,
                            const char *name, char quote, struct topofix_buffer *ret_text);

/*
 * Changes the attributes of an element from their present counts to the wanted ones. Attributes
 * that are right, unknown attributes, order, quotes and white space are kept. What the spelling
 * keeps takes precedence over what it drops; sockets, cores and threads, which libvirt requires,
 * are never removed.
 */
void
topofix_topology_change_xml(const struct topofix_layout *layout, const struct topofix_node *node,
                            const struct topofix_topology *now,
                            const struct topofix_topology *wanted,
                            const struct topofix_topology_spelling *spelling,
                            struct topofix_splices *splices);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/topology_read.h"

#include <limits.h>

#include "base/number.h"

int
topofix_topology_read(const struct topofix_node *node, unsigned absent,
                      struct topofix_topology *ret_topology, struct topofix_error *err)
{
    struct topofix_topology topology;

    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        const char *name = topofix_level_name((enum topofix_level)level);
        const char *value = topofix_node_attribute(node, name);

        topology.count[level] = absent;
        if (value && (topofix_count_parse(value, UINT_MAX, &topology.count[level]) < 0 ||
                      topology.count[level] == 0)) {
            return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                     "line %u: <%s> has %s='%.40s', expected a count of 1 to %u",
                                     node->line, node->name, name, value, UINT_MAX);
        }
    }
    *ret_topology = topology;
    return 0;
}

unsigned
topofix_topology_levels(const struct topofix_node *node)
{
    unsigned levels = 0;

    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        if (topofix_node_attribute(node, topofix_level_name((enum topofix_level)level))) {
            levels |= 1u << level;
        }
    }
    return levels;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/topology_edit.h"

#include "base/alloc.h"
#include "xml/attribute.h"

void
topofix_topology_format_xml(const struct topofix_topology *topology, unsigned levels,
                            const char *name, char quote, struct topofix_buffer *ret_text)
{
    topofix_buffer_add_format(ret_text, "<%s", name);
    for (int level = 0; topology && level < TOPOFIX_LEVELS; level++) {
        if ((levels >> level & 1) != 0 || topology->count[level] > 1) {
            topofix_buffer_add_format(ret_text, " %s=%c%u%c",
                                      topofix_level_name((enum topofix_level)level), quote,
                                      topology->count[level], quote);
        }
    }
    topofix_buffer_add_text(ret_text, "/>");
}

void
topofix_topology_change_xml(const struct topofix_layout *layout, const struct topofix_node *node,
                            const struct topofix_topology *now,
                            const struct topofix_topology *wanted,
                            const struct topofix_topology_spelling *spelling,
                            struct topofix_splices *splices)
{
    static const unsigned optional = 1u << TOPOFIX_LEVEL_DIES | 1u << TOPOFIX_LEVEL_CLUSTERS;
    const unsigned drops = spelling->drops & ~spelling->keeps & optional;
    size_t insert_at = 0;
    char quote = layout->quote;

    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        const char *name = topofix_level_name((enum topofix_level)level);
        unsigned count = wanted->count[level];
        struct topofix_raw_attribute attribute;

        if (topofix_raw_attribute_find(layout, node, name, &attribute)) {
            insert_at = attribute.value + attribute.value_length + 1;
            quote = layout->text[attribute.value - 1];
            if (count == 1 && (drops >> level & 1) != 0) {
                topofix_raw_attribute_drop(layout, &attribute, splices);
            } else if (count != now->count[level]) {
                topofix_splices_add(splices, attribute.value, attribute.value_length,
                                    topofix_sprintf("%u", count));
            }
        } else if (count != 1 || (spelling->keeps >> level & 1) != 0) {
            /* only dies and clusters can be missing, and sockets precedes them */
            topofix_splices_add(splices, insert_at, 0,
                                topofix_sprintf(" %s=%c%u%c", name, quote, count, quote));
        }
    }
}

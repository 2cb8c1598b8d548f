/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/record.h"

#include "topology_read.h"

/* Reads one of our children; *ret_node is NULL where the record has none. */
static int
read_counts(const struct topofix_node *record, const char *name, unsigned absent,
            const struct topofix_node **ret_node, struct topofix_topology *ret_topology,
            struct topofix_error *err)
{
    if (topofix_node_single_child(record, TOPOFIX_RECORD_URI, name, ret_node, err) < 0) {
        return -1;
    }
    return *ret_node ? topofix_topology_read(*ret_node, absent, ret_topology, err) : 0;
}

static bool
has_counts(const struct topofix_node *node)
{
    for (int level = 0; node && level < TOPOFIX_LEVELS; level++) {
        if (topofix_node_attribute(node, topofix_level_name((enum topofix_level)level))) {
            return true;
        }
    }
    return false;
}

int
topofix_record_read(const struct topofix_node *metadata, struct topofix_record *ret_record,
                    struct topofix_error *err)
{
    struct topofix_record record = { .node = NULL };
    const struct topofix_node *bounds = NULL;

    if (topofix_node_single_child(metadata, TOPOFIX_RECORD_URI, "domain", &record.node, err) < 0) {
        return -1;
    }
    if (record.node) {
        const struct topofix_node *guest =
            topofix_node_child_ns(record.node, TOPOFIX_RECORD_URI, "guest");

        if (read_counts(record.node, "was", 1, &record.was_node, &record.was, err) < 0 ||
            read_counts(record.node, "set", 1, &record.set_node, &record.set, err) < 0 ||
            read_counts(record.node, "bounds", 0, &bounds, &record.bounds, err) < 0) {
            return -1;
        }
        record.was_written = has_counts(record.was_node);
        record.ignore_node = topofix_node_child_ns(record.node, TOPOFIX_RECORD_URI, "ignore");
        record.edition = topofix_node_attribute(guest, "edition");
    }
    *ret_record = record;
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/record.h"

#include <string.h>

#include "base/array.h"
#include "forms/topology_read.h"

/* Whether two children have the same attributes. Their content does not count. */
static bool
says_the_same(const struct topofix_node *a, const struct topofix_node *b)
{
    if (a->n_attributes != b->n_attributes) {
        return false;
    }
    for (size_t i = 0; i < a->n_attributes; i++) {
        const char *other = topofix_node_attribute(b, a->attributes[i].name);

        if (!other || strcmp(other, a->attributes[i].value) != 0) {
            return false;
        }
    }
    return true;
}

/*
 * The rule for all of our children: one that is repeated unchanged counts once, two that differ are
 * an error. *ret_node is NULL if the record has none.
 */
static int
find_child(const struct topofix_node *record, const char *name,
           const struct topofix_node **ret_node, struct topofix_error *err)
{
    const struct topofix_node *first = topofix_node_child_ns(record, TOPOFIX_RECORD_URI, name);
    const struct topofix_node *next = first ? topofix_node_next_same(first) : NULL;

    for (; next; next = topofix_node_next_same(next)) {
        if (!says_the_same(first, next)) {
            return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                     "line %u: a second <%s> that differs from the first on line "
                                     "%u, expected one",
                                     next->line, name, first->line);
        }
    }
    *ret_node = first;
    return 0;
}

const char *
topofix_record_part_name(enum topofix_record_part part)
{
    static const char *const names[] = {
        [TOPOFIX_PART_VCPU] = "was-vcpu",       [TOPOFIX_PART_VCPUS] = "was-vcpus",
        [TOPOFIX_PART_CPUTUNE] = "was-cputune", [TOPOFIX_PART_NUMA] = "was-numa",
        [TOPOFIX_PART_TOPOEXT] = "was-topoext",
    };
    _Static_assert(COUNT_OF(names) == TOPOFIX_PARTS, "a name per part");

    return names[part];
}

static int
read_counts(const struct topofix_node *record, const char *name, unsigned absent,
            const struct topofix_node **ret_node, struct topofix_topology *ret_topology,
            struct topofix_error *err)
{
    if (find_child(record, name, ret_node, err) < 0) {
        return -1;
    }
    return *ret_node ? topofix_topology_read(*ret_node, absent, ret_topology, err) : 0;
}

int
topofix_record_read(const struct topofix_node *metadata, struct topofix_record *ret_record,
                    struct topofix_error *err)
{
    struct topofix_record record = { .node = NULL };

    if (topofix_node_single_child(metadata, TOPOFIX_RECORD_URI, "domain", &record.node, err) < 0) {
        return -1;
    }
    if (record.node) {
        if (read_counts(record.node, "was", 1, &record.was_node, &record.was, err) < 0 ||
            read_counts(record.node, "set", 1, &record.set_node, &record.set, err) < 0 ||
            read_counts(record.node, "bounds", 0, &record.bounds_node, &record.bounds, err) < 0 ||
            find_child(record.node, "ignore", &record.ignore_node, err) < 0 ||
            find_child(record.node, "guest", &record.guest_node, err) < 0) {
            return -1;
        }
        for (int part = 0; part < TOPOFIX_PARTS; part++) {
            if (find_child(record.node, topofix_record_part_name((enum topofix_record_part)part),
                           &record.before[part], err) < 0) {
                return -1;
            }
        }
        record.was_levels = topofix_topology_levels(record.was_node);
        record.was_written = record.was_levels != 0;
        record.os = topofix_node_attribute(record.guest_node, "os");
        record.edition = topofix_node_attribute(record.guest_node, "edition");
        record.profile = topofix_node_attribute(record.guest_node, "profile");
    }
    *ret_record = record;
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/domain_same.h"

#include <string.h>

#include "base/array.h"
#include "node_same.h"

static bool
is_ours(const struct topofix_node *node)
{
    static const char *const names[] = { "was", "set", "ignore", "guest", "bounds" };

    for (int part = 0; part < TOPOFIX_PARTS; part++) {
        if (topofix_node_is(node, TOPOFIX_RECORD_URI,
                            topofix_record_part_name((enum topofix_record_part)part))) {
            return true;
        }
    }
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (topofix_node_is(node, TOPOFIX_RECORD_URI, names[i])) {
            return true;
        }
    }
    return false;
}

/* libvirt may have added the machine's default model to a <cpu> that the fix added. */
static bool
is_default_cpu(const struct topofix_domain *after)
{
    const struct topofix_node *child =
        topofix_node_next_child(after->cpu, NULL, after->topology_node);
    const char *mode = topofix_node_attribute(after->cpu, "mode");

    return (!mode || strcmp(mode, "custom") == 0) &&
           (!child || (topofix_node_is(child, NULL, "model") &&
                       !topofix_node_next_child(after->cpu, child, after->topology_node)));
}

static bool
cpus_equal(struct topofix_comparison *comparison, const struct topofix_domain *before,
           const struct topofix_domain *after)
{
    static const struct topofix_node none = { .name = "cpu", .text = "" };
    const struct topofix_node *a = before->cpu ? before->cpu : &none;
    const struct topofix_node *b = after->cpu ? after->cpu : &none;

    if (!before->cpu && after->cpu && after->topology_node && is_default_cpu(after)) {
        return true;
    }
    return topofix_node_same_attributes(comparison, a, b) &&
           topofix_node_same_children(comparison, a, before->topology_node, b,
                                      after->topology_node);
}

/* Compares other programs' metadata byte for byte: libvirt keeps even their comments. */
static bool
bytes_equal(const struct topofix_domain *before, const struct topofix_node *a,
            const struct topofix_domain *after, const struct topofix_node *b)
{
    size_t length;
    const char *text_a = topofix_doc_text(before->doc, &length);
    const char *text_b = topofix_doc_text(after->doc, &length);
    size_t i = a->start;
    size_t k = b->start;

    for (;;) {
        while (i < a->end && strchr(" \t\r\n", text_a[i])) {
            i++;
        }
        while (k < b->end && strchr(" \t\r\n", text_b[k])) {
            k++;
        }
        if (i == a->end || k == b->end) {
            return i == a->end && k == b->end;
        }
        if (text_a[i++] != text_b[k++]) {
            return false;
        }
    }
}

static bool
metadata_equal(const struct topofix_domain *before, const struct topofix_domain *after)
{
    const struct topofix_node *a =
        topofix_node_next_child(before->metadata, NULL, before->record.node);
    const struct topofix_node *b =
        topofix_node_next_child(after->metadata, NULL, after->record.node);

    while (a && b && bytes_equal(before, a, after, b)) {
        a = topofix_node_next_child(before->metadata, a, before->record.node);
        b = topofix_node_next_child(after->metadata, b, after->record.node);
    }
    return !a && !b;
}

/* The next child after node that a fix does not write. If node is NULL, the first one. */
static const struct topofix_node *
next_foreign(const struct topofix_node *record, const struct topofix_node *node)
{
    do {
        node = topofix_node_next_child(record, node, NULL);
    } while (node && is_ours(node));
    return node;
}

static bool
records_equal(struct topofix_comparison *comparison, const struct topofix_node *before,
              const struct topofix_node *after)
{
    const struct topofix_node *a = next_foreign(before, NULL);
    const struct topofix_node *b = next_foreign(after, NULL);

    while (a && b && topofix_node_same(comparison, a, b)) {
        a = next_foreign(before, a);
        b = next_foreign(after, b);
    }
    return !a && !b;
}

/*
 * The next child of <domain> after node that has no comparison of its own. If node is NULL, the
 * first one.
 */
static const struct topofix_node *
next_plain(const struct topofix_domain *domain, const struct topofix_node *node)
{
    do {
        node = topofix_node_next_child(domain->root, node, NULL);
    } while (node && (node == domain->cpu || node == domain->metadata));
    return node;
}

static bool
roots_equal(struct topofix_comparison *comparison, const struct topofix_domain *before,
            const struct topofix_domain *after)
{
    const struct topofix_node *a = next_plain(before, NULL);
    const struct topofix_node *b = next_plain(after, NULL);

    while (a && b) {
        bool equal = topofix_node_is(a, NULL, "devices") && topofix_node_is(b, NULL, "devices")
                         ? topofix_node_same_devices(comparison, a, b)
                         : topofix_node_same(comparison, a, b);

        if (!equal) {
            return false;
        }
        a = next_plain(before, a);
        b = next_plain(after, b);
    }
    return !a && !b && topofix_node_same_attributes(comparison, before->root, after->root);
}

bool
topofix_domain_same_besides(const struct topofix_domain *before, const struct topofix_domain *after)
{
    struct topofix_comparison comparison = { .steps = 0 };

    return roots_equal(&comparison, before, after) && cpus_equal(&comparison, before, after) &&
           metadata_equal(before, after) &&
           records_equal(&comparison, before->record.node, after->record.node);
}

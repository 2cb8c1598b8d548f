/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <limits.h>

#include "base/alloc.h"
#include "base/number.h"
#include "resize_parts.h"
#include "xml/attribute.h"

/* One vCPU of <vcpus>, by its id. */
struct entry {
    const struct topofix_node *node; /* NULL: not listed */
    bool is_enabled;
    bool is_fixed;       /* not hotpluggable */
    bool changes;        /* is enabled or disabled by the resize */
    unsigned order;      /* 0: none */
    unsigned rank_order; /* its place after the resize */
};

static bool
says(const struct topofix_node *node, const char *name, char first)
{
    const char *value = topofix_node_attribute(node, name);

    return value && value[0] == first;
}

/* Those that stay; vCPUs that are not listed are disabled and hotpluggable (libvirt). */
static unsigned
read_entries(const struct topofix_node *vcpus, unsigned limit, struct entry *entries)
{
    unsigned n_enabled = 0;

    for (const struct topofix_node *node = topofix_node_child(vcpus, "vcpu"); node;
         node = topofix_node_next_same(node)) {
        const char *order = topofix_node_attribute(node, "order");
        unsigned id;

        if (topofix_count_parse(topofix_node_attribute(node, "id"), limit - 1, &id) < 0 ||
            entries[id].node) {
            continue;
        }
        entries[id] = (struct entry){ .node = node,
                                      .is_enabled = says(node, "enabled", 'y'),
                                      .is_fixed = says(node, "hotpluggable", 'n') };
        if (order) {
            (void)topofix_count_parse(order, UINT_MAX, &entries[id].order);
        }
        n_enabled += entries[id].is_enabled;
    }
    return n_enabled;
}

/* Enables from the lowest id on; disables from the highest on, hotpluggable ones first. */
static void
choose(struct entry *entries, unsigned limit, unsigned n_enabled, unsigned wanted)
{
    for (unsigned id = 0; id < limit && n_enabled < wanted; id++) {
        if (!entries[id].is_enabled) {
            entries[id].is_enabled = true;
            entries[id].changes = true;
            entries[id].order = UINT_MAX; /* behind the others */
            n_enabled++;
        }
    }
    for (int fixed = 0; fixed <= 1; fixed++) {
        for (unsigned id = limit - 1; id > 0 && n_enabled > wanted; id--) {
            if (entries[id].is_enabled && entries[id].is_fixed == (fixed == 1)) {
                entries[id].is_enabled = false;
                entries[id].changes = true;
                n_enabled--;
            }
        }
    }
}

/* Orders are dense and unique, and none is above the count (libvirt refuses the start else). */
static void
rank(struct entry *entries, unsigned limit)
{
    for (unsigned id = 0; id < limit; id++) {
        entries[id].rank_order = entries[id].is_enabled;
        for (unsigned other = 0; entries[id].is_enabled && other < limit; other++) {
            entries[id].rank_order += entries[other].is_enabled &&
                                      (entries[other].order < entries[id].order ||
                                       (other < id && entries[other].order == entries[id].order));
        }
    }
}

static bool
has_orders(const struct entry *entries, unsigned limit)
{
    for (unsigned id = 0; id < limit; id++) {
        if (entries[id].node && entries[id].is_enabled && !entries[id].changes &&
            entries[id].order > 0) {
            return true;
        }
    }
    return false;
}

static void
put_entry(const struct topofix_resize *resize, const struct entry *entry, bool is_ordered)
{
    TOPOFIX_AUTO_FREE char *order =
        is_ordered && entry->is_enabled ? topofix_sprintf("%u", entry->rank_order) : NULL;

    if (entry->changes) {
        topofix_attribute_put(resize->layout, entry->node, "enabled",
                              entry->is_enabled ? "yes" : "no", resize->splices);
        topofix_attribute_put(resize->layout, entry->node, "hotpluggable", "yes", resize->splices);
    }
    topofix_attribute_put(resize->layout, entry->node, "order", order, resize->splices);
}

static void
add_entries(const struct topofix_resize *resize, const struct topofix_node *vcpus,
            const struct entry *entries, bool is_ordered)
{
    struct topofix_buffer text = { .bytes = NULL };
    const struct topofix_node *after = NULL;
    char quote = resize->layout->quote;

    for (unsigned id = 0; id < resize->wish.maximum; id++) {
        const struct entry *entry = &entries[id];

        if (entry->node) {
            after = !after || entry->node->start > after->start ? entry->node : after;
            continue;
        }
        topofix_layout_add_line(resize->layout, vcpus, 0, &text);
        topofix_buffer_add_format(&text, "<vcpu id=%c%u%c enabled=%c%s%c hotpluggable=%cyes%c",
                                  quote, id, quote, quote, entry->is_enabled ? "yes" : "no", quote,
                                  quote, quote);
        if (is_ordered && entry->is_enabled) {
            topofix_buffer_add_format(&text, " order=%c%u%c", quote, entry->rank_order, quote);
        }
        topofix_buffer_add_text(&text, "/>");
    }
    if (text.length > 0) {
        topofix_layout_insert(resize->layout, vcpus, after, topofix_buffer_take(&text),
                              resize->splices);
    }
    topofix_buffer_done(&text);
}

int
topofix_resize_vcpus(const struct topofix_resize *resize, struct topofix_error *err)
{
    const struct topofix_node *vcpus = topofix_domain_part(resize->domain, TOPOFIX_PART_VCPUS);
    const unsigned limit = resize->wish.maximum;
    TOPOFIX_AUTO_FREE struct entry *entries = NULL;
    bool is_ordered;

    (void)err;
    if (!topofix_node_child(vcpus, "vcpu")) {
        return 0;
    }
    entries = topofix_alloc(limit, sizeof(*entries));
    choose(entries, limit, read_entries(vcpus, limit, entries), resize->wish.present);
    is_ordered = has_orders(entries, limit);
    rank(entries, limit);
    add_entries(resize, vcpus, entries, is_ordered);
    for (const struct topofix_node *node = topofix_node_child(vcpus, "vcpu"); node;
         node = topofix_node_next_same(node)) {
        unsigned id;

        if (topofix_count_parse(topofix_node_attribute(node, "id"), limit - 1, &id) < 0) {
            topofix_layout_remove(resize->layout, node, resize->splices);
        } else if (entries[id].node == node) {
            put_entry(resize, &entries[id], is_ordered);
        }
    }
    return 0;
}

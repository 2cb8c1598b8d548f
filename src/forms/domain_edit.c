/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/domain_edit.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "forms/topology_edit.h"
#include "record_edit.h"
#include "said_edit.h"
#include "xml/layout.h"

/*
 * In libvirt's order of elements, what directly precedes <metadata>, <cpu> and <topology>, nearest
 * first.
 */
static const char *const before_metadata[] = { "description", "title", "genid", "uuid", "name" };
static const char *const before_cpu[] = { "features", "os", "bootloader", "vcpus", "vcpu" };
static const char *const before_topology[] = { "maxphysaddr", "vendor", "model" };

static const struct topofix_node *
first_of(const struct topofix_node *parent, const char *const *names, size_t n_names)
{
    for (size_t i = 0; i < n_names; i++) {
        const struct topofix_node *node = topofix_node_child(parent, names[i]);

        if (node) {
            return node;
        }
    }
    return NULL;
}

#define FIRST_OF(parent, names) first_of(parent, names, COUNT_OF(names))

static void
insert_topology(const struct topofix_layout *layout, const struct topofix_domain *domain,
                const struct topofix_edit *edit, struct topofix_splices *splices)
{
    struct topofix_buffer text = { .bytes = NULL };
    const struct topofix_node *parent = domain->cpu ? domain->cpu : domain->root;
    const struct topofix_node *after =
        domain->cpu ? FIRST_OF(domain->cpu, before_topology) : FIRST_OF(domain->root, before_cpu);

    topofix_layout_add_line(layout, parent, 0, &text);
    if (!domain->cpu) {
        topofix_buffer_add_text(&text, "<cpu>");
        topofix_layout_add_line(layout, parent, 1, &text);
    }
    topofix_topology_format_xml(&edit->topology,
                                TOPOFIX_TOPOLOGY_USUAL_LEVELS | edit->spelling.keeps, "topology",
                                layout->quote, &text);
    if (!domain->cpu) {
        topofix_layout_add_line(layout, parent, 0, &text);
        topofix_buffer_add_text(&text, "</cpu>");
    }
    topofix_layout_insert(layout, parent, after, topofix_buffer_take(&text), splices);
}

static bool
is_blank(const struct topofix_layout *layout, size_t from, size_t to)
{
    while (from < to && strchr(" \t\r\n", layout->text[from])) {
        from++;
    }
    return from == to;
}

/* Whether a parent holds nothing but the child, not even a comment. child may be NULL. */
static bool
holds_only(const struct topofix_layout *layout, const struct topofix_node *parent,
           const struct topofix_node *child)
{
    return child ? is_blank(layout, parent->tag_end, child->start) &&
                       is_blank(layout, child->end, parent->end_tag)
                 : is_blank(layout, parent->tag_end, parent->end_tag);
}

/*
 * Removes the topology, together with a <cpu> without attributes or other content, which was added
 * for its sake.
 */
static void
remove_topology(const struct topofix_layout *layout, const struct topofix_domain *domain,
                struct topofix_splices *splices)
{
    bool is_alone = holds_only(layout, domain->cpu, domain->topology_node);

    topofix_layout_remove(
        layout, is_alone && domain->cpu->n_attributes == 0 ? domain->cpu : domain->topology_node,
        splices);
}

static void
edit_topology(const struct topofix_layout *layout, const struct topofix_domain *domain,
              const struct topofix_edit *edit, struct topofix_splices *splices)
{
    if (edit->topology_action == TOPOFIX_EDIT_PUT) {
        if (domain->topology_node) {
            topofix_topology_change_xml(layout, domain->topology_node, &domain->topology,
                                        &edit->topology, &edit->spelling, splices);
        } else {
            insert_topology(layout, domain, edit, splices);
        }
    } else if (edit->topology_action == TOPOFIX_EDIT_REMOVE && domain->topology_node) {
        remove_topology(layout, domain, splices);
    }
}

/* Inserts the record into <metadata>, which is added if it is missing. */
static void
insert_record(const struct topofix_layout *layout, const struct topofix_domain *domain,
              const struct topofix_edit *edit, struct topofix_splices *splices)
{
    struct topofix_buffer text = { .bytes = NULL };
    const struct topofix_node *parent = domain->metadata ? domain->metadata : domain->root;
    unsigned depth = domain->metadata ? 0 : 1;

    if (!domain->metadata) {
        topofix_layout_add_line(layout, parent, 0, &text);
        topofix_buffer_add_text(&text, "<metadata>");
    }
    topofix_record_format_xml(layout, parent, depth, edit, &text);
    if (!domain->metadata) {
        topofix_layout_add_line(layout, parent, 0, &text);
        topofix_buffer_add_text(&text, "</metadata>");
    }
    topofix_layout_insert(layout, parent,
                          domain->metadata ? domain->metadata->last
                                           : FIRST_OF(domain->root, before_metadata),
                          topofix_buffer_take(&text), splices);
}

static bool
edit_puts_record(const struct topofix_edit *edit)
{
    return edit->was_action == TOPOFIX_EDIT_PUT || edit->set_action == TOPOFIX_EDIT_PUT ||
           edit->ignore_action == TOPOFIX_EDIT_PUT ||
           (edit->says &&
            (topofix_said_has_guest(&edit->said) || topofix_said_has_bounds(&edit->said)));
}

/*
 * Removes the record, together with a <metadata> that holds nothing else, which was added for its
 * sake.
 */
static void
remove_record(const struct topofix_layout *layout, const struct topofix_domain *domain,
              struct topofix_splices *splices)
{
    bool is_alone = domain->metadata->n_attributes == 0 &&
                    holds_only(layout, domain->metadata, domain->record.node);

    topofix_layout_remove(layout, is_alone ? domain->metadata : domain->record.node, splices);
}

void
topofix_domain_edit(const struct topofix_domain *domain, const struct topofix_edit *edit,
                    struct topofix_splices *ret_splices)
{
    struct topofix_layout layout = topofix_layout_of(domain->doc);

    edit_topology(&layout, domain, edit, ret_splices);
    if (domain->record.node && edit->drops_empty &&
        topofix_record_is_emptied(&layout, &domain->record, edit)) {
        remove_record(&layout, domain, ret_splices);
    } else if (domain->record.node) {
        topofix_record_change_xml(&layout, &domain->record, edit, ret_splices);
    } else if (edit_puts_record(edit)) {
        insert_record(&layout, domain, edit, ret_splices);
    }
    topofix_splices_sort(ret_splices);
}

/*
 * Removes a child from its parent. A parent that held nothing else gets one form, whatever it
 * looked like: it is removed if it has no attributes, else it becomes an empty-element tag.
 */
static void
blot_out(const struct topofix_layout *layout, const struct topofix_node *parent,
         const struct topofix_node *child, struct topofix_splices *splices)
{
    size_t cut;

    if (!parent) {
        return;
    }
    if (!holds_only(layout, parent, child)) {
        if (child) {
            topofix_layout_remove(layout, child, splices);
        }
        return;
    }
    if (parent->n_attributes == 0) {
        topofix_layout_remove(layout, parent, splices);
        return;
    }
    cut = parent->tag_end - (topofix_node_is_empty_tag(parent) ? 2 : 1);
    while (strchr(" \t\r\n", layout->text[cut - 1])) {
        cut--;
    }
    topofix_splices_add(splices, cut, parent->end - cut, topofix_strdup("/>"));
}

static void
text_besides(const struct topofix_domain *domain, struct topofix_buffer *ret_text)
{
    struct topofix_layout layout = topofix_layout_of(domain->doc);
    struct topofix_splices splices = { .items = NULL };

    blot_out(&layout, domain->cpu, domain->topology_node, &splices);
    blot_out(&layout, domain->metadata, domain->record.node, &splices);
    topofix_splices_sort(&splices);
    topofix_splices_apply(&splices, layout.text, layout.length, ret_text);
    topofix_splices_done(&splices);
}

bool
topofix_domain_equals_besides(const struct topofix_domain *a, const struct topofix_domain *b)
{
    struct topofix_buffer text_a = { .bytes = NULL };
    struct topofix_buffer text_b = { .bytes = NULL };
    bool equal;

    text_besides(a, &text_a);
    text_besides(b, &text_b);
    equal = text_a.length == text_b.length &&
            memcmp(topofix_buffer_text(&text_a), topofix_buffer_text(&text_b), text_a.length) == 0;
    topofix_buffer_done(&text_a);
    topofix_buffer_done(&text_b);
    return equal;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "record_edit.h"

#include <inttypes.h>
#include <string.h>

#include "base/alloc.h"
#include "forms/topology_edit.h"
#include "said_edit.h"

/* libvirt writes metadata back with double quotes. */
static const char record_quote = '"';

struct child {
    const char *name;
    enum topofix_edit_action action;
    const struct topofix_node *node; /* the present element, or NULL */
    int part;                        /* enum topofix_record_part, or -1 */
};

enum { PLAIN_CHILDREN = 5, CHILDREN = PLAIN_CHILDREN + TOPOFIX_PARTS };

/*
 * Escapes the carriage return of CR LF, too: libvirt would not write it back, and it must not
 * decide the layout later.
 */
static void
add_escaped(const char *text, size_t length, struct topofix_buffer *ret_text)
{
    for (size_t i = 0; i < length; i++) {
        const char *entity = text[i] == '<'                                    ? "&lt;"
                             : text[i] == '>'                                  ? "&gt;"
                             : text[i] == '&'                                  ? "&amp;"
                             : text[i] == '\r'                                 ? "&#13;"
                             : text[i] == '\n' && i > 0 && text[i - 1] == '\r' ? "&#10;"
                                                                               : NULL;

        if (entity) {
            topofix_buffer_add_text(ret_text, entity);
        } else {
            topofix_buffer_add(ret_text, text + i, 1);
        }
    }
}

/* Appends a part as it was, as text; empty if there was none. */
static void
format_part(const struct topofix_layout *layout, const struct topofix_edit *edit,
            enum topofix_record_part part, const char *name, struct topofix_buffer *ret_text)
{
    const struct topofix_node *before = edit->before[part];

    if (!before) {
        topofix_buffer_add_format(ret_text, "<%s/>", name);
        return;
    }
    topofix_buffer_add_format(ret_text, "<%s", name);
    if (part == TOPOFIX_PART_VCPU) {
        topofix_buffer_add_format(ret_text, " %s=%c%016" PRIx64 "%c", TOPOFIX_RECORD_LEFT,
                                  record_quote, edit->left, record_quote);
    }
    topofix_buffer_add_text(ret_text, ">");
    if (before->uri && strcmp(before->uri, TOPOFIX_RECORD_URI) == 0) {
        add_escaped(before->text, strlen(before->text), ret_text);
    } else {
        add_escaped(layout->text + before->start, before->end - before->start, ret_text);
    }
    topofix_buffer_add_format(ret_text, "</%s>", name);
}

/*
 * Appends one of our children if the edit puts it. prefix is "topofix:", or the one that the record
 * uses.
 */
static void
format_child(const struct topofix_layout *layout, const struct topofix_edit *edit,
             const char *prefix, const struct child *child, struct topofix_buffer *ret_text)
{
    TOPOFIX_AUTO_FREE char *full = topofix_sprintf("%s%s", prefix, child->name);

    if (child->part >= 0) {
        format_part(layout, edit, (enum topofix_record_part)child->part, full, ret_text);
    } else if (strcmp(child->name, "was") == 0) {
        unsigned levels = edit->was_levels ? edit->was_levels : TOPOFIX_TOPOLOGY_USUAL_LEVELS;

        topofix_topology_format_xml(edit->was_written ? &edit->was : NULL, levels, full,
                                    record_quote, ret_text);
    } else if (strcmp(child->name, "set") == 0) {
        topofix_topology_format_xml(&edit->set, TOPOFIX_TOPOLOGY_USUAL_LEVELS, full, record_quote,
                                    ret_text);
    } else if (strcmp(child->name, "guest") == 0) {
        topofix_said_format_guest(&edit->said, full, ret_text);
    } else if (strcmp(child->name, "bounds") == 0) {
        topofix_said_format_bounds(&edit->said, full, ret_text);
    } else {
        topofix_topology_format_xml(NULL, 0, full, record_quote, ret_text);
    }
}

/*
 * An element whose content is no longer said is removed, unless it holds anything that we do not
 * know.
 */
static enum topofix_edit_action
said_action(const struct topofix_edit *edit, bool is_said, bool holds_more)
{
    if (!edit->says) {
        return TOPOFIX_EDIT_KEEP;
    }
    return is_said || holds_more ? TOPOFIX_EDIT_PUT : TOPOFIX_EDIT_REMOVE;
}

static void
children_of(const struct topofix_edit *edit, const struct topofix_record *record,
            struct child ret_children[CHILDREN])
{
    const struct topofix_node *guest = record ? record->guest_node : NULL;
    const struct topofix_node *bounds = record ? record->bounds_node : NULL;

    ret_children[0] = (struct child){ .name = "was",
                                      .action = edit->was_action,
                                      .node = record ? record->was_node : NULL,
                                      .part = -1 };
    ret_children[1] = (struct child){ .name = "set",
                                      .action = edit->set_action,
                                      .node = record ? record->set_node : NULL,
                                      .part = -1 };
    ret_children[2] = (struct child){ .name = "ignore",
                                      .action = edit->ignore_action,
                                      .node = record ? record->ignore_node : NULL,
                                      .part = -1 };
    ret_children[3] =
        (struct child){ .name = "guest",
                        .action = said_action(edit, topofix_said_has_guest(&edit->said),
                                              topofix_said_guest_holds_more(guest)),
                        .node = guest,
                        .part = -1 };
    ret_children[4] =
        (struct child){ .name = "bounds",
                        .action = said_action(edit, topofix_said_has_bounds(&edit->said),
                                              topofix_said_bounds_holds_more(bounds)),
                        .node = bounds,
                        .part = -1 };
    for (int part = 0; part < TOPOFIX_PARTS; part++) {
        ret_children[PLAIN_CHILDREN + part] =
            (struct child){ .name = topofix_record_part_name((enum topofix_record_part)part),
                            .action = edit->before_action[part],
                            .node = record ? record->before[part] : NULL,
                            .part = part };
    }
}

void
topofix_record_format_xml(const struct topofix_layout *layout, const struct topofix_node *parent,
                          unsigned depth, const struct topofix_edit *edit,
                          struct topofix_buffer *ret_text)
{
    static const char prefix[] = TOPOFIX_RECORD_PREFIX ":";
    struct child children[CHILDREN];

    topofix_layout_add_line(layout, parent, depth, ret_text);
    topofix_buffer_add_text(ret_text,
                            "<" TOPOFIX_RECORD_PREFIX ":domain xmlns:" TOPOFIX_RECORD_PREFIX
                            "=\"" TOPOFIX_RECORD_URI "\">");
    children_of(edit, NULL, children);
    for (size_t i = 0; i < CHILDREN; i++) {
        if (children[i].action == TOPOFIX_EDIT_PUT) {
            topofix_layout_add_line(layout, parent, depth + 1, ret_text);
            format_child(layout, edit, prefix, &children[i], ret_text);
        }
    }
    topofix_layout_add_line(layout, parent, depth, ret_text);
    topofix_buffer_add_text(ret_text, "</" TOPOFIX_RECORD_PREFIX ":domain>");
}

/* "topofix:" of <topofix:domain>, "" of <domain xmlns="urn:...">. The caller must free it. */
static char *
prefix_of(const struct topofix_layout *layout, const struct topofix_node *node)
{
    const char *name;
    size_t length = topofix_layout_raw_name(layout, node, &name);
    const char *colon = memchr(name, ':', length);

    return topofix_strndup(name, colon ? (size_t)(colon - name) + 1 : 0);
}

static void
remove_repetitions(const struct topofix_layout *layout, const struct topofix_node *first,
                   struct topofix_splices *splices)
{
    const struct topofix_node *next = topofix_node_next_same(first);

    for (; next; next = topofix_node_next_same(next)) {
        topofix_layout_remove(layout, next, splices);
    }
}

bool
topofix_record_is_emptied(const struct topofix_layout *layout, const struct topofix_record *record,
                          const struct topofix_edit *edit)
{
    struct child children[CHILDREN];
    size_t at = record->node->tag_end;
    const size_t end = topofix_node_is_empty_tag(record->node) ? at : record->node->end_tag;

    children_of(edit, record, children);
    for (const struct topofix_node *node = record->node->first; node; node = node->next) {
        bool goes = false;

        for (size_t i = 0; i < CHILDREN; i++) {
            goes = goes || (children[i].action == TOPOFIX_EDIT_REMOVE && children[i].node &&
                            topofix_node_is(node, TOPOFIX_RECORD_URI, children[i].name));
        }
        if (!goes || strspn(layout->text + at, " \t\r\n") < node->start - at) {
            return false;
        }
        at = node->end;
    }
    for (size_t i = 0; i < CHILDREN; i++) {
        if (children[i].action == TOPOFIX_EDIT_PUT) {
            return false;
        }
    }
    return at >= end || strspn(layout->text + at, " \t\r\n") >= end - at;
}

void
topofix_record_change_xml(const struct topofix_layout *layout, const struct topofix_record *record,
                          const struct topofix_edit *edit, struct topofix_splices *splices)
{
    TOPOFIX_AUTO_FREE char *prefix = prefix_of(layout, record->node);
    struct topofix_buffer added = { .bytes = NULL };
    struct child children[CHILDREN];

    children_of(edit, record, children);
    for (size_t i = 0; i < CHILDREN; i++) {
        const struct topofix_node *node = children[i].node;

        if (children[i].action != TOPOFIX_EDIT_KEEP && node) {
            remove_repetitions(layout, node, splices);
        }
        if (children[i].action == TOPOFIX_EDIT_REMOVE && node) {
            topofix_layout_remove(layout, node, splices);
        } else if (children[i].action == TOPOFIX_EDIT_PUT && node && node == record->guest_node) {
            topofix_said_change_guest(layout, node, &edit->said, splices);
        } else if (children[i].action == TOPOFIX_EDIT_PUT && node && node == record->bounds_node) {
            topofix_said_change_bounds(layout, node, &edit->said, splices);
        } else if (children[i].action == TOPOFIX_EDIT_PUT && node) {
            struct topofix_buffer text = { .bytes = NULL };

            format_child(layout, edit, prefix, &children[i], &text);
            topofix_splices_add(splices, node->start, node->end - node->start,
                                topofix_buffer_take(&text));
        } else if (children[i].action == TOPOFIX_EDIT_PUT) {
            topofix_layout_add_line(layout, record->node, 0, &added);
            format_child(layout, edit, prefix, &children[i], &added);
        }
    }
    if (added.length > 0) {
        topofix_layout_insert(layout, record->node, NULL, topofix_buffer_take(&added), splices);
    }
    topofix_buffer_done(&added);
}

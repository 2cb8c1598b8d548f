/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "said_edit.h"

#include <string.h>

#include "base/alloc.h"
#include "xml/attribute.h"

/*
 * Escapes a text so that it fits between either kind of quotes. Returns NULL for NULL. The caller
 * must free the result.
 */
static char *
escape(const char *text)
{
    struct topofix_buffer escaped = { .bytes = NULL };

    if (!text) {
        return NULL;
    }
    for (; *text; text++) {
        switch (*text) {
        case '<':
            topofix_buffer_add_text(&escaped, "&lt;");
            break;
        case '&':
            topofix_buffer_add_text(&escaped, "&amp;");
            break;
        case '"':
            topofix_buffer_add_text(&escaped, "&quot;");
            break;
        case '\'':
            topofix_buffer_add_text(&escaped, "&apos;");
            break;
        default:
            topofix_buffer_add(&escaped, text, 1);
            break;
        }
    }
    return topofix_buffer_take(&escaped);
}

bool
topofix_said_has_guest(const struct topofix_said *said)
{
    return said->os || said->edition || said->profile;
}

bool
topofix_said_has_bounds(const struct topofix_said *said)
{
    return topofix_topology_is_set(&said->bounds);
}

bool
topofix_said_guest_holds_more(const struct topofix_node *node)
{
    size_t known = 0;

    if (!node) {
        return false;
    }
    known += topofix_node_attribute(node, "edition") != NULL;
    known += topofix_node_attribute(node, "os") != NULL;
    known += topofix_node_attribute(node, "profile") != NULL;
    return node->n_attributes > known || node->first;
}

bool
topofix_said_bounds_holds_more(const struct topofix_node *node)
{
    size_t known = 0;

    if (!node) {
        return false;
    }
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        known +=
            topofix_node_attribute(node, topofix_level_name((enum topofix_level)level)) != NULL;
    }
    return node->n_attributes > known || node->first;
}

/* Appends ' name="value"', or nothing of NULL. */
static void
add_text(const char *name, const char *value, struct topofix_buffer *text)
{
    TOPOFIX_AUTO_FREE char *escaped = escape(value);

    if (escaped) {
        topofix_buffer_add_format(text, " %s=\"%s\"", name, escaped);
    }
}

void
topofix_said_format_guest(const struct topofix_said *said, const char *name,
                          struct topofix_buffer *ret_text)
{
    topofix_buffer_add_format(ret_text, "<%s", name);
    add_text("edition", said->edition, ret_text);
    add_text("os", said->os, ret_text);
    add_text("profile", said->profile, ret_text);
    topofix_buffer_add_text(ret_text, "/>");
}

void
topofix_said_format_bounds(const struct topofix_said *said, const char *name,
                           struct topofix_buffer *ret_text)
{
    topofix_buffer_add_format(ret_text, "<%s", name);
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        if (said->bounds.count[level] > 0) {
            topofix_buffer_add_format(ret_text, " %s=\"%u\"",
                                      topofix_level_name((enum topofix_level)level),
                                      said->bounds.count[level]);
        }
    }
    topofix_buffer_add_text(ret_text, "/>");
}

/* Keeps a value that is right already as it is written, including its entities. */
static void
put_text(const struct topofix_layout *layout, const struct topofix_node *node, const char *name,
         const char *value, struct topofix_splices *splices)
{
    const char *now = topofix_node_attribute(node, name);
    TOPOFIX_AUTO_FREE char *escaped = escape(value);

    if (!now || !value || strcmp(now, value) != 0) {
        topofix_attribute_put(layout, node, name, escaped, splices);
    }
}

void
topofix_said_change_guest(const struct topofix_layout *layout, const struct topofix_node *node,
                          const struct topofix_said *said, struct topofix_splices *splices)
{
    put_text(layout, node, "edition", said->edition, splices);
    put_text(layout, node, "os", said->os, splices);
    put_text(layout, node, "profile", said->profile, splices);
}

void
topofix_said_change_bounds(const struct topofix_layout *layout, const struct topofix_node *node,
                           const struct topofix_said *said, struct topofix_splices *splices)
{
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        unsigned count = said->bounds.count[level];
        TOPOFIX_AUTO_FREE char *value = count > 0 ? topofix_sprintf("%u", count) : NULL;

        topofix_attribute_put(layout, node, topofix_level_name((enum topofix_level)level), value,
                              splices);
    }
}

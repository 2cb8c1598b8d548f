/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/attribute.h"

#include <string.h>

#include "base/alloc.h"

static const char white_space[] = " \t\r\n";

/* Moves on to the next attribute. libxml2 has accepted the tag, so its syntax needs no check. */
static bool
raw_attribute_next(const struct topofix_layout *layout, size_t end, size_t *position,
                   struct topofix_raw_attribute *ret_attribute)
{
    const char *text = layout->text;
    size_t at = *position;
    const char *closing;

    at += strspn(text + at, white_space);
    if (at >= end || text[at] == '/' || text[at] == '>') {
        return false;
    }
    ret_attribute->name = at;
    ret_attribute->name_length = strcspn(text + at, " \t\r\n=");
    at += ret_attribute->name_length;
    at += strcspn(text + at, "'\"");
    ret_attribute->value = at + 1;
    closing = memchr(text + at + 1, text[at], end - at - 1);
    if (!closing) {
        return false;
    }
    ret_attribute->value_length = (size_t)(closing - text) - ret_attribute->value;
    *position = (size_t)(closing - text) + 1;
    return true;
}

/* The position after the name of the start tag. */
static size_t
first_position(const struct topofix_layout *layout, const struct topofix_node *node)
{
    const char *tag;

    return node->start + 1 + topofix_layout_raw_name(layout, node, &tag);
}

bool
topofix_raw_attribute_find(const struct topofix_layout *layout, const struct topofix_node *node,
                           const char *name, struct topofix_raw_attribute *ret_attribute)
{
    size_t position = first_position(layout, node);

    while (raw_attribute_next(layout, node->tag_end, &position, ret_attribute)) {
        if (ret_attribute->name_length == strlen(name) &&
            memcmp(layout->text + ret_attribute->name, name, strlen(name)) == 0) {
            return true;
        }
    }
    return false;
}

void
topofix_raw_attribute_drop(const struct topofix_layout *layout,
                           const struct topofix_raw_attribute *attribute,
                           struct topofix_splices *splices)
{
    size_t from = attribute->name;

    while (strchr(white_space, layout->text[from - 1])) {
        from--;
    }
    topofix_splices_add(splices, from, attribute->value + attribute->value_length + 1 - from,
                        topofix_strdup(""));
}

void
topofix_attribute_put(const struct topofix_layout *layout, const struct topofix_node *node,
                      const char *name, const char *value, struct topofix_splices *splices)
{
    const char *now = topofix_node_attribute(node, name);
    size_t position = first_position(layout, node);
    struct topofix_raw_attribute attribute;

    if (topofix_raw_attribute_find(layout, node, name, &attribute)) {
        if (!value) {
            topofix_raw_attribute_drop(layout, &attribute, splices);
        } else if (!now || strcmp(now, value) != 0) {
            topofix_splices_add(splices, attribute.value, attribute.value_length,
                                topofix_strdup(value));
        }
        return;
    }
    if (!value) {
        return;
    }
    while (raw_attribute_next(layout, node->tag_end, &position, &attribute)) {
        /* find the position after the last one */
    }
    topofix_splices_add(splices, position, 0,
                        topofix_sprintf(" %s=%c%s%c", name, layout->quote, value, layout->quote));
}

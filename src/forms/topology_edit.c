/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/topology_edit.h"

#include <string.h>

#include "base/alloc.h"

static const char white_space[] = " \t\r\n";

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

/* One attribute of a start tag, as written. */
struct raw_attribute {
    size_t name;
    size_t name_length;
    size_t value; /* first byte within the quotes */
    size_t value_length;
};

/* Steps to the next attribute. libxml2 has found the tag well-formed, so there is nothing to
 * refuse. */
static bool
raw_attribute_next(const struct topofix_layout *layout, size_t end, size_t *position,
                   struct raw_attribute *ret_attribute)
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

static bool
raw_attribute_find(const struct topofix_layout *layout, const struct topofix_node *node,
                   const char *name, struct raw_attribute *ret_attribute)
{
    const char *tag;
    size_t position = node->start + 1 + topofix_layout_raw_name(layout, node, &tag);

    while (raw_attribute_next(layout, node->tag_end, &position, ret_attribute)) {
        if (ret_attribute->name_length == strlen(name) &&
            memcmp(layout->text + ret_attribute->name, name, strlen(name)) == 0) {
            return true;
        }
    }
    return false;
}

/* With the white space before it. */
static void
drop_attribute(const struct topofix_layout *layout, const struct raw_attribute *attribute,
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
        struct raw_attribute attribute;

        if (raw_attribute_find(layout, node, name, &attribute)) {
            insert_at = attribute.value + attribute.value_length + 1;
            quote = layout->text[attribute.value - 1];
            if (count == 1 && (drops >> level & 1) != 0) {
                drop_attribute(layout, &attribute, splices);
            } else if (count != now->count[level]) {
                topofix_splices_add(splices, attribute.value, attribute.value_length,
                                    topofix_sprintf("%u", count));
            }
        } else if (count != 1 || (spelling->keeps >> level & 1) != 0) {
            /* only dies and clusters may be missing, and sockets stands before them */
            topofix_splices_add(splices, insert_at, 0,
                                topofix_sprintf(" %s=%c%u%c", name, quote, count, quote));
        }
    }
}

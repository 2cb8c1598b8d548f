/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "xml/doc.h"

static bool
uri_equals(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool
topofix_node_is(const struct topofix_node *node, const char *uri, const char *name)
{
    return strcmp(node->name, name) == 0 && uri_equals(node->uri, uri);
}

const struct topofix_node *
topofix_node_child_ns(const struct topofix_node *node, const char *uri, const char *name)
{
    for (const struct topofix_node *child = node ? node->first : NULL; child; child = child->next) {
        if (topofix_node_is(child, uri, name)) {
            return child;
        }
    }
    return NULL;
}

const struct topofix_node *
topofix_node_child(const struct topofix_node *node, const char *name)
{
    return topofix_node_child_ns(node, NULL, name);
}

const struct topofix_node *
topofix_node_next_same(const struct topofix_node *node)
{
    for (const struct topofix_node *next = node->next; next; next = next->next) {
        if (topofix_node_is(next, node->uri, node->name)) {
            return next;
        }
    }
    return NULL;
}

int
topofix_node_single_child(const struct topofix_node *node, const char *uri, const char *name,
                          const struct topofix_node **ret_child, struct topofix_error *err)
{
    const struct topofix_node *child = topofix_node_child_ns(node, uri, name);
    const struct topofix_node *second = child ? topofix_node_next_same(child) : NULL;

    if (second) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "line %u: a second <%s> (the first is on line %u), expected one",
                                 second->line, name, child->line);
    }
    *ret_child = child;
    return 0;
}

const char *
topofix_node_attribute(const struct topofix_node *node, const char *name)
{
    for (size_t i = 0; node && i < node->n_attributes; i++) {
        if (!node->attributes[i].uri && strcmp(node->attributes[i].name, name) == 0) {
            return node->attributes[i].value;
        }
    }
    return NULL;
}

const struct topofix_node *
topofix_node_walk(const struct topofix_node *top, const struct topofix_node *node)
{
    if (node->first) {
        return node->first;
    }
    while (node != top) {
        if (node->next) {
            return node->next;
        }
        node = node->parent;
    }
    return NULL;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * layout: how a document is laid out, so that inserted text looks like its surroundings and a
 * removed element takes its line with it.
 */
#ifndef TOPOFIX_LAYOUT_H
#define TOPOFIX_LAYOUT_H

#include "xml/doc.h"
#include "xml/splice.h"

struct topofix_layout {
    const char *text;
    size_t length;
    char newline[3]; /* "\n", "\r\n", or "" if the document is one line */
    char unit[17];   /* one step of indentation, or "" if the document is one line */
    char quote;      /* the kind of quote that the document uses */
};

struct topofix_layout
topofix_layout_of(const struct topofix_doc *doc);

/* Whether only white space precedes the node on its line. */
bool
topofix_layout_starts_line(const struct topofix_layout *layout, const struct topofix_node *node);

/*
 * Appends a newline and the indentation of a child of parent, levels steps deeper. Appends nothing
 * if parent's content is inline.
 */
void
topofix_layout_add_line(const struct topofix_layout *layout, const struct topofix_node *parent,
                        unsigned levels, struct topofix_buffer *ret_text);

/*
 * Inserts content into parent, after the child `after`, or as the first child if after is NULL. If
 * the document has lines, content must begin with its own line break. An empty-element tag is
 * opened. Takes ownership of content.
 */
void
topofix_layout_insert(const struct topofix_layout *layout, const struct topofix_node *parent,
                      const struct topofix_node *after, char *content,
                      struct topofix_splices *splices);

/* Removes the node, and its line if it is alone there. */
void
topofix_layout_remove(const struct topofix_layout *layout, const struct topofix_node *node,
                      struct topofix_splices *splices);

/* The bytes of the node's name as written, prefix included. */
size_t
topofix_layout_raw_name(const struct topofix_layout *layout, const struct topofix_node *node,
                        const char **ret_name);

#endif

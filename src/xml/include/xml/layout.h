/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * layout: how a document is laid out, so that what is inserted looks like its neighbours and what
 * is removed takes its line with it.
 */
#ifndef TOPOFIX_LAYOUT_H
#define TOPOFIX_LAYOUT_H

#include "xml/doc.h"
#include "xml/splice.h"

struct topofix_layout {
    const char *text;
    size_t length;
    char newline[3]; /* "\n", "\r\n", or "" where the document is one line */
    char unit[17];   /* one step of indentation, "" where the document is one line */
    char quote;      /* which quote the document prefers */
};

struct topofix_layout
topofix_layout_of(const struct topofix_doc *doc);

/* Whether only white space stands before the node on its line. */
bool
topofix_layout_starts_line(const struct topofix_layout *layout, const struct topofix_node *node);

/* Appends newline and indentation for a child of parent, levels steps further in; nothing when
 * inline. */
void
topofix_layout_add_line(const struct topofix_layout *layout, const struct topofix_node *parent,
                        unsigned levels, struct topofix_buffer *ret_text);

/*
 * Puts content, which begins with its own line break where there are lines, into parent: after the
 * child `after`, or as the first child where after is NULL. A parent written as an empty-element
 * tag is opened. Takes over content.
 */
void
topofix_layout_insert(const struct topofix_layout *layout, const struct topofix_node *parent,
                      const struct topofix_node *after, char *content,
                      struct topofix_splices *splices);

/* Removes the node, with its line where it has one. */
void
topofix_layout_remove(const struct topofix_layout *layout, const struct topofix_node *node,
                      struct topofix_splices *splices);

/* The bytes of the node's name as written, prefix included. */
size_t
topofix_layout_raw_name(const struct topofix_layout *layout, const struct topofix_node *node,
                        const char **ret_name);

#endif

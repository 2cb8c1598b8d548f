/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/layout.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

static const char blanks[] = " \t";
static const char white_space[] = " \t\r\n";

/* The indentation of a node that starts its line. *ret_start is SIZE_MAX if it does not. */
static size_t
indentation_of(const struct topofix_layout *layout, const struct topofix_node *node,
               size_t *ret_start)
{
    size_t start = node->start;

    while (start > 0 && strchr(blanks, layout->text[start - 1])) {
        start--;
    }
    if (start > 0 && layout->text[start - 1] != '\n') {
        *ret_start = SIZE_MAX;
        return 0;
    }
    *ret_start = start;
    return node->start - start;
}

bool
topofix_layout_starts_line(const struct topofix_layout *layout, const struct topofix_node *node)
{
    size_t start;

    indentation_of(layout, node, &start);
    return layout->newline[0] != '\0' && start != SIZE_MAX;
}

static void
find_newline(struct topofix_layout *layout)
{
    const char *found = memchr(layout->text, '\n', layout->length);

    if (found) {
        bool is_crlf = found > layout->text && found[-1] == '\r';

        snprintf(layout->newline, sizeof(layout->newline), "%s", is_crlf ? "\r\n" : "\n");
    }
}

/*
 * Sets one step of indentation: the difference between the root and its first child on a line of
 * its own.
 */
static void
find_unit(struct topofix_layout *layout, const struct topofix_node *root)
{
    size_t root_start;
    size_t root_indent = indentation_of(layout, root, &root_start);

    snprintf(layout->unit, sizeof(layout->unit), "%s", layout->newline[0] ? "  " : "");
    for (const struct topofix_node *child = root->first; child; child = child->next) {
        size_t start;
        size_t indent = indentation_of(layout, child, &start);

        if (start == SIZE_MAX || root_start == SIZE_MAX) {
            continue;
        }
        if (indent >= root_indent && indent - root_indent < sizeof(layout->unit)) {
            memcpy(layout->unit, layout->text + start + root_indent, indent - root_indent);
            layout->unit[indent - root_indent] = '\0';
        }
        return;
    }
}

/*
 * The first quote in the root's start tag, or else in that of the first element with an attribute.
 */
static char
find_quote(const struct topofix_layout *layout, const struct topofix_node *root)
{
    for (const struct topofix_node *node = root; node; node = topofix_node_walk(root, node)) {
        for (size_t i = node->start; i < node->tag_end; i++) {
            if (layout->text[i] == '"' || layout->text[i] == '\'') {
                return layout->text[i];
            }
        }
    }
    return '\'';
}

struct topofix_layout
topofix_layout_of(const struct topofix_doc *doc)
{
    struct topofix_layout layout = { .text = NULL };

    layout.text = topofix_doc_text(doc, &layout.length);
    find_newline(&layout);
    find_unit(&layout, topofix_doc_root(doc));
    layout.quote = find_quote(&layout, topofix_doc_root(doc));
    return layout;
}

/* The first child that starts a line, whose indentation the others get. */
static const struct topofix_node *
child_with_line(const struct topofix_layout *layout, const struct topofix_node *parent)
{
    for (const struct topofix_node *child = parent->first; child; child = child->next) {
        if (topofix_layout_starts_line(layout, child)) {
            return child;
        }
    }
    return NULL;
}

/*
 * Whether the parent has content that is all on one line, so that an insertion belongs there, too.
 */
static bool
content_is_inline(const struct topofix_layout *layout, const struct topofix_node *parent)
{
    size_t length = parent->end_tag - parent->tag_end;

    return length > 0 && !memchr(layout->text + parent->tag_end, '\n', length);
}

void
topofix_layout_add_line(const struct topofix_layout *layout, const struct topofix_node *parent,
                        unsigned levels, struct topofix_buffer *ret_text)
{
    const struct topofix_node *sibling = child_with_line(layout, parent);
    const struct topofix_node *model = sibling ? sibling : parent;
    size_t start;
    size_t indent = indentation_of(layout, model, &start);

    if (layout->newline[0] == '\0' || start == SIZE_MAX || content_is_inline(layout, parent)) {
        return;
    }
    topofix_buffer_add_text(ret_text, layout->newline);
    topofix_buffer_add(ret_text, layout->text + start, indent);
    for (unsigned i = sibling ? 0 : 1; i > 0; i--) {
        topofix_buffer_add_text(ret_text, layout->unit);
    }
    for (unsigned i = 0; i < levels; i++) {
        topofix_buffer_add_text(ret_text, layout->unit);
    }
}

/* Adds the line break before an end tag that directly followed its start tag. */
static void
add_closing_line(const struct topofix_layout *layout, const struct topofix_node *parent,
                 const char *content, struct topofix_buffer *ret_text)
{
    size_t start;
    size_t indent = indentation_of(layout, parent, &start);

    if (strchr(content, '\n') && start != SIZE_MAX) {
        topofix_buffer_add_text(ret_text, layout->newline);
        topofix_buffer_add(ret_text, layout->text + start, indent);
    }
}

size_t
topofix_layout_raw_name(const struct topofix_layout *layout, const struct topofix_node *node,
                        const char **ret_name)
{
    *ret_name = layout->text + node->start + 1;
    return strcspn(*ret_name, " \t\r\n/>");
}

/* Turns <a x='y'/> into <a x='y'>content</a>. */
static void
open_empty_tag(const struct topofix_layout *layout, const struct topofix_node *parent,
               const char *content, struct topofix_splices *splices)
{
    struct topofix_buffer text = { .bytes = NULL };
    size_t slash = parent->tag_end - 2;
    const char *name;
    size_t name_length = topofix_layout_raw_name(layout, parent, &name);

    while (strchr(white_space, layout->text[slash - 1])) {
        slash--;
    }
    topofix_buffer_add_text(&text, ">");
    topofix_buffer_add_text(&text, content);
    add_closing_line(layout, parent, content, &text);
    topofix_buffer_add_text(&text, "</");
    topofix_buffer_add(&text, name, name_length);
    topofix_buffer_add_text(&text, ">");
    topofix_splices_add(splices, slash, parent->tag_end - slash, topofix_buffer_take(&text));
}

void
topofix_layout_insert(const struct topofix_layout *layout, const struct topofix_node *parent,
                      const struct topofix_node *after, char *content,
                      struct topofix_splices *splices)
{
    struct topofix_buffer text = { .bytes = NULL };

    if (topofix_node_is_empty_tag(parent)) {
        open_empty_tag(layout, parent, content, splices);
    } else if (after) {
        topofix_splices_add(splices, after->end, 0, topofix_strdup(content));
    } else {
        topofix_buffer_add_text(&text, content);
        if (parent->end_tag == parent->tag_end) {
            add_closing_line(layout, parent, content, &text);
        }
        topofix_splices_add(splices, parent->tag_end, 0, topofix_buffer_take(&text));
    }
    free(content);
}

void
topofix_layout_remove(const struct topofix_layout *layout, const struct topofix_node *node,
                      struct topofix_splices *splices)
{
    size_t from = node->start;
    size_t start;

    indentation_of(layout, node, &start);
    if (start != SIZE_MAX && start > 0) {
        from = start - 1;
        if (from > 0 && layout->text[from - 1] == '\r') {
            from--;
        }
    }
    topofix_splices_add(splices, from, node->end - from, topofix_strndup("", 0));
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * doc: an XML document as a tree whose nodes know their byte ranges in the text. It is built in one
 * pass. Comments and processing instructions have no nodes.
 */
#ifndef TOPOFIX_DOC_H
#define TOPOFIX_DOC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* The longest string that libvirt's protocol carries. */
#define TOPOFIX_DOC_BYTES_MAX ((size_t)4 * 1024 * 1024)

/*
 * For the nodes of one document. A domain takes at most twice this, because the old and the written
 * text are in memory at the same time. A domain of 4 MiB as libvirt writes it takes about 20 MiB.
 */
#define TOPOFIX_DOC_MEMORY_MAX ((size_t)32 * 1024 * 1024)

struct topofix_attribute {
    const char *name; /* local name */
    const char *uri;  /* namespace, or NULL */
    const char *value;
};

struct topofix_node {
    const char *name; /* local name; "prefix:name" if the prefix is not declared */
    const char *uri;  /* namespace, or NULL */
    const char
        *text; /* character data with entities and CDATA resolved; "" if there are child elements */
    unsigned line;
    unsigned n_namespaces; /* that this element declares */
    const struct topofix_attribute *attributes;
    size_t n_attributes;
    struct topofix_node *parent;
    struct topofix_node *first;
    struct topofix_node *last;
    struct topofix_node *next;
    /*
     * For <a ...> text </a>, start and tag_end enclose the start tag, end_tag and end the end tag.
     * For <a/>, tag_end, end_tag and end are all just past it.
     */
    size_t start;
    size_t tag_end;
    size_t end_tag;
    size_t end;
};

struct topofix_doc;

/*
 * Parses text, which must be UTF-8 without a DOCTYPE and at most TOPOFIX_DOC_BYTES_MAX long. The
 * text is borrowed and must outlive the document. Returns NULL on error; the message begins with
 * the line. The numbers of elements, attributes and namespaces in scope are limited, too (tags.h,
 * doc.c), so that no text takes more than about a second.
 */
struct topofix_doc *
topofix_doc_parse(const char *text, size_t length, struct topofix_error *err);

/*
 * The same for the result of our own edit of a text that could be parsed. It may exceed the limits
 * by what an edit adds.
 */
struct topofix_doc *
topofix_doc_parse_edited(const char *text, size_t length, struct topofix_error *err);

/* doc may be NULL. */
void
topofix_doc_free(struct topofix_doc *doc);

const struct topofix_node *
topofix_doc_root(const struct topofix_doc *doc);
const char *
topofix_doc_text(const struct topofix_doc *doc, size_t *ret_length);

static inline void
topofix_doc_auto_free(struct topofix_doc **doc)
{
    topofix_doc_free(*doc);
}

#define TOPOFIX_AUTO_DOC __attribute__((cleanup(topofix_doc_auto_free)))

/* Whether the node is written as one empty-element tag. */
static inline bool
topofix_node_is_empty_tag(const struct topofix_node *node)
{
    return node->end == node->tag_end;
}

/* Whether the node has this name and namespace. A NULL uri means no namespace. */
bool
topofix_node_is(const struct topofix_node *node, const char *uri, const char *name);

/*
 * The first child element with this name and no namespace, or NULL. topofix_node_next_same() finds
 * the next one.
 */
const struct topofix_node *
topofix_node_child(const struct topofix_node *node, const char *name);
const struct topofix_node *
topofix_node_child_ns(const struct topofix_node *node, const char *uri, const char *name);
const struct topofix_node *
topofix_node_next_same(const struct topofix_node *node);

/*
 * The only child with this name; *ret_child is NULL if there is none. A second one is an error that
 * names its line: libvirt would read the first and drop the other.
 */
int
topofix_node_single_child(const struct topofix_node *node, const char *uri, const char *name,
                          const struct topofix_node **ret_child, struct topofix_error *err);

/* The value of an attribute without a namespace, or NULL. */
const char *
topofix_node_attribute(const struct topofix_node *node, const char *name);

/* The next node within top in document order, or NULL at the end. Start with node = top. */
const struct topofix_node *
topofix_node_walk(const struct topofix_node *top, const struct topofix_node *node);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tags: finds the tags of an XML text, and checks its size before a parser reads it. It knows only
 * as much XML as that takes; the parser decides whether the text is well-formed. It reads each byte
 * once.
 */
#ifndef TOPOFIX_TAGS_H
#define TOPOFIX_TAGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/*
 * These limits are far above any domain's needs. Before 2.12, libxml2 compares each attribute and
 * namespace declaration of a tag with all others, so a tag must be checked before libxml2 reads it.
 */
enum {
    TOPOFIX_TAGS_ELEMENTS_MAX = 200000, /* in a text */
    TOPOFIX_TAGS_ATTRIBUTES_MAX = 256,  /* in an element, including namespace declarations */
};

enum topofix_tag_kind {
    TOPOFIX_TAG_START, /* <a> */
    TOPOFIX_TAG_EMPTY, /* <a/> */
    TOPOFIX_TAG_END,   /* </a> */
};

struct topofix_tag {
    enum topofix_tag_kind kind;
    size_t start;  /* of the '<' */
    size_t end;    /* just past the '>' */
    unsigned line; /* of the '>', counted from 1 */
    size_t n_attributes;
};

/* A walk over a text. Set text and length; the other members start at zero. */
struct topofix_tags {
    const char *text;
    size_t length;
    size_t position;
    size_t n_newlines; /* before position */
};

/*
 * Finds the next tag, skipping comments, processing instructions and CDATA sections. Returns false
 * at the end, at a document type declaration, and if a tag is not closed.
 */
bool
topofix_tags_next(struct topofix_tags *tags, struct topofix_tag *ret_tag);

/*
 * Fails if the text has more than elements_max elements, or an element has more attributes than the
 * limit above.
 */
int
topofix_tags_check(const char *text, size_t length, size_t elements_max, struct topofix_error *err);

#endif

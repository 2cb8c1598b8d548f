/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tags: where the tags of an XML text are, and whether the text is one that a parser may be given.
 * It knows of XML only what finding tags takes; whether the text is well-formed is the parser's to
 * say. Reads each byte once.
 */
#ifndef TOPOFIX_TAGS_H
#define TOPOFIX_TAGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/*
 * Limits far beyond any domain. libxml2 before 2.12 compares each attribute and each declaration of
 * a tag with every other one, so a tag must be measured before libxml2 sees it.
 */
enum {
    TOPOFIX_TAGS_ELEMENTS_MAX = 200000, /* of a text */
    TOPOFIX_TAGS_ATTRIBUTES_MAX = 256,  /* of an element, namespace declarations included */
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
    unsigned line; /* that the '>' is on, from 1 */
    size_t n_attributes;
};

/* A walk over a text; zero-initialised but for text and length, it stands at the beginning. */
struct topofix_tags {
    const char *text;
    size_t length;
    size_t position;
    size_t n_newlines; /* before position */
};

/*
 * The next tag; comments, processing instructions and CDATA sections are passed over. Returns false
 * at the end, at a document type declaration, and where a tag does not end.
 */
bool
topofix_tags_next(struct topofix_tags *tags, struct topofix_tag *ret_tag);

/* Fails where the text has more than elements_max elements, or an element more attributes than the
 * limit above. */
int
topofix_tags_check(const char *text, size_t length, size_t elements_max, struct topofix_error *err);

#endif

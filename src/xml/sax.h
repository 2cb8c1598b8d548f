/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sax: an XML text as a series of events. The only user of libxml2, and only of what it promises
 * to keep: libxml2 judges whether the text is well-formed, and tells names, namespaces and values;
 * where things are in the text is found by tags, and both must agree on every element.
 */
#ifndef TOPOFIX_SAX_H
#define TOPOFIX_SAX_H

#include <stddef.h>

#include "base/error.h"
#include "tags.h"

struct topofix_sax_attribute {
    const char *name; /* local name */
    const char *prefix;
    const char *uri;   /* NULL where there is none, or where the prefix is bound to nothing */
    const char *value; /* no NUL at its end */
    size_t length;
};

/* xmlns:prefix='uri', or xmlns='uri' where prefix is NULL; an empty uri takes a default back. */
struct topofix_sax_namespace {
    const char *prefix;
    const char *uri;
};

/* A start tag, or an empty-element tag. All of it is valid during the call only. */
struct topofix_sax_element {
    const char *name; /* as of an attribute */
    const char *prefix;
    const char *uri;
    const struct topofix_tag *tag;
    const struct topofix_sax_attribute *attributes;
    size_t n_attributes;
    const struct topofix_sax_namespace *namespaces; /* that this element declares */
    size_t n_namespaces;
};

/*
 * What is called, with the user's pointer; each returns 0, or -1 with *err set, which ends it. An
 * empty-element tag is a start and an end that share a tag. Character data may come in pieces, with
 * references resolved.
 */
struct topofix_sax_handler {
    int (*start)(void *user, const struct topofix_sax_element *element, struct topofix_error *err);
    int (*end)(void *user, const struct topofix_tag *tag, struct topofix_error *err);
    int (*text)(void *user, const char *text, size_t length, struct topofix_error *err);
};

/*
 * Reads text, which must be in UTF-8 (it may say so) and pass topofix_tags_check. A DOCTYPE is an
 * error. Returns 0 when the text is well-formed; else -1, and *err begins with the line. Out of
 * memory inside libxml2 is TOPOFIX_ERROR_SYSTEM with ENOMEM.
 */
int
topofix_sax_parse(const char *text, size_t length, const struct topofix_sax_handler *handler,
                  void *user, struct topofix_error *err);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sax: an XML text as a series of events. This is the only file that uses libxml2, and it uses only
 * documented, stable behaviour. libxml2 decides whether the text is well-formed, and resolves
 * names, namespaces and values; tags finds the positions in the text. Both must agree on every
 * element.
 */
#ifndef TOPOFIX_SAX_H
#define TOPOFIX_SAX_H

#include <stddef.h>

#include "base/error.h"
#include "tags.h"

struct topofix_sax_attribute {
    const char *name; /* local name */
    const char *prefix;
    const char *uri;   /* NULL if there is no prefix, or if it is not declared */
    const char *value; /* not terminated by NUL */
    size_t length;
};

/*
 * xmlns:prefix='uri', or xmlns='uri' if prefix is NULL. An empty uri cancels a default namespace.
 */
struct topofix_sax_namespace {
    const char *prefix;
    const char *uri;
};

/* A start tag or an empty-element tag. Everything in it is valid only during the call. */
struct topofix_sax_element {
    const char *name; /* local name, like those of attributes */
    const char *prefix;
    const char *uri;
    const struct topofix_tag *tag;
    const struct topofix_sax_attribute *attributes;
    size_t n_attributes;
    const struct topofix_sax_namespace *namespaces; /* that this element declares */
    size_t n_namespaces;
};

/*
 * The callbacks, which get the user's pointer. Each returns 0, or -1 with *err set, which ends the
 * parse. An empty-element tag causes a start and an end with the same tag. Character data may come
 * in pieces; references in it are resolved.
 */
struct topofix_sax_handler {
    int (*start)(void *user, const struct topofix_sax_element *element, struct topofix_error *err);
    int (*end)(void *user, const struct topofix_tag *tag, struct topofix_error *err);
    int (*text)(void *user, const char *text, size_t length, struct topofix_error *err);
};

/*
 * Parses text, which must be UTF-8 and pass topofix_tags_check(). A DOCTYPE is an error. Returns 0
 * if the text is well-formed; else -1, and the message begins with the line. If libxml2 runs out of
 * memory, the error is TOPOFIX_ERROR_SYSTEM with ENOMEM.
 */
int
topofix_sax_parse(const char *text, size_t length, const struct topofix_sax_handler *handler,
                  void *user, struct topofix_error *err);

#endif

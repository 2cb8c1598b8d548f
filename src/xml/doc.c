/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How positions come about. libxml2's SAX2 interface tells, through xmlByteConsumed, where the
 * parser stands: in startElementNs at the '>' or '/>' that closes the start tag, in endElementNs
 * just past the end tag. A literal '<' cannot occur inside a tag, so the tag begins at the '<'
 * before that. Every position is checked against the text, so that a libxml2 that counts otherwise
 * is an error and never a wrong edit.
 */

#include "xml/doc.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/buffer.h"

struct topofix_doc {
    struct topofix_arena arena;
    const char *text;
    size_t length;
    struct topofix_node *root;
};

/* Far beyond any domain, and small enough to be read while libvirt waits for a hook. */
enum { NODES_MAX = 200000, ATTRIBUTES_MAX = 256 };

/* What an edit may add on top: a topology and a record, with room to spare. */
enum { EDIT_BYTES_MAX = 64 * 1024, EDIT_NODES_MAX = 64 };

struct builder {
    struct topofix_doc *doc;
    xmlParserCtxt *parser;
    struct topofix_node *open;  /* innermost element that is not closed yet */
    struct topofix_buffer text; /* character data of open so far */
    struct topofix_error *err;
    size_t n_nodes;
    size_t nodes_max;
    bool failed;
    bool is_lost; /* a position could not be told; libxml2 may say next why */
};

static void
builder_fail_at(struct builder *builder, int line, const char *what)
{
    if (!builder->failed) {
        builder->failed = true;
        topofix_error_set(builder->err, TOPOFIX_ERROR_INPUT, "line %d: %s", line, what);
    }
    xmlStopParser(builder->parser);
}

static void
builder_fail(struct builder *builder, const char *what)
{
    builder_fail_at(builder, builder->parser->input ? builder->parser->input->line : 1, what);
}

static const char *
builder_copy(struct builder *builder, const xmlChar *text, size_t length)
{
    return topofix_arena_strndup(&builder->doc->arena, (const char *)text, length);
}

static const char *
builder_copy_text(struct builder *builder, const xmlChar *text)
{
    return text ? builder_copy(builder, text, strlen((const char *)text)) : NULL;
}

/* The local name; with its prefix where that is bound to nothing, so that <x:cpu> is no <cpu>. */
static const char *
builder_copy_name(struct builder *builder, const xmlChar *local_name, const xmlChar *prefix,
                  const xmlChar *uri)
{
    TOPOFIX_AUTO_FREE char *full = NULL;

    if (!prefix || uri) {
        return builder_copy_text(builder, local_name);
    }
    full = topofix_sprintf("%s:%s", (const char *)prefix, (const char *)local_name);
    return topofix_arena_strndup(&builder->doc->arena, full, strlen(full));
}

/* Where the parser stands, in bytes from the beginning of the text; SIZE_MAX when it cannot tell.
 */
static size_t
builder_position(struct builder *builder)
{
    long consumed = xmlByteConsumed(builder->parser);

    return consumed < 0 || (size_t)consumed > builder->doc->length ? SIZE_MAX : (size_t)consumed;
}

/* The last '<' before position, SIZE_MAX if there is none. */
static size_t
builder_tag_start(const struct builder *builder, size_t position)
{
    const char *text = builder->doc->text;
    const char *found = position == SIZE_MAX ? NULL : memrchr(text, '<', position);

    return found ? (size_t)(found - text) : SIZE_MAX;
}

static void
on_start_document(void *user)
{
    struct builder *builder = user;
    const xmlChar *encoding =
        builder->parser->encoding ? builder->parser->encoding : builder->parser->input->encoding;

    if (encoding && strcasecmp((const char *)encoding, "UTF-8") != 0) {
        /* the parser stands behind the declaration, which begins the text */
        builder_fail_at(builder, 1, "encoding other than UTF-8, which is not supported");
    }
}

static void
on_doctype(void *user, const xmlChar *name, const xmlChar *external_id, const xmlChar *system_id)
{
    (void)name;
    (void)external_id;
    (void)system_id;
    builder_fail(user, "DOCTYPE found, which a domain never has; refused, entities included");
}

static const struct topofix_attribute *
builder_attributes(struct builder *builder, int count, const xmlChar **raw)
{
    struct topofix_attribute *attributes;

    if (count <= 0) {
        return NULL;
    }
    attributes = topofix_arena_alloc(&builder->doc->arena, (size_t)count * sizeof(*attributes));
    for (int i = 0; i < count; i++, raw += 5) {
        attributes[i] = (struct topofix_attribute){
            .name = builder_copy_name(builder, raw[0], raw[1], raw[2]),
            .uri = builder_copy_text(builder, raw[2]),
            .value = builder_copy(builder, raw[3], (size_t)(raw[4] - raw[3])),
        };
    }
    return attributes;
}

static void
node_append(struct topofix_node *parent, struct topofix_node *node)
{
    node->parent = parent;
    if (parent->last) {
        parent->last->next = node;
    } else {
        parent->first = node;
    }
    parent->last = node;
}

static void
on_start_element(void *user, const xmlChar *local_name, const xmlChar *prefix, const xmlChar *uri,
                 int n_namespaces, const xmlChar **namespaces, int n_attributes, int n_defaulted,
                 const xmlChar **attributes)
{
    struct builder *builder = user;
    struct topofix_doc *doc = builder->doc;
    struct topofix_node *node;
    size_t position = builder_position(builder);

    (void)n_namespaces;
    (void)namespaces;
    (void)n_defaulted;
    if (builder->n_nodes++ >= builder->nodes_max || n_attributes > ATTRIBUTES_MAX) {
        builder_fail(builder, builder->n_nodes > builder->nodes_max
                                  ? "more elements than the 200000 that are read"
                                  : "an element with more than the 256 attributes that are read");
        return;
    }
    node = topofix_arena_alloc(&doc->arena, sizeof(*node));
    node->name = builder_copy_name(builder, local_name, prefix, uri);
    node->uri = builder_copy_text(builder, uri);
    node->text = "";
    node->line = (unsigned)builder->parser->input->line;
    node->attributes = builder_attributes(builder, n_attributes, attributes);
    node->n_attributes = (size_t)n_attributes;
    node->start = builder_tag_start(builder, position);
    if (node->start == SIZE_MAX || position + 1 > doc->length ||
        (doc->text[position] != '>' && doc->text[position] != '/')) {
        builder->is_lost = true;
        return;
    }
    node->tag_end = position + (doc->text[position] == '/' ? 2 : 1);
    if (builder->open) {
        node_append(builder->open, node);
    } else {
        doc->root = node;
    }
    builder->open = node;
    topofix_buffer_clear(&builder->text);
}

static void
on_end_element(void *user, const xmlChar *local_name, const xmlChar *prefix, const xmlChar *uri)
{
    struct builder *builder = user;
    struct topofix_doc *doc = builder->doc;
    struct topofix_node *node = builder->open;
    size_t position = builder_position(builder);

    (void)local_name;
    (void)prefix;
    (void)uri;
    if (!node || builder->is_lost) {
        return;
    }
    node->end = position;
    node->end_tag = position == node->tag_end ? position : builder_tag_start(builder, position);
    if (position == SIZE_MAX || node->end_tag < node->tag_end || position < node->tag_end ||
        doc->text[position - 1] != '>') {
        builder->is_lost = true;
        return;
    }
    if (!node->first) {
        node->text = topofix_arena_strndup(&doc->arena, topofix_buffer_text(&builder->text),
                                           builder->text.length);
    }
    topofix_buffer_clear(&builder->text);
    builder->open = node->parent;
}

static void
on_characters(void *user, const xmlChar *text, int length)
{
    struct builder *builder = user;

    if (builder->open && !builder->open->first) {
        topofix_buffer_add(&builder->text, (const char *)text, (size_t)length);
    }
}

/* Only what makes the text not well-formed stops; an unbound prefix, say, is libvirt's business. */
static void
on_error(void *user, xmlErrorPtr error)
{
    struct builder *builder = user;

    if (error->level == XML_ERR_FATAL && !builder->failed) {
        builder->failed = true;
        topofix_error_set(builder->err, TOPOFIX_ERROR_INPUT, "line %d: not well-formed XML: %s",
                          error->line, error->message ? error->message : "unknown error");
    }
}

static const xmlSAXHandler sax_handler = {
    .initialized = XML_SAX2_MAGIC,
    .startDocument = on_start_document,
    .internalSubset = on_doctype,
    .startElementNs = on_start_element,
    .endElementNs = on_end_element,
    .characters = on_characters,
    .ignorableWhitespace = on_characters,
    .cdataBlock = on_characters,
    .serror = on_error,
};

/* UTF-16 and UTF-32 show themselves by a byte order mark or a NUL among the first bytes. */
static bool
text_is_wide(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;

    return length >= 2 &&
           ((bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff) ||
            bytes[0] == 0 || bytes[1] == 0);
}

static int
text_check(const char *text, size_t length, size_t length_max, struct topofix_error *err)
{
    if (length == 0 || strspn(text, " \t\r\n") == length) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT, "line 1: empty, expected XML");
    }
    if (length > length_max) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "line 1: %zu bytes of XML, expected at most %zu", length,
                                 length_max);
    }
    if (text_is_wide(text, length)) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "line 1: encoding other than UTF-8, which is not supported");
    }
    if (memchr(text, '\0', length)) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "line 1: not well-formed XML: it holds a NUL byte");
    }
    return 0;
}

static int
builder_run(struct builder *builder)
{
    xmlParserCtxt *parser =
        xmlCreateMemoryParserCtxt(builder->doc->text, (int)builder->doc->length);

    if (!parser) {
        abort(); /* out of memory is its only cause */
    }
    *parser->sax = sax_handler;
    parser->userData = builder;
    builder->parser = parser;
    /* NOENT: without it, &amp; in an attribute arrives as &#38;; entities of a DTD never come this
     * far */
    xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOENT);
    /* xmlCtxtUseOptions may exchange handlers for its own; these are the ones that matter */
    parser->sax->cdataBlock = on_characters;
    xmlParseDocument(parser);
    if (!builder->failed &&
        (!parser->wellFormed || (!builder->is_lost && (!builder->doc->root || builder->open)))) {
        builder->failed = true;
        topofix_error_set(builder->err, TOPOFIX_ERROR_INPUT, "line %d: not well-formed XML",
                          parser->input ? parser->input->line : 1);
    }
    if (!builder->failed && builder->is_lost) {
        builder_fail(builder, "the position of an element could not be told");
    }
    xmlFreeParserCtxt(parser);
    return builder->failed ? -1 : 0;
}

static struct topofix_doc *
parse(const char *text, size_t length, size_t length_max, size_t nodes_max,
      struct topofix_error *err)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = NULL;
    struct builder builder = { .nodes_max = nodes_max, .err = err };
    int result;

    if (text_check(text, length, length_max, err) < 0) {
        return NULL;
    }
    xmlInitParser();
    doc = topofix_alloc(1, sizeof(*doc));
    doc->text = text;
    doc->length = length;
    builder.doc = doc;
    result = builder_run(&builder);
    topofix_buffer_done(&builder.text);
    return result < 0 ? NULL : topofix_steal(doc);
}

struct topofix_doc *
topofix_doc_parse(const char *text, size_t length, struct topofix_error *err)
{
    return parse(text, length, TOPOFIX_DOC_BYTES_MAX, NODES_MAX, err);
}

struct topofix_doc *
topofix_doc_parse_edited(const char *text, size_t length, struct topofix_error *err)
{
    return parse(text, length, TOPOFIX_DOC_BYTES_MAX + EDIT_BYTES_MAX, NODES_MAX + EDIT_NODES_MAX,
                 err);
}

void
topofix_doc_free(struct topofix_doc *doc)
{
    if (doc) {
        topofix_arena_done(&doc->arena);
        free(doc);
    }
}

const struct topofix_node *
topofix_doc_root(const struct topofix_doc *doc)
{
    return doc->root;
}

const char *
topofix_doc_text(const struct topofix_doc *doc, size_t *ret_length)
{
    *ret_length = doc->length;
    return doc->text;
}

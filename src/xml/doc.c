/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/doc.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "sax.h"
#include "tags.h"

struct topofix_doc {
    struct topofix_arena arena;
    const char *text;
    size_t length;
    struct topofix_node *root;
};

/* The prefix "xml" always has this namespace (Namespaces in XML 1.0, section 3). */
#define XML_URI "http://www.w3.org/XML/1998/namespace"

/*
 * The most namespace declarations in scope at one place, far above any domain's needs. This file,
 * and libxml2 before 2.12, search them for each name with a prefix.
 */
enum { SCOPE_MAX = 128 };

struct binding {
    const char *prefix; /* NULL for the default namespace */
    const char *uri;
};

struct builder {
    struct topofix_doc *doc;
    struct topofix_node *open;  /* the innermost element that is not closed yet */
    struct topofix_buffer text; /* the character data of open so far */
    struct binding scope[SCOPE_MAX];
    size_t n_scope;
};

static const char *
builder_copy(struct builder *builder, const char *text, size_t length)
{
    return topofix_arena_strndup(&builder->doc->arena, text, length);
}

/*
 * The local name, or "prefix:name" if the prefix is not declared, so that <x:cpu> is not taken for
 * a <cpu>.
 */
static const char *
builder_copy_name(struct builder *builder, const char *name, const char *prefix, const char *uri)
{
    TOPOFIX_AUTO_FREE char *full = NULL;

    if (!prefix || uri) {
        return builder_copy(builder, name, strlen(name));
    }
    full = topofix_sprintf("%s:%s", prefix, name);
    return builder_copy(builder, full, strlen(full));
}

/* Adds the namespaces that an element declares to the scope, which holds their only copies. */
static int
builder_declare(struct builder *builder, const struct topofix_sax_element *element,
                struct topofix_error *err)
{
    if (element->n_namespaces > SCOPE_MAX - builder->n_scope) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "line %u: more than the %d namespace declarations in force at "
                                 "once that are read",
                                 element->tag->line, SCOPE_MAX);
    }
    for (size_t i = 0; i < element->n_namespaces; i++) {
        const struct topofix_sax_namespace *declared = &element->namespaces[i];
        const char *prefix = declared->prefix;

        builder->scope[builder->n_scope++] = (struct binding){
            .prefix = prefix ? builder_copy(builder, prefix, strlen(prefix)) : NULL,
            .uri = builder_copy(builder, declared->uri, strlen(declared->uri)),
        };
    }
    return 0;
}

/* The scope's copy of the namespace that libxml2 found for a name. All names share it. */
static const char *
builder_uri(const struct builder *builder, const char *prefix, const char *uri)
{
    for (size_t i = uri ? builder->n_scope : 0; i > 0; i--) {
        const struct binding *binding = &builder->scope[i - 1];

        if (prefix == binding->prefix ||
            (prefix && binding->prefix && strcmp(prefix, binding->prefix) == 0)) {
            return binding->uri;
        }
    }
    return uri ? XML_URI : NULL; /* "xml" is the only prefix that needs no declaration */
}

static const struct topofix_attribute *
builder_attributes(struct builder *builder, const struct topofix_sax_element *element)
{
    struct topofix_attribute *attributes;

    if (element->n_attributes == 0) {
        return NULL;
    }
    attributes =
        topofix_arena_alloc(&builder->doc->arena, element->n_attributes * sizeof(*attributes));
    for (size_t i = 0; i < element->n_attributes; i++) {
        const struct topofix_sax_attribute *found = &element->attributes[i];

        attributes[i] = (struct topofix_attribute){
            .name = builder_copy_name(builder, found->name, found->prefix, found->uri),
            .uri = builder_uri(builder, found->prefix, found->uri),
            .value = builder_copy(builder, found->value, found->length),
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

static int
on_start(void *user, const struct topofix_sax_element *element, struct topofix_error *err)
{
    struct builder *builder = user;
    struct topofix_doc *doc = builder->doc;
    struct topofix_node *node;

    if (builder_declare(builder, element, err) < 0) {
        return -1;
    }
    node = topofix_arena_alloc(&doc->arena, sizeof(*node));
    *node = (struct topofix_node){
        .name = builder_copy_name(builder, element->name, element->prefix, element->uri),
        .uri = builder_uri(builder, element->prefix, element->uri),
        .text = "",
        .line = element->tag->line,
        .n_namespaces = (unsigned)element->n_namespaces,
        .attributes = builder_attributes(builder, element),
        .n_attributes = element->n_attributes,
        .start = element->tag->start,
        .tag_end = element->tag->end,
    };
    if (doc->arena.n_bytes > TOPOFIX_DOC_MEMORY_MAX) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "line %u: more elements and attributes than fit into %zu MiB",
                                 node->line, TOPOFIX_DOC_MEMORY_MAX >> 20);
    }
    if (builder->open) {
        node_append(builder->open, node);
    } else {
        doc->root = node;
    }
    builder->open = node;
    topofix_buffer_clear(&builder->text);
    return 0;
}

static int
on_end(void *user, const struct topofix_tag *tag, struct topofix_error *err)
{
    struct builder *builder = user;
    struct topofix_node *node = builder->open;

    (void)err;
    node->end = tag->end;
    node->end_tag = tag->kind == TOPOFIX_TAG_EMPTY ? tag->end : tag->start;
    if (!node->first && builder->text.length > 0) {
        node->text =
            builder_copy(builder, topofix_buffer_text(&builder->text), builder->text.length);
    }
    topofix_buffer_clear(&builder->text);
    builder->n_scope -= node->n_namespaces;
    builder->open = node->parent;
    return 0;
}

static int
on_text(void *user, const char *text, size_t length, struct topofix_error *err)
{
    struct builder *builder = user;

    (void)err;
    if (builder->open && !builder->open->first) {
        topofix_buffer_add(&builder->text, text, length);
    }
    return 0;
}

static const struct topofix_sax_handler handler = {
    .start = on_start,
    .end = on_end,
    .text = on_text,
};

static int
fail_encoding(struct topofix_error *err)
{
    return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                             "line 1: encoding other than UTF-8, which is not supported");
}

/* UTF-16 and UTF-32 are recognised by a byte order mark or a NUL among the first bytes. */
static bool
text_is_wide(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;

    return length >= 2 &&
           ((bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff) ||
            bytes[0] == 0 || bytes[1] == 0);
}

/*
 * Whether an XML declaration names an encoding other than UTF-8. libxml2 would convert the text,
 * and positions would no longer be those of the original.
 */
static bool
declaration_is_foreign(const char *text, size_t length)
{
    static const char word[] = "encoding";
    const char *end;
    const char *at;

    if (length < strlen("<?xml") || memcmp(text, "<?xml", strlen("<?xml")) != 0) {
        return false;
    }
    end = memmem(text, length, "?>", strlen("?>"));
    if (!end) {
        return false;
    }
    at = memmem(text, (size_t)(end - text), word, strlen(word));
    if (!at) {
        return false;
    }
    at += strlen(word);
    at += strspn(at, " \t\r\n");
    at += *at == '=';
    at += strspn(at, " \t\r\n");
    at += *at == '"' || *at == '\'';
    return strncasecmp(at, "UTF-8", strlen("UTF-8")) != 0 || !strchr("\"'", at[strlen("UTF-8")]);
}

static int
encoding_check(const char *text, size_t length, struct topofix_error *err)
{
    static const char mark[] = "\xef\xbb\xbf";

    if (text_is_wide(text, length)) {
        return fail_encoding(err);
    }
    if (length >= strlen(mark) && memcmp(text, mark, strlen(mark)) == 0) {
        text += strlen(mark);
        length -= strlen(mark);
    }
    return declaration_is_foreign(text, length) ? fail_encoding(err) : 0;
}

/* The most that an edit may add, which leaves room beyond a topology and a record. */
enum { EDIT_BYTES_MAX = 64 * 1024, EDIT_NODES_MAX = 64 };

/* The most that is read. */
struct limits {
    size_t bytes;
    size_t elements;
};

static int
text_check(const char *text, size_t length, const struct limits *limits, struct topofix_error *err)
{
    if (length == 0 || strspn(text, " \t\r\n") == length) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT, "line 1: empty, expected XML");
    }
    if (length > limits->bytes) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "line 1: %zu bytes of XML, expected at most %zu", length,
                                 limits->bytes);
    }
    if (encoding_check(text, length, err) < 0) {
        return -1;
    }
    if (memchr(text, '\0', length)) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "line 1: not well-formed XML: it holds a NUL byte");
    }
    return topofix_tags_check(text, length, limits->elements, err);
}

static struct topofix_doc *
parse(const char *text, size_t length, const struct limits *limits, struct topofix_error *err)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = NULL;
    struct builder builder = { .doc = NULL };
    int result;

    if (text_check(text, length, limits, err) < 0) {
        return NULL;
    }
    doc = topofix_alloc(1, sizeof(*doc));
    doc->text = text;
    doc->length = length;
    builder.doc = doc;
    result = topofix_sax_parse(text, length, &handler, &builder, err);
    topofix_buffer_done(&builder.text);
    return result < 0 ? NULL : topofix_steal(doc);
}

struct topofix_doc *
topofix_doc_parse(const char *text, size_t length, struct topofix_error *err)
{
    static const struct limits limits = { .bytes = TOPOFIX_DOC_BYTES_MAX,
                                          .elements = TOPOFIX_TAGS_ELEMENTS_MAX };

    return parse(text, length, &limits, err);
}

struct topofix_doc *
topofix_doc_parse_edited(const char *text, size_t length, struct topofix_error *err)
{
    static const struct limits limits = { .bytes = TOPOFIX_DOC_BYTES_MAX + EDIT_BYTES_MAX,
                                          .elements = TOPOFIX_TAGS_ELEMENTS_MAX + EDIT_NODES_MAX };

    return parse(text, length, &limits, err);
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

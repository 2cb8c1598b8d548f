/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sax.h"

#include <errno.h>
#include <libxml/parser.h>
#include <libxml/threads.h>
#include <libxml/xmlerror.h>
#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"

/* libxml2 2.12 made the error const. */
#if LIBXML_VERSION >= 21200
typedef const xmlError *sax_error;
#else
typedef xmlError *sax_error;
#endif

/* The most faults in a well-formed text. libxml2 formats a message for each, which takes 2 us. */
enum { FAULTS_MAX = 4096 };

/*
 * Near the end of a text, libxml2 before 2.12 tries at each step to read more, which took a sixth
 * of the time of a small domain (250 bytes of it, INPUT_CHUNK). White space after the root
 * element means nothing in XML, and moves that end away.
 */
enum { PADDING_BYTES = 256 };

struct sax {
    const struct topofix_sax_handler *handler;
    void *user;
    struct topofix_error *err;
    xmlParserCtxt *parser;
    struct topofix_tags tags;
    struct topofix_tag tag; /* of the latest event */
    bool is_empty_open; /* an empty-element tag has started, and its end event is still to come */
    int n_faults;       /* that are ignored, as libvirt ignores them */
    bool has_begun;     /* libxml2 reads the text */
    bool is_lost;       /* a tag was not where it should be; libxml2's next error may explain it */
    bool failed;
};

/* Call this after setting *err. It suppresses everything that libxml2 reports afterwards. */
static void
sax_stop(struct sax *sax)
{
    sax->failed = true;
    xmlStopParser(sax->parser);
}

static void
sax_fail(struct sax *sax, const char *what)
{
    if (!sax->failed) {
        topofix_error_set(sax->err, TOPOFIX_ERROR_INPUT, "line %zu: %s", sax->tags.n_newlines + 1,
                          what);
    }
    sax_stop(sax);
}

/* Whether the tag in the text has the name that libxml2 reports. */
static bool
tag_has_name(const struct sax *sax, const char *prefix, const char *name)
{
    const char *found =
        sax->tags.text + sax->tag.start + (sax->tag.kind == TOPOFIX_TAG_END ? 2 : 1);
    size_t prefix_length = prefix ? strlen(prefix) : 0;
    size_t name_length = strlen(name);
    size_t left = (size_t)(sax->tags.text + sax->tag.end - found);

    if (prefix) {
        if (left <= prefix_length || memcmp(found, prefix, prefix_length) != 0 ||
            found[prefix_length] != ':') {
            return false;
        }
        found += prefix_length + 1;
        left -= prefix_length + 1;
    }
    return left > name_length && memcmp(found, name, name_length) == 0 &&
           strchr(" \t\r\n/>", found[name_length]);
}

/* Moves on to the next tag of the text, which must have this name. */
static bool
sax_take_tag(struct sax *sax, const xmlChar *prefix, const xmlChar *name)
{
    return name && topofix_tags_next(&sax->tags, &sax->tag) &&
           tag_has_name(sax, (const char *)prefix, (const char *)name);
}

static void
on_start_document(void *user)
{
    ((struct sax *)user)->has_begun = true;
}

static void
on_doctype(void *user, const xmlChar *name, const xmlChar *external_id, const xmlChar *system_id)
{
    struct sax *sax = user;
    struct topofix_tag tag;

    (void)name;
    (void)external_id;
    (void)system_id;
    (void)topofix_tags_next(&sax->tags, &tag); /* moves to the DOCTYPE, to know its line */
    sax_fail(sax, "found a DOCTYPE, expected none: its entities could read files and fill the "
                  "memory; remove it");
}

static void
attributes_fill(const xmlChar **raw, size_t count, struct topofix_sax_attribute *ret_attributes)
{
    for (size_t i = 0; i < count; i++, raw += 5) {
        ret_attributes[i] = (struct topofix_sax_attribute){
            .name = (const char *)raw[0],
            .prefix = (const char *)raw[1],
            .uri = (const char *)raw[2],
            .value = (const char *)raw[3],
            .length = (size_t)(raw[4] - raw[3]),
        };
    }
}

static void
namespaces_fill(const xmlChar **raw, size_t count, struct topofix_sax_namespace *ret_namespaces)
{
    for (size_t i = 0; i < count; i++, raw += 2) {
        ret_namespaces[i] = (struct topofix_sax_namespace){
            .prefix = (const char *)raw[0],
            .uri = raw[1] ? (const char *)raw[1] : "",
        };
    }
}

static void
on_start_element(void *user, const xmlChar *local_name, const xmlChar *prefix, const xmlChar *uri,
                 int n_namespaces, const xmlChar **namespaces, int n_attributes, int n_defaulted,
                 const xmlChar **attributes)
{
    struct sax *sax = user;
    struct topofix_sax_attribute own_attributes[TOPOFIX_TAGS_ATTRIBUTES_MAX];
    struct topofix_sax_namespace own_namespaces[TOPOFIX_TAGS_ATTRIBUTES_MAX];
    struct topofix_sax_element element = {
        .name = (const char *)local_name,
        .prefix = (const char *)prefix,
        .uri = (const char *)uri,
        .tag = &sax->tag,
        .attributes = own_attributes,
        .n_attributes = (size_t)n_attributes,
        .namespaces = own_namespaces,
        .n_namespaces = (size_t)n_namespaces,
    };

    (void)n_defaulted;
    if (sax->failed || sax->is_lost) {
        return;
    }
    if (sax->is_empty_open || !sax_take_tag(sax, prefix, local_name) ||
        sax->tag.kind == TOPOFIX_TAG_END ||
        element.n_attributes + element.n_namespaces > sax->tag.n_attributes) {
        sax->is_lost = true;
        return;
    }
    sax->is_empty_open = sax->tag.kind == TOPOFIX_TAG_EMPTY;
    attributes_fill(attributes, element.n_attributes, own_attributes);
    namespaces_fill(namespaces, element.n_namespaces, own_namespaces);
    if (sax->handler->start(sax->user, &element, sax->err) < 0) {
        sax_stop(sax);
    }
}

static void
on_end_element(void *user, const xmlChar *local_name, const xmlChar *prefix, const xmlChar *uri)
{
    struct sax *sax = user;

    (void)uri;
    if (sax->failed || sax->is_lost) {
        return;
    }
    if (!sax->is_empty_open &&
        (!sax_take_tag(sax, prefix, local_name) || sax->tag.kind != TOPOFIX_TAG_END)) {
        sax->is_lost = true;
        return;
    }
    sax->is_empty_open = false;
    if (sax->handler->end(sax->user, &sax->tag, sax->err) < 0) {
        sax_stop(sax);
    }
}

static void
on_characters(void *user, const xmlChar *text, int length)
{
    struct sax *sax = user;

    if (!sax->failed && !sax->is_lost &&
        sax->handler->text(sax->user, (const char *)text, (size_t)length, sax->err) < 0) {
        sax_stop(sax);
    }
}

static void
sax_fail_by(struct sax *sax, const xmlError *error)
{
    if (error->code == XML_ERR_NO_MEMORY) {
        topofix_error_set_errno(sax->err, ENOMEM, "line %d: libxml2 ran out of memory",
                                error->line > 0 ? error->line : 1);
    } else {
        topofix_error_set(sax->err, TOPOFIX_ERROR_INPUT, "line %d: not well-formed XML: %s",
                          error->line, error->message ? error->message : "unknown error");
    }
    sax_stop(sax);
}

/*
 * Only a text that is not well-formed is refused. A prefix that is not declared, for example, is
 * left to libvirt.
 */
static void
on_error(void *user, sax_error error)
{
    struct sax *sax = user;

    if (sax->failed) {
        return;
    }
    if (error->level == XML_ERR_FATAL || error->code == XML_ERR_NO_MEMORY) {
        sax_fail_by(sax, error);
    } else if (++sax->n_faults > FAULTS_MAX) {
        topofix_error_set(sax->err, TOPOFIX_ERROR_INPUT,
                          "line %d: more faults than the %d that are forgiven: %s", error->line,
                          (int)FAULTS_MAX, error->message ? error->message : "unknown error");
        sax_stop(sax);
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

/* Reports a failure that no callback has reported: from libxml2, or of the positions. */
static void
sax_finish(struct sax *sax)
{
    const xmlError *error = xmlCtxtGetLastError(sax->parser);

    if (sax->failed) {
        return;
    }
    if (error && (error->level == XML_ERR_FATAL || error->code == XML_ERR_NO_MEMORY)) {
        sax_fail_by(sax, error);
    } else if (!sax->has_begun) { /* which libxml2 says on standard error only */
        topofix_error_set_errno(sax->err, ENOMEM, "line 1: libxml2 ran out of memory");
        sax->failed = true;
    } else if (!sax->parser->wellFormed) {
        sax_fail(sax, "not well-formed XML");
    } else if (sax->is_lost) {
        sax_fail(sax, "the position of an element could not be told");
    }
}

static void
on_message(void *user, const char *format, ...)
{
    (void)user;
    (void)format;
}

/* Makes the parser. Without a silent generic handler libxml2 would print a lack of memory. */
static xmlParserCtxtPtr
parser_new(void)
{
    xmlGenericErrorFunc printer;
    void *context;
    xmlParserCtxtPtr parser;

/* Since 2.12 libxml2 aborts if it cannot allocate its data for each thread, unless asked first. */
#if LIBXML_VERSION >= 21200
    if (xmlCheckThreadLocalStorage() < 0) {
        return NULL;
    }
#endif
    printer = xmlGenericError;
    context = xmlGenericErrorContext;
    xmlSetGenericErrorFunc(NULL, on_message);
    parser = xmlNewParserCtxt();
    xmlSetGenericErrorFunc(context, printer);
    return parser;
}

static void
sax_read(struct sax *sax)
{
    size_t length = sax->tags.length + PADDING_BYTES;
    TOPOFIX_AUTO_FREE char *padded = topofix_realloc(NULL, 1, length);

    memcpy(padded, sax->tags.text, sax->tags.length);
    memset(padded + sax->tags.length, ' ', PADDING_BYTES);
    /*
     * NOENT: without it, &amp; in an attribute arrives as &#38;. Entities of a DTD never get this
     * far.
     */
    xmlFreeDoc(xmlCtxtReadMemory(sax->parser, padded, (int)length, NULL, NULL,
                                 XML_PARSE_NONET | XML_PARSE_NOENT));
}

int
topofix_sax_parse(const char *text, size_t length, const struct topofix_sax_handler *handler,
                  void *user, struct topofix_error *err)
{
    struct sax sax = {
        .handler = handler,
        .user = user,
        .err = err,
        .tags = { .text = text, .length = length },
    };

    xmlInitParser();
    sax.parser = parser_new();
    if (!sax.parser) {
        return topofix_error_set_errno(err, ENOMEM, "line 1: libxml2 ran out of memory");
    }
    *sax.parser->sax = sax_handler;
    sax.parser->userData = &sax;
    sax_read(&sax);
    sax_finish(&sax);
    xmlFreeParserCtxt(sax.parser);
    return sax.failed ? -1 : 0;
}

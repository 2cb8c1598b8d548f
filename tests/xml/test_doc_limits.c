/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Texts that are small, and would cost much memory or time. What counts is what is refused, and
 * what libxml2 was asked for; no test looks at a clock. */
#include <libxml/xmlversion.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "testing.h"
#include "xml/doc.h"

static void
add_repeated(struct topofix_buffer *text, const char *piece, int count)
{
    for (int i = 0; i < count; i++) {
        topofix_buffer_add_text(text, piece);
    }
}

static void
check_refused(const struct topofix_buffer *text, const char *message)
{
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };
    struct topofix_doc *doc = topofix_doc_parse(text->bytes, text->length, &err);

    topofix_doc_free(doc);
    assert_null(doc);
    assert_int_equal(err.code, TOPOFIX_ERROR_INPUT);
    assert_string_equal(err.message, message);
}

static size_t
count_nodes(const struct topofix_doc *doc)
{
    const struct topofix_node *root = topofix_doc_root(doc);
    size_t count = 0;

    for (const struct topofix_node *node = root; node; node = topofix_node_walk(root, node)) {
        count++;
    }
    return count;
}

/* Every element and attribute of a namespace shares one copy of it. */
static void
test_namespaces_are_shared(void **state)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = NULL;
    struct topofix_error err;
    const struct topofix_node *root;

    (void)state;
    topofix_buffer_add_text(&text, "<a:r xmlns:a='urn:");
    add_repeated(&text, "x", 60000);
    topofix_buffer_add_text(&text, "'>");
    add_repeated(&text, "<a:b a:c=''/>", 10000);
    topofix_buffer_add_text(&text, "</a:r>");
    doc = topofix_doc_parse(text.bytes, text.length, &err);
    assert_non_null(doc);
    assert_int_equal(count_nodes(doc), 10001);
    root = topofix_doc_root(doc);
    assert_int_equal(strlen(root->uri), 60004);
    for (const struct topofix_node *node = root->first; node; node = node->next) {
        assert_ptr_equal(node->uri, root->uri);
        assert_ptr_equal(node->attributes[0].uri, root->uri);
    }
}

static void
test_memory(void **state)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    (void)state;
    topofix_buffer_add_text(&text, "<r>\n");
    add_repeated(&text, "<a b='' c='' d=''/>", 199999);
    topofix_buffer_add_text(&text, "</r>");
    check_refused(&text, "line 2: more elements and attributes than fit into 32 MiB");
}

static void
test_elements(void **state)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    (void)state;
    topofix_buffer_add_text(&text, "<r>\n");
    add_repeated(&text, "<a/>", 200000);
    topofix_buffer_add_text(&text, "</r>");
    check_refused(&text, "line 2: more elements than the 200000 that are read");
}

static void
add_element(struct topofix_buffer *text, const char *attribute, int count)
{
    topofix_buffer_add_text(text, "<r>\n<r");
    for (int i = 0; i < count; i++) {
        topofix_buffer_add_format(text, " %s%d='>'", attribute, i);
    }
    topofix_buffer_add_text(text, "/></r>");
}

static bool
is_read(const struct topofix_buffer *text)
{
    struct topofix_doc *doc = topofix_doc_parse(text->bytes, text->length, NULL);
    bool result = doc;

    topofix_doc_free(doc);
    return result;
}

/*
 * libxml2 forgives them, but writes a message about each, which takes its time. Since 2.13 it stops
 * at 100, so that any number of them is forgiven.
 */
static void
test_faults(void **state)
{
    static const int counts[] = { 4096, 4097 };
    const bool libxml2_tells_all = LIBXML_VERSION < 21300;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(counts); i++) {
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

        topofix_buffer_add_text(&text, "<r>\n");
        add_repeated(&text, "<a:b/>", counts[i]);
        topofix_buffer_add_text(&text, "</r>");
        if (counts[i] == 4096 || !libxml2_tells_all) {
            assert_true(is_read(&text));
        } else {
            check_refused(&text, "line 2: more faults than the 4096 that are forgiven: Namespace "
                                 "prefix a on b is not defined");
        }
    }
}

/* Refused before libxml2 looks: the tag is not even closed. */
static void
test_attributes(void **state)
{
    static const char *const names[] = { "a", "xmlns:a" };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
        const char *message = "line 2: an element with more than the 256 attributes and namespace "
                              "declarations that are read";

        add_element(&text, names[i], 257);
        check_refused(&text, message);
        text.bytes[text.length - 2] = '<'; /* not well-formed: libxml2 would say so */
        check_refused(&text, message);
    }
}

static void
test_attributes_at_the_limit(void **state)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    (void)state;
    add_element(&text, "a", 256);
    assert_true(is_read(&text));
}

static void
add_scopes(struct topofix_buffer *text, int depth)
{
    for (int i = 0; i < depth; i++) {
        topofix_buffer_add_format(text, "<r xmlns:a%d='u' xmlns:b%d='u'>\n", i, i);
    }
    add_repeated(text, "</r>", depth);
}

static void
test_namespaces_in_force(void **state)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer nested = { .bytes = NULL };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer aside = { .bytes = NULL };

    (void)state;
    add_scopes(&nested, 65);
    check_refused(&nested,
                  "line 65: more than the 128 namespace declarations in force at once that "
                  "are read");
    topofix_buffer_add_text(&aside, "<r>");
    for (int i = 0; i < 100; i++) {
        add_scopes(&aside, 64);
    }
    topofix_buffer_add_text(&aside, "</r>");
    assert_true(is_read(&aside));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_namespaces_are_shared),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_elements),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_attributes),
        cmocka_unit_test(test_attributes_at_the_limit),
        cmocka_unit_test(test_namespaces_in_force),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

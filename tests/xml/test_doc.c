/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/doc.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "testing.h"

/* Nodes come in the order of the text, so lines are counted once. */
struct counted {
    size_t offset;
    unsigned line;
};

static unsigned
line_at(struct counted *counted, const char *text, size_t offset)
{
    for (; counted->offset < offset; counted->offset++) {
        counted->line += text[counted->offset] == '\n';
    }
    return counted->line;
}

/* The bytes of a node are what its name and kind say, and lie within those of its parent. */
static void
check_node(const char *text, const struct topofix_node *node, struct counted *counted)
{
    const char *name = text + node->start + 1;
    size_t length = strcspn(name, " \t\r\n/>");
    size_t local = strlen(node->name);
    unsigned first_line = line_at(counted, text, node->start);

    assert_int_equal(text[node->start], '<');
    assert_true(length >= local);
    assert_true(strncmp(name + length - local, node->name, local) == 0);
    assert_true(length == local || name[length - local - 1] == ':');
    assert_int_equal(text[node->tag_end - 1], '>');
    assert_int_equal(text[node->end - 1], '>');
    if (topofix_node_is_empty_tag(node)) {
        assert_int_equal(text[node->tag_end - 2], '/');
        assert_int_equal(node->end_tag, node->end);
        assert_null(node->first);
    } else {
        assert_int_equal(strncmp(text + node->end_tag, "</", 2), 0);
        assert_int_equal(strncmp(text + node->end_tag + 2, name, length), 0);
        assert_true(node->tag_end <= node->end_tag);
        assert_true(node->end_tag < node->end);
    }
    assert_true(node->line >= first_line);
    assert_true(node->line <= line_at(counted, text, node->tag_end));
    if (node->parent) {
        assert_true(node->start >= node->parent->tag_end);
        assert_true(node->end <= node->parent->end_tag);
    }
    if (node->next) {
        assert_true(node->next->start >= node->end);
        assert_ptr_equal(node->next->parent, node->parent);
    }
}

static void
check_positions(const char *text, size_t n_nodes)
{
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = topofix_doc_parse(text, strlen(text), &err);
    struct counted counted = { .offset = 0, .line = 1 };
    size_t found = 0;

    if (!doc) {
        fail_msg("%s: %s", err.message, text);
    }
    for (const struct topofix_node *node = topofix_doc_root(doc); node;
         node = topofix_node_walk(topofix_doc_root(doc), node)) {
        check_node(text, node, &counted);
        found++;
    }
    assert_int_equal(found, n_nodes);
}

static void
test_positions(void **state)
{
    (void)state;
    check_positions("<a/>", 1);
    check_positions("<a></a>", 1);
    check_positions("<a ><b /></a >", 2);
    check_positions("<a><b/><c></c>text<d>x</d></a>\n", 4);
    check_positions(
        "<?xml version='1.0'?>\n<!-- <no/> -->\n<a>\n  <b\n   x='1'\n   />\n</a>\n<!-- x -->", 2);
    check_positions("<a>\r\n\t<b x=\"1\">\r\n\t</b>\r\n</a>", 2);
    check_positions("<a x='>' y='/>' z=\"a>b\"><b v='-->'/>></a>", 2);
    check_positions("<p:a xmlns:p='urn:x'><p:b/><b xmlns='urn:y'><c/></b></p:a>", 4);
    check_positions("<a><!-- <x> --><?pi <y/> ?><![CDATA[<z/>]]><b/></a>", 2);
    check_positions("<a>&lt;b/&gt;&#60;<b/>&amp;</a>", 2);
}

static void
test_positions_of_bytes_not_characters(void **state)
{
    (void)state;
    check_positions("\xef\xbb\xbf<a><b/></a>", 2);
    check_positions("\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?>\n<a><b/></a>", 2);
    check_positions("<?xml version='1.0' encoding='UTF-8'?><a><b>äöü€𝄞</b><c x='ß𝄞'/><d/></a>", 4);
    check_positions("<ä><ö ü='é'/></ä>", 2);
}

/* Beyond what libxml2 keeps in its window at a time. */
static void
test_positions_far_into_the_text(void **state)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    enum { COUNT = 20000 };

    (void)state;
    topofix_buffer_add_text(&text, "<domain>\n");
    for (int i = 0; i < COUNT; i++) {
        topofix_buffer_add_format(&text, "  <item n='%d' s='&lt;é>'>t&amp;ü<!-- %d --></item>\r\n",
                                  i, i);
    }
    topofix_buffer_add_text(&text, "</domain>");
    check_positions(topofix_buffer_text(&text), COUNT + 1);
}

static struct topofix_doc *
parse(const char *text)
{
    struct topofix_error err;
    struct topofix_doc *doc = topofix_doc_parse(text, strlen(text), &err);

    if (!doc) {
        fail_msg("%s", err.message);
    }
    return doc;
}

static void
test_text(void **state)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc =
        parse("<a><b> x<!-- no -->y&lt;&#x41;<![CDATA[<&]]></b><c>1<d/>2</c><e/></a>");
    const struct topofix_node *root = topofix_doc_root(doc);

    (void)state;
    assert_string_equal(topofix_node_child(root, "b")->text, " xy<A<&");
    assert_string_equal(topofix_node_child(root, "c")->text, "");
    assert_string_equal(topofix_node_child(root, "e")->text, "");
    assert_string_equal(root->text, "");
}

static void
test_attributes(void **state)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc =
        parse("<a x='1' p:x='2' y='&lt;&quot;&#65;' z='' u:q='3' xmlns:p='urn:p'/>");
    const struct topofix_node *root = topofix_doc_root(doc);

    (void)state;
    assert_string_equal(topofix_node_attribute(root, "x"), "1");
    assert_string_equal(topofix_node_attribute(root, "y"), "<\"A");
    assert_string_equal(topofix_node_attribute(root, "z"), "");
    assert_null(topofix_node_attribute(root, "q"));
    assert_null(topofix_node_attribute(root, "p"));
    assert_null(topofix_node_attribute(NULL, "x"));
}

static void
test_ampersand_in_attribute(void **state)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = parse("<a x='a&amp;b&#38;c'/>");

    (void)state;
    assert_string_equal(topofix_node_attribute(topofix_doc_root(doc), "x"), "a&b&c");
}

static void
test_namespaces(void **state)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = parse(
        "<a xmlns:p='urn:p'><b/><p:b/><q:b xmlns:q='urn:p'/><b xmlns='urn:p'/><b/><x:b/></a>");
    const struct topofix_node *root = topofix_doc_root(doc);
    const struct topofix_node *node = topofix_node_child_ns(root, "urn:p", "b");
    size_t count = 0;

    (void)state;
    for (; node; node = topofix_node_next_same(node)) {
        count++;
    }
    assert_int_equal(count, 3);
    node = topofix_node_child(root, "b");
    assert_non_null(node);
    node = topofix_node_next_same(node);
    assert_non_null(node);
    assert_null(topofix_node_next_same(node));
    assert_non_null(topofix_node_child(root, "x:b")); /* bound to nothing */
    assert_null(topofix_node_child(NULL, "b"));
}

static void
test_namespaces_that_need_no_declaration_or_end(void **state)
{
    static const char xml[] = "http://www.w3.org/XML/1998/namespace";
    TOPOFIX_AUTO_DOC struct topofix_doc *doc =
        parse("<a xmlns='urn:a' xmlns:p='urn:p' xml:id='i'><xml:b/><c xmlns=''><d/></c></a>");
    const struct topofix_node *root = topofix_doc_root(doc);

    (void)state;
    assert_string_equal(root->attributes[0].uri, xml);
    assert_non_null(topofix_node_child_ns(root, xml, "b"));
    assert_null(topofix_node_child_ns(root, "urn:a", "c"));
    assert_non_null(topofix_node_child(topofix_node_child(root, "c"), "d"));
}

static void
test_single_child(void **state)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = parse("<a>\n<b/>\n<c/>\n<b/></a>");
    const struct topofix_node *root = topofix_doc_root(doc);
    const struct topofix_node *child = root;
    struct topofix_error err;

    (void)state;
    assert_int_equal(topofix_node_single_child(root, NULL, "x", &child, &err), 0);
    assert_null(child);
    assert_int_equal(topofix_node_single_child(root, NULL, "c", &child, &err), 0);
    assert_string_equal(child->name, "c");
    assert_int_equal(topofix_node_single_child(root, NULL, "b", &child, &err), -1);
    assert_string_equal(err.message, "line 4: a second <b> (the first is on line 2), expected one");
    assert_string_equal(child->name, "c");
}

static void
test_walk_stays_below(void **state)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = parse("<a><b><c/><d><e/></d></b><f/></a>");
    const struct topofix_node *top = topofix_node_child(topofix_doc_root(doc), "b");
    char names[8] = "";

    (void)state;
    for (const struct topofix_node *node = top; node; node = topofix_node_walk(top, node)) {
        strcat(names, node->name);
    }
    assert_string_equal(names, "bcde");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_positions),
        cmocka_unit_test(test_positions_of_bytes_not_characters),
        cmocka_unit_test(test_positions_far_into_the_text),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_attributes),
        cmocka_unit_test(test_ampersand_in_attribute),
        cmocka_unit_test(test_namespaces),
        cmocka_unit_test(test_namespaces_that_need_no_declaration_or_end),
        cmocka_unit_test(test_single_child),
        cmocka_unit_test(test_walk_stays_below),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

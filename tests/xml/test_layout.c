/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "testing.h"
#include "xml/layout.h"

static void
check_layout(const char *text, const char *newline, const char *unit, char quote)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = topofix_doc_parse(text, strlen(text), NULL);
    struct topofix_layout layout;

    assert_non_null(doc);
    layout = topofix_layout_of(doc);
    assert_string_equal(layout.newline, newline);
    assert_string_equal(layout.unit, unit);
    assert_int_equal(layout.quote, quote);
}

static void
test_found(void **state)
{
    (void)state;
    check_layout("<a>\n  <b/>\n</a>", "\n", "  ", '\'');
    check_layout("<a t=\"x\">\r\n\t<b/>\r\n</a>", "\r\n", "\t", '"');
    check_layout("<a>\n    <b x='\"'/>\n</a>", "\n", "    ", '\'');
    check_layout("  <a>\n     <b/>\n  </a>", "\n", "   ", '\'');
    check_layout("<a><b/><c/></a>", "", "", '\'');
    check_layout("<a>\n<b/>\n</a>", "\n", "", '\'');
    check_layout("<a><b/>\n  <c/>\n</a>", "\n", "  ", '\'');
    check_layout("<?xml version=\"1.0\"?>\n<a>\n <b/>\n</a>", "\n", " ", '\'');
    check_layout("\n<a>\n   <b/>\n</a>", "\n", "   ", '\'');
    check_layout("    <a>\n  <b/>\n    </a>", "\n", "  ", '\'');
    check_layout("<!-- --> <a>\n    <b/>\n</a>", "\n", "  ", '\'');
}

/* An indentation beyond all measure is not taken over. */
static void
test_wide_unit(void **state)
{
    (void)state;
    check_layout("<a>\n                <b/>\n</a>", "\n", "                ", '\'');
    check_layout("<a>\n                 <b/>\n</a>", "\n", "  ", '\'');
}

/* Applies the splices, and compares. */
static void
check_after(const char *text, struct topofix_splices *splices, const char *expected)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer after = { .bytes = NULL };

    topofix_splices_apply(splices, text, strlen(text), &after);
    assert_string_equal(topofix_buffer_text(&after), expected);
    topofix_splices_done(splices);
}

/* Removes the first <b> of the text. */
static void
check_removed(const char *text, const char *expected)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = topofix_doc_parse(text, strlen(text), NULL);
    struct topofix_splices splices = { .items = NULL };
    const struct topofix_node *node;
    struct topofix_layout layout;

    assert_non_null(doc);
    layout = topofix_layout_of(doc);
    node = topofix_doc_root(doc);
    if (strcmp(node->name, "b") != 0) {
        node = topofix_node_child(node, "b");
    }
    topofix_layout_remove(&layout, node, &splices);
    check_after(text, &splices, expected);
}

/* An element that has its line for itself takes the line along. */
static void
test_removed(void **state)
{
    (void)state;
    check_removed("<a>\n  <b/>\n  <c/>\n</a>", "<a>\n  <c/>\n</a>");
    check_removed("<a>\r\n  <b/>\r\n  <c/>\r\n</a>", "<a>\r\n  <c/>\r\n</a>");
    check_removed("<a><c/><b/>\n</a>", "<a><c/>\n</a>");
    check_removed("<b/>\n", "\n");
    check_removed("\n<b/>", "");
}

/* Inserts a line with <x/> as the first child of the first <b>. */
static void
check_inserted(const char *text, const char *expected)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = topofix_doc_parse(text, strlen(text), NULL);
    struct topofix_splices splices = { .items = NULL };
    struct topofix_buffer line = { .bytes = NULL };
    const struct topofix_node *parent;
    struct topofix_layout layout;

    assert_non_null(doc);
    layout = topofix_layout_of(doc);
    parent = topofix_node_child(topofix_doc_root(doc), "b");
    topofix_layout_add_line(&layout, parent, 0, &line);
    topofix_buffer_add_text(&line, "<x/>");
    topofix_layout_insert(&layout, parent, NULL, topofix_buffer_take(&line), &splices);
    check_after(text, &splices, expected);
}

static void
test_inserted(void **state)
{
    (void)state;
    check_inserted("<a>\n <b/>\n</a>", "<a>\n <b>\n  <x/>\n </b>\n</a>");
    check_inserted("<a>\n <b y='1' />\n</a>", "<a>\n <b y='1'>\n  <x/>\n </b>\n</a>");
    check_inserted("<a>\n <b></b>\n</a>", "<a>\n <b>\n  <x/>\n </b>\n</a>");
    check_inserted("<a>\n <b>\n   <c/>\n </b>\n</a>", "<a>\n <b>\n   <x/>\n   <c/>\n </b>\n</a>");
    check_inserted("<a>\n <c/><b/>\n</a>", "<a>\n <c/><b><x/></b>\n</a>");
    check_inserted("<a>\n <b><c/></b>\n</a>", "<a>\n <b><x/><c/></b>\n</a>");
    check_inserted("<a><b/></a>", "<a><b><x/></b></a>");
}

/* What the caller gives is inserted as it is where the parent does not stand on a line of its own.
 */
static void
test_lines_in_an_element_that_begins_no_line(void **state)
{
    const char *text = "<a>\n <c/><b/>\n</a>";
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = topofix_doc_parse(text, strlen(text), NULL);
    struct topofix_splices splices = { .items = NULL };
    struct topofix_layout layout;

    (void)state;
    assert_non_null(doc);
    layout = topofix_layout_of(doc);
    topofix_layout_insert(&layout, topofix_node_child(topofix_doc_root(doc), "b"), NULL,
                          topofix_strdup("\n<x/>\n"), &splices);
    check_after(text, &splices, "<a>\n <c/><b>\n<x/>\n</b>\n</a>");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found),
        cmocka_unit_test(test_wide_unit),
        cmocka_unit_test(test_removed),
        cmocka_unit_test(test_inserted),
        cmocka_unit_test(test_lines_in_an_element_that_begins_no_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

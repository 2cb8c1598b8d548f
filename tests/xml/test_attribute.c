/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/attribute.h"

#include "base/alloc.h"
#include "testing.h"

/* What the text becomes when an attribute of its root is put. */
static void
check_put(const char *text, const char *name, const char *value, const char *expected)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = topofix_doc_parse(text, strlen(text), NULL);
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer after = { .bytes = NULL };
    struct topofix_splices splices = { .items = NULL };
    struct topofix_layout layout;

    assert_non_null(doc);
    layout = topofix_layout_of(doc);
    topofix_attribute_put(&layout, topofix_doc_root(doc), name, value, &splices);
    topofix_splices_apply(&splices, text, strlen(text), &after);
    assert_string_equal(topofix_buffer_text(&after), expected);
    topofix_splices_done(&splices);
}

static void
test_a_value_is_replaced_between_its_quotes(void **state)
{
    (void)state;
    check_put("<a x='1' y=\"2\"/>", "y", "34", "<a x='1' y=\"34\"/>");
    check_put("<a x = '1'>t</a>", "x", "", "<a x = ''>t</a>");
    check_put("<a yx='1' x='2'/>", "x", "3", "<a yx='1' x='3'/>");
}

static void
test_the_same_value_changes_nothing(void **state)
{
    (void)state;
    check_put("<a x='&#49;'/>", "x", "1", "<a x='&#49;'/>");
}

/* Its value is not known under the name with the prefix, so it is written. */
static void
test_a_prefix_is_part_of_the_name(void **state)
{
    (void)state;
    check_put("<a p:x='1' xmlns:p='urn:p'/>", "p:x", "1", "<a p:x='1' xmlns:p='urn:p'/>");
    check_put("<a p:x='1' xmlns:p='urn:p'/>", "p:x", "2", "<a p:x='2' xmlns:p='urn:p'/>");
    check_put("<a p:x='1' xmlns:p='urn:p'/>", "x", "2", "<a p:x='1' xmlns:p='urn:p' x='2'/>");
}

static void
test_a_new_one_comes_last(void **state)
{
    (void)state;
    check_put("<a/>", "x", "1", "<a x='1'/>");
    check_put("<a x=\"1\" />", "y", "2", "<a x=\"1\" y=\"2\" />");
    check_put("<a\n  x='1'\n>t</a>", "y", "2", "<a\n  x='1' y='2'\n>t</a>");
}

static void
test_one_is_dropped_with_the_space_before_it(void **state)
{
    (void)state;
    check_put("<a x='1'\n   y='2'/>", "y", NULL, "<a x='1'/>");
    check_put("<a x='1'/>", "y", NULL, "<a x='1'/>");
    check_put("<a x='1'/>", "x", NULL, "<a/>");
}

/* libxml2 lets no such tag pass; nothing is read beyond its end. */
static void
test_a_tag_that_is_cut_off_has_no_attribute(void **state)
{
    const char text[] = "<a  x='1";
    const struct topofix_layout layout = { .text = text, .length = strlen(text) };
    const struct topofix_node node = { .start = 0, .tag_end = strlen(text) };
    const struct topofix_node before = { .start = 0, .tag_end = 4 };
    struct topofix_raw_attribute attribute;

    (void)state;
    assert_false(topofix_raw_attribute_find(&layout, &node, "x", &attribute));
    assert_false(topofix_raw_attribute_find(&layout, &before, "x", &attribute));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_value_is_replaced_between_its_quotes),
        cmocka_unit_test(test_the_same_value_changes_nothing),
        cmocka_unit_test(test_a_prefix_is_part_of_the_name),
        cmocka_unit_test(test_a_new_one_comes_last),
        cmocka_unit_test(test_one_is_dropped_with_the_space_before_it),
        cmocka_unit_test(test_a_tag_that_is_cut_off_has_no_attribute),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

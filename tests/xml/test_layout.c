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
}

/* An indentation beyond all measure is not taken over. */
static void
test_wide_unit(void **state)
{
    (void)state;
    check_layout("<a>\n                <b/>\n</a>", "\n", "                ", '\'');
    check_layout("<a>\n                 <b/>\n</a>", "\n", "  ", '\'');
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found),
        cmocka_unit_test(test_wide_unit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

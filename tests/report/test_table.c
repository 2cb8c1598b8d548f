/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "table.h"

#include "base/alloc.h"
#include "testing.h"

static const struct topofix_table_column columns[] = {
    { .title = "NAME" },
    { .title = "COUNT", .is_right = true },
    { .title = "WHY", .is_cut = true },
};

static void
check(const struct topofix_table_layout *layout, const char *color, const char *expected)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct topofix_table *table = topofix_table_new(columns, ARRAY_SIZE(columns), layout);

    topofix_table_add(table, (const struct topofix_table_cell[]){
                                 { "a", color }, { "1", NULL }, { "because of this", NULL } });
    topofix_table_add(table, (const struct topofix_table_cell[]){
                                 { "longer", NULL }, { "10", NULL }, { "", NULL } });
    topofix_table_format(table, &text);
    assert_string_equal(text.bytes, expected);
    topofix_table_free(table);
}

static void
test_table(void **state)
{
    const struct topofix_table_layout with = { .has_headings = true };
    const struct topofix_table_layout without = { .has_headings = false };

    (void)state;
    check(&with, NULL,
          "NAME   COUNT WHY\n"
          "a          1 because of this\n"
          "longer    10\n");
    check(&without, NULL,
          "a       1 because of this\n"
          "longer 10\n");
}

/* On a terminal what may be cut is cut, and elsewhere nothing. */
static void
test_width(void **state)
{
    const struct topofix_table_layout narrow = { .width = 20 };
    const struct topofix_table_layout wide = { .width = 100 };

    (void)state;
    check(&narrow, NULL,
          "a       1 because of\n"
          "longer 10\n");
    check(&wide, NULL,
          "a       1 because of this\n"
          "longer 10\n");
}

static void
test_colors(void **state)
{
    const struct topofix_table_layout colored = { .width = 100, .has_color = true };
    const struct topofix_table_layout plain = { .width = 100 };

    (void)state;
    check(&colored, "\033[31m",
          "\033[31ma     \033[0m  1 because of this\n"
          "longer 10\n");
    check(&plain, "\033[31m",
          "a       1 because of this\n"
          "longer 10\n");
}

static void
test_nothing(void **state)
{
    const struct topofix_table_layout layout = { .has_headings = true };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct topofix_table *table = topofix_table_new(columns, ARRAY_SIZE(columns), &layout);

    (void)state;
    topofix_table_format(table, &text);
    assert_int_equal(text.length, 0);
    topofix_table_free(table);
    topofix_table_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_width),
        cmocka_unit_test(test_colors),
        cmocka_unit_test(test_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

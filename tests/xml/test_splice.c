/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "testing.h"
#include "xml/splice.h"

static void
add(struct topofix_splices *splices, size_t offset, size_t removed, const char *text)
{
    topofix_splices_add(splices, offset, removed, topofix_strdup(text));
}

static void
check_applied(struct topofix_splices *splices, const char *old, const char *expected)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    topofix_splices_sort(splices);
    topofix_splices_apply(splices, old, strlen(old), &text);
    assert_string_equal(topofix_buffer_text(&text), expected);
    topofix_splices_done(splices);
}

static void
test_none(void **state)
{
    struct topofix_splices splices = { .items = NULL };

    (void)state;
    check_applied(&splices, "abc", "abc");
    check_applied(&splices, "", "");
}

static void
test_everywhere(void **state)
{
    struct topofix_splices splices = { .items = NULL };

    (void)state;
    add(&splices, 6, 0, "END");
    add(&splices, 2, 2, "xyz");
    add(&splices, 0, 0, "BEGIN");
    add(&splices, 5, 1, "");
    check_applied(&splices, "abcdef", "BEGINabxyzeEND");
}

static void
test_same_place(void **state)
{
    struct topofix_splices splices = { .items = NULL };

    (void)state;
    add(&splices, 3, 1, "D");
    add(&splices, 3, 0, "1");
    add(&splices, 3, 0, "2");
    add(&splices, 2, 1, "C");
    check_applied(&splices, "abcdef", "abC12Def");
}

/* What is equal keeps its order; what was inserted last is not moved before what was first. */
static void
test_stable(void **state)
{
    static const char *const expected[] = { "1", "2", "a", "b" };
    struct topofix_splices splices = { .items = NULL };

    (void)state;
    add(&splices, 3, 1, "a");
    add(&splices, 3, 2, "b");
    add(&splices, 3, 0, "1");
    add(&splices, 3, 0, "2");
    topofix_splices_sort(&splices);
    for (size_t i = 0; i < ARRAY_SIZE(expected); i++) {
        assert_string_equal(splices.items[i].text, expected[i]);
    }
    topofix_splices_done(&splices);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_none),
        cmocka_unit_test(test_everywhere),
        cmocka_unit_test(test_same_place),
        cmocka_unit_test(test_stable),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

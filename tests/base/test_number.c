/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/number.h"
#include "testing.h"

static void
test_counts(void **state)
{
    static const struct {
        const char *text;
        unsigned max;
        unsigned value;
    } cases[] = {
        { "0", 10, 0 },       { "1", 10, 1 },
        { "10", 10, 10 },     { "007", 10, 7 },
        { "+3", 10, 3 },      { " 4", 10, 4 },
        { "\r\n\t5", 10, 5 }, { "4294967295", UINT32_MAX, UINT32_MAX },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        unsigned value = 99;

        assert_int_equal(topofix_count_parse(cases[i].text, cases[i].max, &value), 0);
        assert_int_equal(value, cases[i].value);
    }
}

static void
test_refusals(void **state)
{
    static const char *const cases[] = { "",
                                         " ",
                                         "+",
                                         "-1",
                                         "11",
                                         "4x",
                                         "4 4",
                                         "4 ",
                                         "4\n",
                                         "4 ",
                                         "4\n",
                                         "0x4",
                                         "4.0",
                                         "1e1",
                                         "eight",
                                         "+ 4",
                                         "++4",
                                         "\v4",
                                         "4\f",
                                         "٤",
                                         "99999999999999999999999",
                                         "18446744073709551617" };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        unsigned value = 99;

        if (topofix_count_parse(cases[i], 10, &value) != -1) {
            fail_msg("'%s' was taken for %u", cases[i], value);
        }
        assert_int_equal(value, 99);
    }
}

static void
test_does_not_wrap(void **state)
{
    unsigned value = 99;

    (void)state;
    assert_int_equal(topofix_count_parse("4294967296", UINT32_MAX, &value), -1);
    assert_int_equal(topofix_count_parse("4294967300", UINT32_MAX, &value), -1);
    assert_int_equal(topofix_count_parse("184467440737095516160001", UINT32_MAX, &value), -1);
    assert_int_equal(value, 99);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_does_not_wrap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/text.h"
#include "testing.h"

static void
test_clean(void **state)
{
    static const struct {
        const char *text;
        const char *clean;
    } cases[] = {
        { "", "" },
        { "plain", "plain" },
        { "two\nlines\r\t\033[2J\x7f", "two lines   [2J " },
        { "c1 \xc2\x80\xc2\x85\xc2\x9b\xc2\x9f\xc2\xa0.", "c1         \xc2\xa0." },
        { "\xe2\x80\xa8\xe2\x80\xa9|\xe2\x80\xae|\xe2\x81\xa6", "      |   |   " },
        { "\xe2\x80\x8e\xef\xbb\xbf\xd8\x9c\xf3\xa0\x81\x81", "            " },
        /* what letters need stays: joiners, combining marks, all else that shows */
        { "\xe2\x80\x8c\xe2\x80\x8d\xcc\x88\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80",
          "\xe2\x80\x8c\xe2\x80\x8d\xcc\x88\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80" },
        /* no UTF-8: a cut character, a stray byte, too long a form */
        { "\xe2\x80", "??" },
        { "\x9b", "?" },
        { "\xc0\x8a", "??" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        char text[64];

        snprintf(text, sizeof(text), "%s", cases[i].text);
        topofix_text_clean(text);
        assert_string_equal(text, cases[i].clean);
    }
}

static void
test_hostile(void **state)
{
    unsigned code = 0;

    (void)state;
    assert_int_equal(topofix_text_hostile("\xe2\x80\xaex", &code), 3);
    assert_int_equal(code, 0x202e);
    assert_int_equal(topofix_text_hostile("\xf3\xa0\x81\x81", &code), 4);
    assert_int_equal(code, 0xe0041);
    assert_int_equal(topofix_text_hostile("\n", &code), 1);
    assert_int_equal(topofix_text_hostile("", &code), 0);
    assert_int_equal(topofix_text_hostile("x", &code), 0);
    assert_int_equal(topofix_text_hostile("\xe2\x80", &code), 0);
}

/* What is data in JSON keeps such characters. */
static void
test_repair(void **state)
{
    char text[] = "a\n\xe2\x80\xae\x80";

    (void)state;
    topofix_text_repair(text);
    assert_string_equal(text, "a\n\xe2\x80\xae?");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_repair),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>

#include "testing.h"

static void
test_set(void **state)
{
    struct topofix_error err = { .sys_errno = 7 };

    (void)state;
    assert_int_equal(topofix_error_set(&err, TOPOFIX_ERROR_INPUT, "line %d: %s", 3, "odd"), -1);
    assert_int_equal(err.code, TOPOFIX_ERROR_INPUT);
    assert_int_equal(err.sys_errno, 0);
    assert_string_equal(err.message, "line 3: odd");
}

static void
test_set_errno(void **state)
{
    struct topofix_error err;

    (void)state;
    assert_int_equal(topofix_error_set_errno(&err, ENOENT, "%s: cannot be opened", "x"), -1);
    assert_int_equal(err.code, TOPOFIX_ERROR_SYSTEM);
    assert_int_equal(err.sys_errno, ENOENT);
    assert_string_equal(err.message, "x: cannot be opened: No such file or directory");
}

static void
test_wrap(void **state)
{
    struct topofix_error err;

    (void)state;
    topofix_error_set(&err, TOPOFIX_ERROR_REFUSED, "inner");
    assert_int_equal(topofix_error_wrap(&err, "outer %d", 1), -1);
    assert_int_equal(err.code, TOPOFIX_ERROR_REFUSED);
    assert_string_equal(err.message, "outer 1: inner");
}

static void
test_nobody_listens(void **state)
{
    (void)state;
    assert_int_equal(topofix_error_set(NULL, TOPOFIX_ERROR_INPUT, "x"), -1);
    assert_int_equal(topofix_error_set_errno(NULL, EIO, "x"), -1);
    assert_int_equal(topofix_error_wrap(NULL, "x"), -1);
}

/* One line for a terminal, whatever libvirt or a domain's name holds. */
static void
test_is_one_clean_line(void **state)
{
    struct topofix_error err;

    (void)state;
    topofix_error_set(&err, TOPOFIX_ERROR_REFUSED, "two\nlines\r\n\033[31m\x7fred \n\n");
    assert_string_equal(err.message, "two lines   [31m red");
    topofix_error_set(&err, TOPOFIX_ERROR_REFUSED, "inner\n");
    topofix_error_wrap(&err, "out\ner");
    assert_string_equal(err.message, "out er: inner");
    topofix_error_set(&err, TOPOFIX_ERROR_REFUSED, "%s", "");
    assert_string_equal(err.message, "");
}

static void
test_long_messages_are_cut(void **state)
{
    struct topofix_error err;
    char text[3000];

    (void)state;
    memset(text, 'x', sizeof(text));
    text[sizeof(text) - 1] = '\0';
    topofix_error_set(&err, TOPOFIX_ERROR_INPUT, "%s", text);
    assert_int_equal(strlen(err.message), sizeof(err.message) - 1);
    topofix_error_wrap(&err, "%s", "before");
    assert_int_equal(strncmp(err.message, "before: xxx", 11), 0);
    topofix_error_wrap(&err, "%s", text);
    assert_int_equal(strlen(err.message), sizeof(err.message) - 1);
    topofix_error_set_errno(&err, ENOENT, "%s", text);
    assert_int_equal(strlen(err.message), sizeof(err.message) - 1);
}

/* Messages go into JSON, which is UTF-8: cutting a text must not leave half a character. */
static void
test_cutting_keeps_whole_characters(void **state)
{
    struct topofix_error err;

    (void)state;
    topofix_error_set(&err, TOPOFIX_ERROR_INPUT, "found '%.4s', expected", "abcé");
    for (const char *p = err.message; *p; p++) {
        if ((unsigned char)*p == 0xc3) {
            assert_int_equal((unsigned char)p[1] & 0xc0, 0x80);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_set),
        cmocka_unit_test(test_set_errno),
        cmocka_unit_test(test_wrap),
        cmocka_unit_test(test_nobody_listens),
        cmocka_unit_test(test_is_one_clean_line),
        cmocka_unit_test(test_long_messages_are_cut),
        cmocka_unit_test(test_cutting_keeps_whole_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What virt-topofix-inspect prints is read back as it was, and nothing else is believed.
 */
#include "inspect/answer.h"

#include <stdlib.h>

#include "testing.h"

static int
parse(const char *text, struct topofix_inspect_answer *ret_answer, struct topofix_error *err)
{
    return topofix_inspect_answer_parse(text, strlen(text), ret_answer, err);
}

static void
test_an_answer_is_read_as_it_was_printed(void **state)
{
    struct topofix_inspect_answer answer = { .licensed_sockets = 2 };
    struct topofix_inspect_answer read;
    struct topofix_buffer text = { .bytes = NULL };

    (void)state;
    topofix_inspect_answer_set(&answer, TOPOFIX_INSPECT_TYPE, "windows");
    topofix_inspect_answer_set(&answer, TOPOFIX_INSPECT_PRODUCT, "Windows \"10\" \xc3\xa9");
    topofix_inspect_answer_set(&answer, TOPOFIX_INSPECT_EDITION, "Home");
    topofix_inspect_answer_set(&answer, TOPOFIX_INSPECT_EDITION, "Professional");
    topofix_inspect_answer_set(&answer, TOPOFIX_INSPECT_BUILD, "");
    topofix_inspect_answer_format(&answer, &text);
    assert_contains(topofix_buffer_text(&text), "\"version\": 1");
    assert_contains(topofix_buffer_text(&text), "\"build\": null");
    assert_int_equal(
        topofix_inspect_answer_parse(topofix_buffer_text(&text), text.length, &read, NULL), 0);
    assert_int_equal(read.licensed_sockets, 2);
    assert_string_equal(read.fields[TOPOFIX_INSPECT_TYPE], "windows");
    assert_string_equal(read.fields[TOPOFIX_INSPECT_PRODUCT], "Windows \"10\" \xc3\xa9");
    assert_string_equal(read.fields[TOPOFIX_INSPECT_EDITION], "Professional");
    assert_null(read.fields[TOPOFIX_INSPECT_BUILD]);
    assert_null(read.fields[TOPOFIX_INSPECT_DISTRO]);
    topofix_inspect_answer_done(&answer);
    topofix_inspect_answer_done(&read);
    topofix_buffer_done(&text);
}

static void
test_strings_are_cut_and_cleaned(void **state)
{
    struct topofix_inspect_answer answer;
    char *text = malloc(2000);

    (void)state;
    assert_non_null(text);
    snprintf(text, 2000,
             "{\"version\": 1, \"product\": \"a\\u001b[31m\\nb\\u202e\", \"edition\": \"%0*d\"}",
             1000, 0);
    assert_int_equal(parse(text, &answer, NULL), 0);
    assert_string_equal(answer.fields[TOPOFIX_INSPECT_PRODUCT], "a [31m b   ");
    assert_int_equal(strlen(answer.fields[TOPOFIX_INSPECT_EDITION]), TOPOFIX_INSPECT_TEXT_MAX);
    topofix_inspect_answer_done(&answer);
    free(text);
}

static void
test_an_empty_answer_knows_nothing(void **state)
{
    struct topofix_inspect_answer answer;

    (void)state;
    assert_int_equal(parse(" {\"version\": 1, \"other\": [1], \"build\": null}\n", &answer, NULL),
                     0);
    assert_int_equal(answer.licensed_sockets, 0);
    for (int field = 0; field < TOPOFIX_INSPECT_FIELDS; field++) {
        assert_null(answer.fields[field]);
    }
}

static void
test_what_is_refused(void **state)
{
    static const struct {
        const char *text;
        const char *words;
    } rows[] = {
        { "", "not one JSON object" },
        { "hello", "not one JSON object" },
        { "[]", "not one JSON object" },
        { "null", "not one JSON object" },
        { "{\"version\": 1", "not one JSON object" },
        { "{\"version\": 1} {}", "not one JSON object" },
        { "{\"version\": 1}x", "not one JSON object" },
        { "{\"version\": 1, \"a\": [[[[[[[[]]]]]]]]}", "not one JSON object" },
        { "{}", "no \"version\": 1" },
        { "{\"version\": 2}", "no \"version\": 1" },
        { "{\"version\": \"1\"}", "no \"version\": 1" },
        { "{\"version\": 1, \"build\": 19045}", "\"build\" is no string" },
        { "{\"version\": 1, \"type\": \"windows\", \"product\": {}}", "\"product\" is no string" },
        { "{\"version\": 1, \"licensed_sockets\": 0}", "no number of 1 to" },
        { "{\"version\": 1, \"licensed_sockets\": -1}", "no number of 1 to" },
        { "{\"version\": 1, \"licensed_sockets\": \"2\"}", "no number of 1 to" },
        { "{\"version\": 1, \"licensed_sockets\": 2.5}", "no number of 1 to" },
        { "{\"version\": 1, \"licensed_sockets\": 65537}", "no number of 1 to" },
        { "{\"version\": 1, \"licensed_sockets\": 99999999999999999999}", "no number of 1 to" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct topofix_inspect_answer answer;
        struct topofix_error err;

        if (parse(rows[i].text, &answer, &err) == 0) {
            fail_msg("'%s' is taken for an answer", rows[i].text);
        }
        assert_int_equal(err.code, TOPOFIX_ERROR_INPUT);
        assert_contains(err.message, rows[i].words);
        assert_null(answer.fields[TOPOFIX_INSPECT_TYPE]);
    }
}

static void
test_one_that_is_too_long_is_refused(void **state)
{
    struct topofix_buffer text = { .bytes = NULL };
    struct topofix_inspect_answer answer;

    (void)state;
    topofix_buffer_add_text(&text, "{\"version\": 1}");
    while (text.length < TOPOFIX_INSPECT_ANSWER_MAX) {
        topofix_buffer_add_text(&text, " ");
    }
    assert_int_equal(parse(topofix_buffer_text(&text), &answer, NULL), 0);
    topofix_buffer_add_text(&text, " ");
    assert_int_equal(parse(topofix_buffer_text(&text), &answer, NULL), -1);
    topofix_buffer_done(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_answer_is_read_as_it_was_printed),
        cmocka_unit_test(test_strings_are_cut_and_cleaned),
        cmocka_unit_test(test_an_empty_answer_knows_nothing),
        cmocka_unit_test(test_what_is_refused),
        cmocka_unit_test(test_one_that_is_too_long_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

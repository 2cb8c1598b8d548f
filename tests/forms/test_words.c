/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/words.h"

#include <string.h>

#include "forms/said.h"
#include "testing.h"

static void
test_wishes(void **state)
{
    static const struct {
        struct topofix_policy policy;
        const char *text;
    } cases[] = {
        { { .wanted = { { 0 } } }, "" },
        { { .wanted = { { 2, 0, 0, 0, 0 } } }, "--sockets 2" },
        { { .maximum = { { 2, 0, 0, 0, 0 } } }, "--max-sockets 2" },
        { { .wanted = { { 1, 2, 3, 4, 5 } } },
          "--sockets 1, --dies 2, --clusters 3, --cores 4, --threads 5" },
        { { .wanted = { { 1 } }, .maximum = { { 0, 0, 0, 4, 1 } } },
          "--sockets 1, --max-cores 4, --max-threads 1" },
        { { .wanted = { { 1 } }, .maximum = { { 2 } } }, "--sockets 1, --max-sockets 2" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_buffer text = { .bytes = NULL };

        topofix_words_wishes(&cases[i].policy, &text);
        assert_string_equal(topofix_buffer_text(&text), cases[i].text);
        topofix_buffer_done(&text);
    }
}

static void
test_said(void **state)
{
    static const struct {
        struct topofix_said said;
        const char *text;
    } cases[] = {
        { { .os = NULL }, "nothing" },
        { { .os = "win10" }, "os=win10" },
        { { .edition = "pro", .profile = "mssql" }, "edition=pro, profile=mssql" },
        { { .bounds = { { 2, 0, 0, 8, 0 } } }, "max-sockets=2, max-cores=8" },
        { { .ignore = true }, "ignore=yes" },
        { { .os = "win10", .bounds = { { 0, 0, 0, 0, 1 } }, .ignore = true },
          "os=win10, max-threads=1, ignore=yes" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_buffer text = { .bytes = NULL };

        topofix_buffer_add_text(&text, "says ");
        topofix_said_format(&cases[i].said, &text);
        assert_string_equal(topofix_buffer_text(&text) + strlen("says "), cases[i].text);
        topofix_buffer_done(&text);
        for (size_t k = 0; k < ARRAY_SIZE(cases); k++) {
            assert_int_equal(topofix_said_equals(&cases[i].said, &cases[k].said), i == k);
        }
    }
}

static void
test_topology(void **state)
{
    static const struct {
        struct topofix_topology topology;
        const char *text;
    } cases[] = {
        { { { 2, 1, 1, 4, 1 } }, "2x4x1" },
        { { { 2, 3, 1, 4, 2 } }, "2x3x4x2" },
        { { { 1, 2, 1, 4, 1 } }, "1x2x4x1" },
        { { { 2, 1, 2, 4, 1 } }, "2x1x2x4x1" },
    };
    char text[TOPOFIX_TOPOLOGY_TEXT_MAX];

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        topofix_words_topology(&cases[i].topology, text);
        assert_string_equal(text, cases[i].text);
    }
}

static void
test_range(void **state)
{
    static const struct topofix_range range = { .min = 1, .max = 2 };
    static const struct topofix_range number = { .min = 4, .max = 4 };
    struct topofix_buffer text = { .bytes = NULL };

    (void)state;
    topofix_words_range(&range, 4, &text);
    topofix_buffer_add_text(&text, ", ");
    topofix_words_range(&number, 4, &text);
    assert_string_equal(topofix_buffer_text(&text), "1-2 of 4, 4 of 4");
    topofix_buffer_done(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wishes),
        cmocka_unit_test(test_said),
        cmocka_unit_test(test_topology),
        cmocka_unit_test(test_range),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "base/nearest.h"
#include "testing.h"

static const char *const names[] = { "--check", "--connect", "--color", "--cores", "--max-cores" };

static void
check(const char *const *known, size_t n_known, const char *typed, const char *expected)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct topofix_nearest nearest = { .typed = typed };

    for (size_t i = 0; i < n_known; i++) {
        topofix_nearest_consider(&nearest, known[i], known[i]);
    }
    topofix_nearest_format(&nearest, "", &text);
    assert_string_equal(topofix_buffer_text(&text), expected);
}

static void
test_mistakes(void **state)
{
    (void)state;
    check(names, ARRAY_SIZE(names), "--chekc", "; did you mean --check?");
    check(names, ARRAY_SIZE(names), "--conect", "; did you mean --connect?");
    check(names, ARRAY_SIZE(names), "--COLOUR", "; did you mean --color?");
    check(names, ARRAY_SIZE(names), "--frobnicate", "");
    check(names, ARRAY_SIZE(names), "", "");
    check(names, ARRAY_SIZE(names), "---", "");
    check(names, 0, "--check", "");
}

static void
test_words(void **state)
{
    static const char *const systems[] = { "Windows 10", "Windows 11", "Windows Server 2019",
                                           "Windows Server 2022", "Ubuntu 22.04" };

    (void)state;
    check(systems, ARRAY_SIZE(systems), "windows10", "; did you mean Windows 10?");
    check(systems, ARRAY_SIZE(systems), "win2019", "; did you mean Windows Server 2019?");
    check(systems, ARRAY_SIZE(systems), "server",
          "; did you mean Windows Server 2022 or Windows Server 2019?");
    check(systems, ARRAY_SIZE(systems), "Windows Server 2019 Standard Evaluation",
          "; did you mean Windows Server 2019?");
    check(systems, ARRAY_SIZE(systems), "ubuntu", "; did you mean Ubuntu 22.04?");
}

/* As many as there is room for, newest first, by number and not by letter. */
static void
test_newest_first(void **state)
{
    static const char *const releases[] = { "os9", "os10", "os2", "os8", "os11", "os10" };

    (void)state;
    check(releases, ARRAY_SIZE(releases), "os", "; did you mean os11, os10 or os9?");
}

/* Only the beginning of something endless is looked at, and nothing is read beyond its end. */
static void
test_lengths(void **state)
{
    char text[300];
    const char *const known[] = { text };

    (void)state;
    for (size_t length = 0; length < sizeof(text); length += 7) {
        memset(text, length % 2 ? 'a' : '.', sizeof(text));
        text[length] = '\0';
        check(known, 1, "b", "");
        check(names, ARRAY_SIZE(names), text, "");
    }
    memset(text, 'a', sizeof(text));
    for (size_t i = 0; i < sizeof(text); i += 2) {
        text[i] = '1';
    }
    text[sizeof(text) - 1] = '\0';
    check(names, ARRAY_SIZE(names), text, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_newest_first),
        cmocka_unit_test(test_lengths),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

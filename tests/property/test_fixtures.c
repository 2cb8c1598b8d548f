/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Checks the domains of all stories, unchanged and in other layouts.
 */
#include "base/alloc.h"
#include "fixtures.h"
#include "invariants.h"
#include "testing.h"

/* Several wishes, so that legal topologies are edited, too. */
static const struct topofix_policy policies[] = {
    { .fixes_written_may_lose = false },  { .fixes_written_may_lose = true },
    { .wanted = { { 2, 0, 0, 0, 0 } } },  { .wanted = { { 1, 2, 0, 0, 0 } } },
    { .maximum = { { 0, 0, 0, 1, 0 } } }, { .wanted = { { 0, 0, 2, 0, 2 } } },
};

static void
check_all(const char *name, const char *text, size_t length, struct invariants_seen *seen)
{
    for (size_t i = 0; i < ARRAY_SIZE(policies); i++) {
        invariants_check(name, text, length, &policies[i], seen);
    }
}

static void
test_as_they_are(void **state)
{
    struct topofix_fixtures fixtures = topofix_fixtures_load();
    struct invariants_seen seen = { .accepted = 0 };

    (void)state;
    for (size_t i = 0; i < fixtures.count; i++) {
        check_all(fixtures.items[i].name, fixtures.items[i].text, fixtures.items[i].length, &seen);
    }
    assert_true(seen.accepted > fixtures.count);
    assert_true(seen.changed > fixtures.count);
    assert_true(seen.undone > 20);
    assert_true(seen.cut > seen.changed / 100 * 85);
    topofix_fixtures_done(&fixtures);
}

/* The same text with other line breaks, or without one at the end. */
static void
test_other_line_breaks(void **state)
{
    static const char *const breaks[] = { "\r\n", "\n\n", " ", "\n\t" };
    struct topofix_fixtures fixtures = topofix_fixtures_load();
    struct invariants_seen seen = { .accepted = 0 };

    (void)state;
    for (size_t i = 0; i < fixtures.count; i++) {
        for (size_t b = 0; b < ARRAY_SIZE(breaks); b++) {
            TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

            for (size_t k = 0; k < fixtures.items[i].length; k++) {
                char byte = fixtures.items[i].text[k];

                topofix_buffer_add(&text, byte == '\n' ? breaks[b] : &byte,
                                   byte == '\n' ? strlen(breaks[b]) : 1);
            }
            if (text.length > 0) {
                check_all(fixtures.items[i].name, text.bytes, text.length, &seen);
            }
        }
    }
    assert_true(seen.changed > fixtures.count);
    topofix_fixtures_done(&fixtures);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_as_they_are),
        cmocka_unit_test(test_other_line_breaks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

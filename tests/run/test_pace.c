/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pace.h"
#include "testing.h"

static const uint64_t minute = UINT64_C(60) * 1000;

enum { BAD = 7, OTHER = 8 };

/* A rival puts the same back each time that it is fixed, a second apart; returns how often it was
 * fixed. */
static unsigned
fight(struct topofix_pace *pace, uint64_t from, unsigned rounds, unsigned *ret_warnings)
{
    unsigned fixes = 0;

    *ret_warnings = 0;
    for (unsigned i = 0; i < rounds; i++) {
        uint64_t now = from + (uint64_t)i * 1000;
        enum topofix_pace_answer answer = topofix_pace_ask(pace, now, BAD);

        if (answer == TOPOFIX_PACE_FIX) {
            topofix_pace_note_fix(pace, now);
            topofix_pace_note_fine(pace); /* the second look */
            fixes++;
        }
        *ret_warnings += answer == TOPOFIX_PACE_WARN;
    }
    return fixes;
}

static void
test_rival(void **state)
{
    struct topofix_pace pace = { .n_fixes = 0 };
    unsigned warnings;

    (void)state;
    assert_true(topofix_pace_is_free(&pace, 0));
    assert_true(topofix_pace_is_idle(&pace, 0));
    assert_int_equal(fight(&pace, 0, 100, &warnings), 3);
    assert_int_equal(warnings, 1);
    assert_false(topofix_pace_is_free(&pace, minute));
    assert_false(topofix_pace_is_idle(&pace, 10 * minute)); /* the last was at two seconds */
    assert_true(topofix_pace_is_idle(&pace, 11 * minute));
    /* peace has no end while the same is there, however long that is */
    assert_int_equal(topofix_pace_ask(&pace, 1000 * minute, BAD), TOPOFIX_PACE_LEAVE);
    /* until it looks different */
    assert_int_equal(topofix_pace_ask(&pace, 1000 * minute, OTHER), TOPOFIX_PACE_FIX);
    assert_true(topofix_pace_is_free(&pace, 1000 * minute));
}

/* Two bad topologies in turns are no way round the limit, and no second warning. */
static void
test_two_likenesses(void **state)
{
    struct topofix_pace pace = { .n_fixes = 0 };
    unsigned fixes = 0;
    unsigned warnings = 0;

    (void)state;
    for (unsigned i = 0; i < 300; i++) {
        enum topofix_pace_answer answer = topofix_pace_ask(&pace, i * 1000, i % 2 ? BAD : OTHER);

        if (answer == TOPOFIX_PACE_FIX) {
            topofix_pace_note_fix(&pace, i * 1000);
            fixes++;
        }
        warnings += answer == TOPOFIX_PACE_WARN;
    }
    assert_int_equal(fixes, 3);
    assert_int_equal(warnings, 1);
}

/* Fixes that lie further apart are no quarrel, however many there are. */
static void
test_slow_changes(void **state)
{
    struct topofix_pace pace = { .n_fixes = 0 };

    (void)state;
    for (unsigned i = 0; i < 50; i++) {
        assert_true(topofix_pace_is_free(&pace, i * 4 * minute));
        assert_int_equal(topofix_pace_ask(&pace, i * 4 * minute, BAD), TOPOFIX_PACE_FIX);
        topofix_pace_note_fix(&pace, i * 4 * minute);
    }
}

static void
test_fine_ends_peace(void **state)
{
    struct topofix_pace pace = { .n_fixes = 0 };
    unsigned warnings;

    (void)state;
    assert_int_equal(fight(&pace, 0, 10, &warnings), 3);
    topofix_pace_note_fine(&pace); /* somebody else fixed it */
    assert_false(topofix_pace_is_free(&pace, minute));
    assert_int_equal(topofix_pace_ask(&pace, minute, BAD), TOPOFIX_PACE_LEAVE);
    topofix_pace_note_fine(&pace);
    assert_true(topofix_pace_is_free(&pace, 11 * minute));
    assert_int_equal(topofix_pace_ask(&pace, 11 * minute, BAD), TOPOFIX_PACE_FIX);
}

/* The limit holds until the oldest fix is as old as the window, and no longer. */
static void
test_window(void **state)
{
    struct topofix_pace pace = { .n_fixes = 0 };

    (void)state;
    for (uint64_t i = 0; i < TOPOFIX_PACE_FIXES; i++) {
        assert_true(topofix_pace_is_free(&pace, 1000 + i));
        topofix_pace_note_fix(&pace, 1000 + i);
    }
    assert_false(topofix_pace_is_free(&pace, 1000 + TOPOFIX_PACE_WINDOW_MS - 1));
    assert_true(topofix_pace_is_free(&pace, 1000 + TOPOFIX_PACE_WINDOW_MS));
    assert_false(
        topofix_pace_is_idle(&pace, 999 + TOPOFIX_PACE_FIXES + TOPOFIX_PACE_WINDOW_MS - 1));
    assert_true(topofix_pace_is_idle(&pace, 999 + TOPOFIX_PACE_FIXES + TOPOFIX_PACE_WINDOW_MS));
}

/* A second warning is due once the first is as old as the window. */
static void
test_second_warning(void **state)
{
    static const uint64_t window = TOPOFIX_PACE_WINDOW_MS;
    struct topofix_pace pace = { .n_fixes = 0 };

    (void)state;
    for (unsigned i = 0; i < TOPOFIX_PACE_FIXES; i++) {
        topofix_pace_note_fix(&pace, window);
    }
    pace.has_warned = true;
    pace.warned_at = 1;
    assert_int_equal(topofix_pace_ask(&pace, window, BAD), TOPOFIX_PACE_LEAVE);
    assert_int_equal(topofix_pace_ask(&pace, window, OTHER), TOPOFIX_PACE_LEAVE);
    assert_int_equal(topofix_pace_ask(&pace, window + 1, BAD), TOPOFIX_PACE_WARN);
    assert_int_equal(pace.warned_at, window + 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rival),        cmocka_unit_test(test_two_likenesses),
        cmocka_unit_test(test_slow_changes), cmocka_unit_test(test_fine_ends_peace),
        cmocka_unit_test(test_window),       cmocka_unit_test(test_second_warning),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "testing.h"
#include "wishes.h"

static void
test_levels_break_by_themselves(void **state)
{
    static const struct {
        const char *what;
        unsigned wanted;
        unsigned maximum;
        bool breaks;
    } cases[] = {
        { .what = "no wish", .breaks = false },
        { .what = "the wanted count", .wanted = 4, .breaks = false },
        { .what = "fewer than wanted", .wanted = 5, .breaks = true },
        { .what = "more than wanted", .wanted = 3, .breaks = true },
        { .what = "at the bound", .maximum = 4, .breaks = false },
        { .what = "below the bound", .maximum = 5, .breaks = false },
        { .what = "above the bound", .maximum = 3, .breaks = true },
    };
    const struct topofix_topology topology = topofix_topology_make(4, 4, 4, 4, 4);

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        for (int level = 0; level < TOPOFIX_LEVELS; level++) {
            struct topofix_policy policy = { .fixes_written_may_lose = false };
            enum topofix_level expected = (enum topofix_level)level;

            policy.wanted.count[level] = cases[i].wanted;
            policy.maximum.count[level] = cases[i].maximum;
            if (topofix_policy_breaks(&policy, &topology, expected) != cases[i].breaks) {
                fail_msg("%s, level %d", cases[i].what, level);
            }
            assert_int_equal(topofix_policy_broken_level(&policy, &topology),
                             cases[i].breaks ? expected : TOPOFIX_LEVELS);
        }
    }
}

static void
test_reason_names_what_was_asked_for(void **state)
{
    const struct topofix_topology topology = topofix_topology_make(8, 1, 1, 2, 1);
    struct topofix_policy policy = { .maximum = { .count = { [TOPOFIX_LEVEL_SOCKETS] = 2 } } };
    struct topofix_reason reason = topofix_policy_reason(&policy, &topology, TOPOFIX_LEVEL_SOCKETS);

    (void)state;
    assert_int_equal(reason.code, TOPOFIX_REASON_USER_BOUND);
    assert_int_equal(reason.level, TOPOFIX_LEVEL_SOCKETS);
    assert_int_equal(reason.found, 8);
    assert_int_equal(reason.expected, 2);
    policy.wanted.count[TOPOFIX_LEVEL_SOCKETS] = 1;
    reason = topofix_policy_reason(&policy, &topology, TOPOFIX_LEVEL_SOCKETS);
    assert_int_equal(reason.expected, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_levels_break_by_themselves),
        cmocka_unit_test(test_reason_names_what_was_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "base/array.h"
#include "run/outcome.h"
#include "testing.h"

static char name[] = "win7";

static struct topofix_result
loses(unsigned vcpus)
{
    return (struct topofix_result){
        .name = name,
        .has_judgement = true,
        .judgement.assessment = {
            .is_selected = true,
            .needs_change = true,
            .guest = { .topology = topofix_topology_make(vcpus, 1, 1, 1, 1),
                       .vcpus = { .maximum = vcpus, .present = vcpus } },
            .wanted = topofix_topology_make(1, 1, 1, vcpus, 1),
            .diagnosis = { .verdict = TOPOFIX_VERDICT_LOSES },
            .verdict_after = TOPOFIX_VERDICT_LEGAL,
        },
    };
}

static struct topofix_result
legal(unsigned vcpus)
{
    struct topofix_result result = loses(vcpus);

    result.judgement.assessment.needs_change = false;
    result.judgement.assessment.guest.topology = result.judgement.assessment.wanted;
    result.judgement.assessment.diagnosis.verdict = TOPOFIX_VERDICT_LEGAL;
    return result;
}

/* Whether the second is news after the first; first NULL: nothing is known. */
static bool
is_news(const struct topofix_result *first, const struct topofix_result *second)
{
    struct topofix_outcome before = { .name = NULL };
    struct topofix_outcome after;
    bool differs;

    if (first) {
        topofix_outcome_of_result(first, &before);
    }
    topofix_outcome_of_result(second, &after);
    differs = topofix_outcome_differs(&before, &after);
    topofix_outcome_done(&before);
    topofix_outcome_done(&after);
    return differs;
}

static void
test_second_look_after_a_fix_is_no_news(void **state)
{
    struct topofix_result fixed = loses(4);
    struct topofix_result after = legal(4);
    struct topofix_result bad = loses(4);

    (void)state;
    fixed.action = TOPOFIX_ACTION_CHANGED;
    assert_false(is_news(&fixed, &after));
    assert_true(is_news(&fixed, &bad));
    assert_true(is_news(NULL, &after));
}

static void
test_news(void **state)
{
    struct topofix_result four = loses(4);
    struct topofix_result again = loses(4);
    struct topofix_result eight = loses(8);
    struct topofix_result held = loses(4);
    struct topofix_result renamed = loses(4);
    struct topofix_result failed = loses(4);
    struct topofix_result failed_otherwise = loses(4);
    char other[] = "win8";

    (void)state;
    held.judgement.assessment.hold = TOPOFIX_HOLD_IGNORED;
    renamed.name = other;
    failed.action = failed_otherwise.action = TOPOFIX_ACTION_FAILED;
    strcpy(failed.error.message, "no");
    strcpy(failed_otherwise.error.message, "never");
    assert_false(is_news(&four, &again));
    assert_true(is_news(&four, &eight));
    assert_true(is_news(&four, &held));
    assert_true(is_news(&four, &renamed));
    assert_true(is_news(&four, &failed));
    assert_false(is_news(&failed, &failed));
    assert_true(is_news(&failed, &failed_otherwise));
    assert_true(is_news(&failed, &four));
}

static void
test_matters(void **state)
{
    struct topofix_result results[] = { legal(4), loses(4), { .action = TOPOFIX_ACTION_FAILED } };
    const bool expected[] = { false, true, true };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(results); i++) {
        struct topofix_outcome outcome;

        topofix_outcome_of_result(&results[i], &outcome);
        assert_int_equal(topofix_outcome_matters(&outcome), expected[i]);
        topofix_outcome_done(&outcome);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_second_look_after_a_fix_is_no_news),
        cmocka_unit_test(test_news),
        cmocka_unit_test(test_matters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

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
    struct topofix_result plugged = loses(4);
    struct topofix_result held = loses(4);
    struct topofix_result pending = loses(4);
    struct topofix_result renamed = loses(4);
    struct topofix_result failed = loses(4);
    struct topofix_result failed_otherwise = loses(4);
    char other[] = "win8";

    (void)state;
    held.judgement.assessment.hold = TOPOFIX_HOLD_IGNORED;
    four.judgement.assessment.running.state = TOPOFIX_STATE_RUNNING;
    again.judgement.assessment.running.state = TOPOFIX_STATE_RUNNING;
    plugged.judgement.assessment.running.state = TOPOFIX_STATE_RUNNING;
    pending.judgement.assessment.running = (struct topofix_running){
        .state = TOPOFIX_STATE_RUNNING,
        .is_known = true,
        .topology = topofix_topology_make(1, 1, 1, 4, 1),
    };
    renamed.name = other;
    failed.action = failed_otherwise.action = TOPOFIX_ACTION_FAILED;
    strcpy(failed.error.message, "no");
    strcpy(failed_otherwise.error.message, "never");
    assert_false(is_news(&four, &again));
    assert_true(is_news(&four, &eight));
    plugged.judgement.assessment.guest.vcpus.maximum = 8; /* what is not there yet counts, too */
    assert_true(is_news(&four, &plugged));
    assert_true(is_news(&four, &held));
    assert_true(is_news(&four, &pending));
    assert_true(is_news(&four, &renamed));
    assert_true(is_news(&four, &failed));
    assert_false(is_news(&failed, &failed));
    assert_true(is_news(&failed, &failed_otherwise));
    assert_true(is_news(&failed, &four));
}

static void
test_matters(void **state)
{
    struct topofix_result results[] = { legal(4), loses(4), { .action = TOPOFIX_ACTION_FAILED },
                                        legal(4), loses(4), legal(4) };
    const bool expected[] = { false, true, true, true, true, true };

    (void)state;
    results[3].judgement.assessment.needs_change = true;  /* legal, but against a wish */
    results[4].judgement.assessment.needs_change = false; /* no topology would help */
    results[5].judgement.assessment.running = (struct topofix_running){
        .state = TOPOFIX_STATE_RUNNING,
        .is_known = true,
        .topology = topofix_topology_make(4, 1, 1, 1, 1),
    };
    for (size_t i = 0; i < COUNT_OF(results); i++) {
        struct topofix_outcome outcome;

        topofix_outcome_of_result(&results[i], &outcome);
        assert_int_equal(topofix_outcome_matters(&outcome), expected[i]);
        topofix_outcome_done(&outcome);
    }
}

/* What all processes of ours call by the same number: FNV-1a, as published. */
static void
test_failure_is_fnv(void **state)
{
    struct topofix_result failed = { .name = name, .action = TOPOFIX_ACTION_FAILED };
    struct topofix_outcome outcome;

    (void)state;
    strcpy(failed.error.message, "a");
    topofix_outcome_of_result(&failed, &outcome);
    assert_true(outcome.failure == UINT64_C(0xaf63dc4c8601ec8c));
    topofix_outcome_done(&outcome);
    strcpy(failed.error.message, "foobar");
    topofix_outcome_of_result(&failed, &outcome);
    assert_true(outcome.failure == UINT64_C(0x85944171f73967e8));
    topofix_outcome_done(&outcome);
}

/* Which vCPUs are plugged makes a difference where they are not simply the first ones. */
static void
test_scattered_vcpus_are_news(void **state)
{
    struct topofix_result four = loses(4);
    struct topofix_result others = loses(4);
    struct topofix_result fewer = loses(4);

    (void)state;
    four.judgement.assessment.guest.vcpus.scattered = true;
    others.judgement.assessment.guest.vcpus.scattered = true;
    others.judgement.assessment.guest.vcpus.enabled[0] ^= 1;
    fewer.judgement.assessment.guest.vcpus.present = 3;
    assert_false(is_news(&four, &four));
    assert_true(is_news(&four, &others));
    assert_true(is_news(&four, &fewer));
}

static void
test_count(void **state)
{
    struct topofix_outcome outcome = {
        .is_known = true,
        .has_judgement = true,
        .verdict = TOPOFIX_VERDICT_LOSES,
        .hold = TOPOFIX_HOLD_IGNORED,
        .pending = TOPOFIX_PENDING_RESTART,
        .needs_change = true,
        .is_unused_known = true,
        .unused = { .min = 2, .max = 3 },
    };
    const struct topofix_outcome failed = { .is_known = true, .has_failed = true };
    struct topofix_tally tally = { .domains = 0 };

    (void)state;
    assert_true(topofix_pending_is_due(outcome.pending));
    topofix_outcome_count(&outcome, &tally);
    topofix_outcome_count(&outcome, &tally);
    topofix_outcome_count(&failed, &tally);
    assert_int_equal(tally.domains, 3);
    assert_int_equal(tally.actions[TOPOFIX_ACTION_FAILED], 1);
    assert_int_equal(tally.verdicts[TOPOFIX_VERDICT_LOSES], 2);
    assert_int_equal(tally.holds[TOPOFIX_HOLD_IGNORED], 2);
    assert_int_equal(tally.pending, 2);
    assert_int_equal(tally.needs_change, 2);
    assert_int_equal(tally.unused_least, 4);
    assert_int_equal(tally.unused_most, 6);
    outcome.is_unused_known = false;
    topofix_outcome_count(&outcome, &tally);
    assert_int_equal(tally.unused_most, 6);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_second_look_after_a_fix_is_no_news),
        cmocka_unit_test(test_news),
        cmocka_unit_test(test_matters),
        cmocka_unit_test(test_failure_is_fnv),
        cmocka_unit_test(test_scattered_vcpus_are_news),
        cmocka_unit_test(test_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

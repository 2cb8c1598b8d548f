/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "decide.h"
#include "testing.h"

/* What each policy makes of the same facts. */
struct row {
    const char *what;
    struct topofix_hook_facts facts;
    enum topofix_hook_decision decisions[TOPOFIX_HOOK_POLICIES];
};

/* A persistent guest that certainly loses, with a fix at hand; further members change it. */
#define LOSER                                                                                  \
    .persistence = TOPOFIX_HOOK_PERSISTENT, .verdict = TOPOFIX_VERDICT_LOSES,                  \
    .hold = TOPOFIX_HOLD_NONE, .needs_change = true, .is_usable_known = true, .usable_max = 2, \
    .present = 4, .has_fixer = true

#define DECISIONS(warn, fix_next, refuse, fix_first)        \
    {                                                       \
        [TOPOFIX_HOOK_WARN] = TOPOFIX_HOOK_##warn,          \
        [TOPOFIX_HOOK_FIX_NEXT] = TOPOFIX_HOOK_##fix_next,  \
        [TOPOFIX_HOOK_REFUSE] = TOPOFIX_HOOK_##refuse,      \
        [TOPOFIX_HOOK_FIX_FIRST] = TOPOFIX_HOOK_##fix_first \
    }

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"
static const struct row rows[] = {
    { "a certain loss", { LOSER }, DECISIONS(TELL, TELL_AND_FIX, STOP_START, STOP_AND_FIX) },
    { "transient",
      { LOSER, .persistence = TOPOFIX_HOOK_TRANSIENT, .hold = TOPOFIX_HOLD_TRANSIENT },
      DECISIONS(TELL, TELL, TELL, TELL) },
    { "persistent or not is not known",
      { LOSER, .persistence = TOPOFIX_HOOK_PERSISTENCE_UNKNOWN },
      DECISIONS(TELL, TELL, TELL, TELL) },
    { "managed by an owner",
      { LOSER, .hold = TOPOFIX_HOLD_MANAGED },
      DECISIONS(TELL, TELL, TELL, TELL) },
    { "to be ignored", { LOSER, .hold = TOPOFIX_HOLD_IGNORED }, DECISIONS(PASS, PASS, PASS, PASS) },
    { "some edition uses all",
      { LOSER, .usable_max = 4 },
      DECISIONS(TELL, TELL_AND_FIX, TELL, TELL) },
    { "nobody knows what is used",
      { LOSER, .is_usable_known = false },
      DECISIONS(TELL, TELL_AND_FIX, TELL, TELL) },
    { "only with all plugged in something is lost",
      { LOSER, .present = 2 },
      DECISIONS(TELL, TELL_AND_FIX, TELL, TELL) },
    { "nothing better is known",
      { LOSER, .needs_change = false },
      DECISIONS(TELL, TELL, TELL, TELL) },
    { "the fix cannot be run",
      { LOSER, .has_fixer = false },
      DECISIONS(TELL, TELL, STOP_START, TELL) },
    { "the fix did not help",
      { LOSER, .was_fix_futile = true },
      DECISIONS(TELL, TELL_AND_FIX, STOP_START, TELL) },
    { "has snapshots, so that it may be a revert",
      { LOSER, .may_be_revert = true },
      DECISIONS(TELL, TELL_AND_FIX, TELL, TELL_AND_FIX) },
    { "may be a revert, and the fix did not help",
      { LOSER, .may_be_revert = true, .was_fix_futile = true },
      DECISIONS(TELL, TELL_AND_FIX, TELL, TELL) },
    { "may lose, by default",
      { LOSER, .verdict = TOPOFIX_VERDICT_MAY_LOSE },
      DECISIONS(TELL, TELL_AND_FIX, TELL, TELL) },
    { "may lose, but somebody wrote it down",
      { LOSER, .verdict = TOPOFIX_VERDICT_MAY_LOSE, .needs_change = false },
      DECISIONS(PASS, PASS, PASS, PASS) },
    { "beyond help",
      { LOSER, .verdict = TOPOFIX_VERDICT_UNFIXABLE, .needs_change = false },
      DECISIONS(TELL, TELL, TELL, TELL) },
    { "invalid",
      { LOSER, .verdict = TOPOFIX_VERDICT_INVALID },
      DECISIONS(TELL, TELL_AND_FIX, TELL, TELL) },
    { "legal",
      { LOSER, .verdict = TOPOFIX_VERDICT_LEGAL, .needs_change = false, .usable_max = 4 },
      DECISIONS(PASS, PASS, PASS, PASS) },
    { "unknown guest",
      { LOSER, .verdict = TOPOFIX_VERDICT_UNKNOWN_GUEST, .needs_change = false },
      DECISIONS(PASS, PASS, PASS, PASS) },
};
#pragma GCC diagnostic pop

static void
test_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        for (int policy = 0; policy < TOPOFIX_HOOK_POLICIES; policy++) {
            struct topofix_hook_facts facts = rows[i].facts;
            enum topofix_hook_decision got;

            facts.policy = (enum topofix_hook_policy)policy;
            got = topofix_hook_decide(&facts);
            if (got != rows[i].decisions[policy]) {
                fail_msg("%s, %s: decision %d, expected %d", rows[i].what,
                         topofix_hook_policy_name((enum topofix_hook_policy)policy), got,
                         rows[i].decisions[policy]);
            }
        }
    }
}

/* Over all facts: only a certain loss of a persistent domain that can be fixed stops a start. */
static void
test_no_other_facts_stop_a_start(void **state)
{
    size_t stops = 0;

    (void)state;
    for (unsigned bits = 0; bits < 1u << 6; bits++) {
        for (int verdict = 0; verdict < TOPOFIX_VERDICTS; verdict++) {
            for (int hold = 0; hold < TOPOFIX_HOLDS; hold++) {
                for (int persistence = 0; persistence < 3; persistence++) {
                    for (int policy = 0; policy < TOPOFIX_HOOK_POLICIES; policy++) {
                        struct topofix_hook_facts facts = {
                            .policy = (enum topofix_hook_policy)policy,
                            .persistence = (enum topofix_hook_persistence)persistence,
                            .verdict = (enum topofix_verdict)verdict,
                            .hold = (enum topofix_hold)hold,
                            .needs_change = bits & 1,
                            .is_usable_known = bits >> 1 & 1,
                            .usable_max = bits >> 2 & 1 ? 4 : 2,
                            .present = 4,
                            .has_fixer = bits >> 3 & 1,
                            .was_fix_futile = bits >> 4 & 1,
                            .may_be_revert = bits >> 5 & 1,
                        };

                        if (topofix_hook_decide(&facts) >= TOPOFIX_HOOK_STOP_START) {
                            stops++;
                            assert_int_equal(verdict, TOPOFIX_VERDICT_LOSES);
                            assert_int_equal(hold, TOPOFIX_HOLD_NONE);
                            assert_int_equal(persistence, TOPOFIX_HOOK_PERSISTENT);
                            assert_true(facts.needs_change);
                            assert_true(facts.is_usable_known);
                            assert_int_equal(facts.usable_max, 2);
                            assert_false(facts.may_be_revert);
                        }
                    }
                }
            }
        }
    }
    /* refuse: 4 (has_fixer, was_fix_futile are free); fix-first: 1 */
    assert_int_equal(stops, 5);
}

static void
test_spares(void **state)
{
    struct topofix_hook_facts facts = { LOSER, .policy = TOPOFIX_HOOK_REFUSE };

    (void)state;
    assert_false(topofix_hook_decide_spares(&facts));
    facts.may_be_revert = true;
    assert_true(topofix_hook_decide_spares(&facts));
    facts.policy = TOPOFIX_HOOK_FIX_FIRST;
    assert_true(topofix_hook_decide_spares(&facts));
    facts.policy = TOPOFIX_HOOK_FIX_NEXT;
    assert_false(topofix_hook_decide_spares(&facts));
    facts.policy = TOPOFIX_HOOK_REFUSE;
    facts.persistence = TOPOFIX_HOOK_TRANSIENT;
    assert_false(topofix_hook_decide_spares(&facts));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_no_other_facts_stop_a_start),
        cmocka_unit_test(test_spares),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

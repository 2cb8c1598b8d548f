/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/tally.h"
#include "testing.h"

static char name[] = "d";

/* One result of each kind that decides the exit status. */
static const struct topofix_result fine = { .name = name,
                                            .has_judgement = true,
                                            .judgement.assessment = { .is_selected = true } };
static const struct topofix_result failed = { .name = name, .action = TOPOFIX_ACTION_FAILED };
static const struct topofix_result needs = { .name = name,
                                             .has_judgement = true,
                                             .judgement.assessment = { .is_selected = true,
                                                                       .needs_change = true },
                                             .action = TOPOFIX_ACTION_WOULD_CHANGE };
static const struct topofix_result held = { .name = name,
                                            .has_judgement = true,
                                            .judgement.assessment = { .is_selected = true,
                                                                      .needs_change = true,
                                                                      .hold =
                                                                          TOPOFIX_HOLD_MANAGED } };
static const struct topofix_result held_by_name = { .name = name,
                                                    .is_named = true,
                                                    .has_judgement = true,
                                                    .judgement.assessment = {
                                                        .is_selected = true,
                                                        .needs_change = true,
                                                        .hold = TOPOFIX_HOLD_MANAGED } };
static const struct topofix_result proposed = {
    .name = name,
    .has_judgement = true,
    .judgement.assessment = { .is_selected = true, .diagnosis = { .has_proposal = true } }
};
static const struct topofix_result proposed_by_name = {
    .name = name,
    .is_named = true,
    .has_judgement = true,
    .judgement.assessment = { .is_selected = true, .diagnosis = { .has_proposal = true } }
};
static const struct topofix_result named_well = { .name = name,
                                                  .is_named = true,
                                                  .has_judgement = true,
                                                  .judgement.assessment = { .is_selected = true,
                                                                            .needs_change = true },
                                                  .action = TOPOFIX_ACTION_CHANGED };
static const struct topofix_result beyond = {
    .name = name,
    .has_judgement = true,
    .judgement.assessment = { .is_selected = true, .diagnosis = { .is_beyond_topology = true } }
};
static const struct topofix_result left_out = {
    .name = name,
    .has_judgement = true,
    .judgement.assessment = { .needs_change = true, .diagnosis = { .is_beyond_topology = true } }
};

static void
test_status(void **state)
{
    static const struct {
        const struct topofix_result *results[4];
        int fix;
        int check;
        int undo;
    } cases[] = {
        { { NULL }, 0, 0, 0 },
        { { &fine }, 0, 0, 0 },
        { { &needs }, 0, 3, 0 },
        { { &held }, 0, 3, 0 },
        { { &held_by_name }, 4, 3, 0 },
        { { &proposed }, 0, 0, 0 },
        { { &proposed_by_name }, 4, 0, 0 },
        { { &proposed_by_name, &failed }, 1, 1, 1 },
        { { &named_well }, 0, 3, 0 },
        { { &beyond }, 4, 4, 0 },
        { { &needs, &beyond }, 4, 3, 0 },
        { { &beyond, &needs, &failed }, 1, 1, 1 },
        { { &failed }, 1, 1, 1 },
        { { &left_out }, 0, 0, 0 },
        { { &left_out, &needs }, 0, 3, 0 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_tally tally = { .domains = 0 };

        for (size_t k = 0; cases[i].results[k]; k++) {
            topofix_tally_add(&tally, cases[i].results[k]);
        }
        assert_int_equal(topofix_tally_status(&tally, TOPOFIX_GOAL_FIX, TOPOFIX_RUN_WRITE),
                         cases[i].fix);
        assert_int_equal(topofix_tally_status(&tally, TOPOFIX_GOAL_FIX, TOPOFIX_RUN_SHOW),
                         cases[i].fix);
        assert_int_equal(topofix_tally_status(&tally, TOPOFIX_GOAL_FIX, TOPOFIX_RUN_JUDGE),
                         cases[i].check);
        assert_int_equal(topofix_tally_status(&tally, TOPOFIX_GOAL_UNDO, TOPOFIX_RUN_WRITE),
                         cases[i].undo);
    }
}

/* A guest that was verified: it uses so many of four vCPUs; 0: nobody can say. */
static struct topofix_result
verified(unsigned n_used)
{
    struct topofix_result result = fine;
    struct topofix_assessment *assessment = &result.judgement.assessment;

    assessment->goal = TOPOFIX_GOAL_VERIFY;
    assessment->running.state = TOPOFIX_STATE_RUNNING;
    assessment->diagnosis.is_beyond_topology = true; /* which is no matter here */
    topofix_claims_add(&assessment->claims, &(struct topofix_claim){ .origin = TOPOFIX_ORIGIN_AGENT,
                                                                     .n_used = n_used,
                                                                     .n_present = 4 });
    return result;
}

static void
test_verification(void **state)
{
    static const struct {
        unsigned n_used[3];
        size_t count;
        int status;
    } cases[] = {
        { { 0 }, 0, 0 }, { { 4 }, 1, 0 },    { { 2 }, 1, 3 },
        { { 0 }, 1, 4 }, { { 4, 0 }, 2, 4 }, { { 4, 0, 2 }, 3, 3 },
    };
    struct topofix_tally tally = { .domains = 0 };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        tally = (struct topofix_tally){ .domains = 0 };
        for (size_t k = 0; k < cases[i].count; k++) {
            const struct topofix_result result = verified(cases[i].n_used[k]);

            topofix_tally_add(&tally, &result);
        }
        assert_int_equal(topofix_tally_status(&tally, TOPOFIX_GOAL_VERIFY, TOPOFIX_RUN_JUDGE),
                         cases[i].status);
    }
    assert_int_equal(tally.proofs[TOPOFIX_PROOF_PROVED], 1);
    assert_int_equal(tally.proofs[TOPOFIX_PROOF_REFUTED], 1);
    assert_int_equal(tally.proofs[TOPOFIX_PROOF_UNPROVED], 1);
    topofix_tally_add(&tally, &failed);
    assert_int_equal(topofix_tally_status(&tally, TOPOFIX_GOAL_VERIFY, TOPOFIX_RUN_JUDGE), 1);
}

/* Each result that counts has one prospect. */
static void
test_prospects(void **state)
{
    static const struct topofix_result unknown = {
        .name = name,
        .has_judgement = true,
        .judgement.assessment = { .is_selected = true,
                                  .diagnosis = { .verdict = TOPOFIX_VERDICT_UNKNOWN_GUEST } }
    };
    static const struct topofix_result unfixable = {
        .name = name,
        .has_judgement = true,
        .judgement.assessment = { .is_selected = true,
                                  .diagnosis = { .verdict = TOPOFIX_VERDICT_UNFIXABLE } }
    };
    static const struct topofix_result due = {
        .name = name,
        .has_judgement = true,
        .judgement.assessment = { .is_selected = true, .needs_change = true, .changes = true },
        .action = TOPOFIX_ACTION_WOULD_CHANGE
    };
    static const struct {
        const struct topofix_result *result;
        enum topofix_prospect prospect;
    } cases[] = {
        { &fine, TOPOFIX_PROSPECT_NOTHING },     { &failed, TOPOFIX_PROSPECT_FAILED },
        { &held, TOPOFIX_PROSPECT_HELD },        { &due, TOPOFIX_PROSPECT_CHANGE },
        { &proposed, TOPOFIX_PROSPECT_WRITTEN }, { &unknown, TOPOFIX_PROSPECT_UNKNOWN },
        { &unfixable, TOPOFIX_PROSPECT_BEYOND }, { &named_well, TOPOFIX_PROSPECT_NOTHING },
    };
    struct topofix_tally tally = { .domains = 0 };
    size_t sum = 0;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        assert_int_equal(topofix_result_prospect(cases[i].result), cases[i].prospect);
        topofix_tally_add(&tally, cases[i].result);
    }
    topofix_tally_add(&tally, &left_out);
    for (int prospect = 0; prospect < TOPOFIX_PROSPECTS; prospect++) {
        sum += tally.prospects[prospect];
    }
    assert_int_equal(sum, ARRAY_SIZE(cases));
    assert_int_equal(sum, tally.domains);
}

static void
test_counts(void **state)
{
    struct topofix_result loses = { .name = name,
                                    .has_judgement = true,
                                    .judgement.assessment = {
                                        .is_selected = true,
                                        .guest = { .vcpus = { .present = 4 } },
                                        .diagnosis = { .verdict = TOPOFIX_VERDICT_LOSES,
                                                       .is_usable_known = true,
                                                       .usable_now = { .min = 1, .max = 2 } } } };
    struct topofix_tally tally = { .domains = 0 };

    (void)state;
    topofix_tally_add(&tally, &loses);
    topofix_tally_add(&tally, &held);
    topofix_tally_add(&tally, &failed);
    topofix_tally_add(&tally, &left_out);
    loses.judgement.assessment.diagnosis.is_usable_known = false;
    topofix_tally_add(&tally, &loses);
    assert_int_equal(tally.domains, 4);
    assert_int_equal(tally.verdicts[TOPOFIX_VERDICT_LOSES], 2);
    assert_int_equal(tally.verdicts[TOPOFIX_VERDICT_LEGAL], 1);
    assert_int_equal(tally.holds[TOPOFIX_HOLD_MANAGED], 1);
    assert_int_equal(tally.actions[TOPOFIX_ACTION_FAILED], 1);
    assert_int_equal(tally.unused_least, 2); /* one of them is not known */
    assert_int_equal(tally.unused_most, 3);
}

/* After a fix, what the fix left: not what was there before it. */
static void
test_counts_what_is_true_after_the_run(void **state)
{
    static const struct {
        enum topofix_action action;
        enum topofix_verdict verdict;
        enum topofix_hold hold;
        size_t least;
        size_t most;
    } cases[] = {
        { TOPOFIX_ACTION_NONE, TOPOFIX_VERDICT_LOSES, TOPOFIX_HOLD_NONE, 2, 3 },
        { TOPOFIX_ACTION_WOULD_CHANGE, TOPOFIX_VERDICT_LOSES, TOPOFIX_HOLD_NONE, 2, 3 },
        { TOPOFIX_ACTION_FAILED, TOPOFIX_VERDICT_LOSES, TOPOFIX_HOLD_NONE, 2, 3 },
        { TOPOFIX_ACTION_CHANGED, TOPOFIX_VERDICT_MAY_LOSE, TOPOFIX_HOLD_NONE, 0, 1 },
        { TOPOFIX_ACTION_UNDONE, TOPOFIX_VERDICT_MAY_LOSE, TOPOFIX_HOLD_IGNORED, 0, 1 },
    };
    static const struct topofix_os os;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_result result = { .name = name, .has_judgement = true };
        struct topofix_tally tally = { .domains = 0 };

        result.judgement.assessment.is_selected = true;
        result.judgement.assessment.guest.os.os = &os;
        result.judgement.assessment.guest.vcpus.present = 4;
        result.judgement.assessment.diagnosis.verdict = TOPOFIX_VERDICT_LOSES;
        result.judgement.assessment.diagnosis.is_usable_known = true;
        result.judgement.assessment.diagnosis.usable_now =
            (struct topofix_range){ .min = 1, .max = 2 };
        result.judgement.assessment.verdict_after = TOPOFIX_VERDICT_MAY_LOSE;
        result.judgement.assessment.usable_wanted = (struct topofix_range){ .min = 3, .max = 4 };
        result.action = cases[i].action;
        topofix_tally_add(&tally, &result);
        assert_int_equal(tally.verdicts[cases[i].verdict], 1);
        assert_int_equal(tally.holds[cases[i].hold], 1);
        assert_int_equal(tally.unused_least, cases[i].least);
        assert_int_equal(tally.unused_most, cases[i].most);
    }
}

/* One of a kind is enough for each status, and what failed comes before all others. */
static void
test_status_of_one(void **state)
{
    struct topofix_tally left = { .left = 1 };
    struct topofix_tally hopeless = { .beyond_topology = 1 };
    struct topofix_tally proofs = { .proofs = { [TOPOFIX_PROOF_UNPROVED] = 1 } };

    (void)state;
    assert_int_equal(topofix_tally_status(&left, TOPOFIX_GOAL_SAY, TOPOFIX_RUN_WRITE), 4);
    assert_int_equal(topofix_tally_status(&hopeless, TOPOFIX_GOAL_SAY, TOPOFIX_RUN_WRITE), 0);
    assert_int_equal(topofix_tally_status(&left, TOPOFIX_GOAL_FIX, TOPOFIX_RUN_WRITE), 4);
    assert_int_equal(topofix_tally_status(&left, TOPOFIX_GOAL_FIX, TOPOFIX_RUN_JUDGE), 0);
    assert_int_equal(topofix_tally_status(&hopeless, TOPOFIX_GOAL_FIX, TOPOFIX_RUN_JUDGE), 4);
    assert_int_equal(topofix_tally_status(&left, TOPOFIX_GOAL_UNDO, TOPOFIX_RUN_WRITE), 0);
    assert_int_equal(topofix_tally_status(&proofs, TOPOFIX_GOAL_VERIFY, TOPOFIX_RUN_JUDGE), 4);
    proofs.proofs[TOPOFIX_PROOF_REFUTED] = 1;
    assert_int_equal(topofix_tally_status(&proofs, TOPOFIX_GOAL_VERIFY, TOPOFIX_RUN_JUDGE), 3);
    proofs.actions[TOPOFIX_ACTION_FAILED] = 1;
    assert_int_equal(topofix_tally_status(&proofs, TOPOFIX_GOAL_VERIFY, TOPOFIX_RUN_JUDGE), 1);
}

/* A remedy that was asked for by --fix and cannot be had is left where the guest or its file was
 * named. */
static void
test_remedy_is_left(void **state)
{
    struct topofix_result remedy = fine;

    (void)state;
    remedy.judgement.assessment.remedied.threads = TOPOFIX_THREADS_HOST_UNKNOWN;
    remedy.judgement.assessment.is_selected = true;
    remedy.is_named = false;
    remedy.file = NULL;
    assert_false(topofix_result_is_left(&remedy));
    remedy.is_named = true;
    assert_true(topofix_result_is_left(&remedy));
    remedy.is_named = false;
    remedy.file = "domain.xml";
    assert_true(topofix_result_is_left(&remedy));
    remedy.action = TOPOFIX_ACTION_FAILED;
    assert_false(topofix_result_is_left(&remedy));
    remedy.action = TOPOFIX_ACTION_NONE;
    remedy.judgement.assessment.is_selected = false;
    assert_false(topofix_result_is_left(&remedy));
}

/* A mirror that was not found is left, whoever asked for it. */
static void
test_mirror_is_left(void **state)
{
    struct topofix_result mirror = fine;

    (void)state;
    mirror.judgement.assessment.goal = TOPOFIX_GOAL_MIRROR;
    assert_true(topofix_result_is_left(&mirror));
    mirror.judgement.assessment.mirror.is_found = true;
    assert_false(topofix_result_is_left(&mirror));
    mirror.judgement.assessment.mirror.is_found = false;
    mirror.action = TOPOFIX_ACTION_FAILED;
    assert_false(topofix_result_is_left(&mirror));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mirror_is_left),
        cmocka_unit_test(test_remedy_is_left),
        cmocka_unit_test(test_status),
        cmocka_unit_test(test_verification),
        cmocka_unit_test(test_prospects),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_counts_what_is_true_after_the_run),
        cmocka_unit_test(test_status_of_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

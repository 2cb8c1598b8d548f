/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "judge/running.h"
#include "judgement_samples.h"
#include "report/lines.h"

#define LIVE(id, vcpu, cpu) "<domain " id "><name>win7</name>" vcpu cpu "</domain>"
#define FOUR                CPU("sockets='4' cores='1' threads='1'")
#define ONE                 CPU("sockets='1' cores='4' threads='1'")

static const struct topofix_topology one = { { 1, 1, 1, 4, 1 } };

static void
plan_with(const char *defined, const struct topofix_circumstances *circumstances,
          struct topofix_judgement *ret_plan)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    struct topofix_error err;

    if (topofix_judgement_make(defined, strlen(defined), &request, circumstances, ret_plan, &err) <
        0) {
        fail_msg("%s", err.message);
    }
}

/* What runs, or was saved, against what is defined: 1x4x1. */
static void
test_pending(void **state)
{
    static const struct {
        enum topofix_state state;
        const char *xml;
        bool is_transient;
        enum topofix_pending pending;
        bool is_known;
        enum topofix_state state_after;
    } cases[] = {
        { TOPOFIX_STATE_NONE, NULL, false, TOPOFIX_PENDING_UNKNOWN, false, TOPOFIX_STATE_NONE },
        { TOPOFIX_STATE_SHUT_OFF, NULL, false, TOPOFIX_PENDING_NONE, false,
          TOPOFIX_STATE_SHUT_OFF },
        { TOPOFIX_STATE_RUNNING, LIVE("id='1'", "<vcpu>4</vcpu>", FOUR), false,
          TOPOFIX_PENDING_RESTART, true, TOPOFIX_STATE_RUNNING },
        { TOPOFIX_STATE_PAUSED, LIVE("id='1'", "<vcpu>4</vcpu>", ""), false,
          TOPOFIX_PENDING_RESTART, true, TOPOFIX_STATE_PAUSED },
        { TOPOFIX_STATE_RUNNING, LIVE("id='1'", "<vcpu>4</vcpu>", ONE), false, TOPOFIX_PENDING_NONE,
          true, TOPOFIX_STATE_RUNNING },
        { TOPOFIX_STATE_RUNNING, LIVE("id='1'", "<vcpu>4</vcpu>", FOUR), true, TOPOFIX_PENDING_NONE,
          true, TOPOFIX_STATE_RUNNING },
        { TOPOFIX_STATE_SAVED, LIVE("", "<vcpu>4</vcpu>", FOUR), false, TOPOFIX_PENDING_SAVED_STATE,
          true, TOPOFIX_STATE_SAVED },
        { TOPOFIX_STATE_SAVED, LIVE("", "<vcpu>4</vcpu>", ONE), false, TOPOFIX_PENDING_NONE, true,
          TOPOFIX_STATE_SAVED },
        /* it stopped after it was listed: what libvirt gives is a definition */
        { TOPOFIX_STATE_RUNNING, LIVE("", "<vcpu>4</vcpu>", FOUR), false, TOPOFIX_PENDING_NONE,
          false, TOPOFIX_STATE_SHUT_OFF },
        { TOPOFIX_STATE_RUNNING, "no XML", false, TOPOFIX_PENDING_UNKNOWN, false,
          TOPOFIX_STATE_RUNNING },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const struct topofix_circumstances circumstances = { .is_transient = cases[i].is_transient,
                                                             .state = cases[i].state,
                                                             .running_xml = cases[i].xml };
        struct topofix_running running;

        topofix_running_find(&circumstances, &(struct topofix_guest_os){ .os = NULL }, &running);
        assert_int_equal(topofix_running_pending(&running, &one), cases[i].pending);
        assert_int_equal(running.is_known, cases[i].is_known);
        assert_int_equal(running.state, cases[i].state_after);
        assert_false(running.is_usable_known);
        topofix_running_done(&running);
        assert_null(running.problem);
    }
}

/* The guest is who its definition says, and has the vCPUs that are plugged in now. */
static void
test_usable(void **state)
{
    const struct topofix_circumstances circumstances = {
        .state = TOPOFIX_STATE_RUNNING,
        .running_xml =
            LIVE("id='7'", "<vcpu current='3'>8</vcpu>", CPU("sockets='4' cores='2' threads='1'"))
    };
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    plan_with(WIN7("", "<vcpu>4</vcpu>", ONE), &circumstances, &judgement);
    assert_int_equal(judgement.assessment.diagnosis.verdict, TOPOFIX_VERDICT_LEGAL);
    assert_true(judgement.assessment.running.is_usable_known);
    assert_int_equal(judgement.assessment.running.present, 3);
    assert_int_equal(judgement.assessment.running.usable.min, 2);
    assert_int_equal(judgement.assessment.running.usable.max, 3);
    assert_topology(&judgement.assessment.running.topology, 4, 1, 1, 2, 1);
}

/* -smp of its own: what the XML says is not what the guest has. */
static void
test_own_smp(void **state)
{
    const struct topofix_circumstances circumstances = {
        .state = TOPOFIX_STATE_RUNNING,
        .running_xml = "<domain id='1' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>"
                       "<vcpu>4</vcpu><qemu:commandline><qemu:arg value='-smp'/><qemu:arg "
                       "value='cores=4'/></qemu:commandline></domain>"
    };
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    plan_with(WIN7("", "<vcpu>4</vcpu>", ONE), &circumstances, &judgement);
    assert_true(judgement.assessment.running.is_known);
    assert_false(judgement.assessment.running.is_usable_known);
}

static void
make_result(const struct topofix_circumstances *circumstances, const char *defined,
            struct topofix_result *ret_result)
{
    static char name[] = "win7";

    *ret_result = (struct topofix_result){ .name = name, .has_judgement = true };
    plan_with(defined, circumstances, &ret_result->judgement);
}

/* A fix makes pending what runs with what it replaced, and the unused vCPUs stay unused until then.
 */
static void
test_after_the_run(void **state)
{
    const struct topofix_circumstances circumstances = {
        .state = TOPOFIX_STATE_RUNNING, .running_xml = LIVE("id='1'", "<vcpu>4</vcpu>", FOUR)
    };
    struct topofix_result result;
    struct topofix_tally before = { .domains = 0 };
    struct topofix_tally after = { .domains = 0 };
    struct topofix_tally strict = { .counts_pending = true };

    (void)state;
    make_result(&circumstances, WIN7("", "<vcpu>4</vcpu>", ""), &result);
    assert_int_equal(topofix_result_pending(&result), TOPOFIX_PENDING_NONE);
    topofix_tally_add(&before, &result);
    assert_int_equal(before.pending, 0);
    result.action = TOPOFIX_ACTION_CHANGED;
    assert_int_equal(topofix_result_pending(&result), TOPOFIX_PENDING_RESTART);
    topofix_tally_add(&after, &result);
    assert_int_equal(after.pending, 1);
    assert_int_equal(after.verdicts[TOPOFIX_VERDICT_LEGAL], 1);
    assert_int_equal(after.unused_least, 2);
    assert_int_equal(after.unused_most, 3);
    topofix_judgement_done(&result.judgement);
    /* a check afterwards: only a strict one wants anything */
    make_result(&circumstances, WIN7("", "<vcpu>4</vcpu>", ONE), &result);
    after = (struct topofix_tally){ .domains = 0 };
    topofix_tally_add(&after, &result);
    assert_int_equal(topofix_tally_status(&after, TOPOFIX_GOAL_FIX, TOPOFIX_RUN_JUDGE), 0);
    topofix_tally_add(&strict, &result);
    assert_int_equal(topofix_tally_status(&strict, TOPOFIX_GOAL_FIX, TOPOFIX_RUN_JUDGE), 3);
    assert_int_equal(topofix_tally_status(&strict, TOPOFIX_GOAL_FIX, TOPOFIX_RUN_WRITE), 0);
    topofix_judgement_done(&result.judgement);
}

/* --only pending leaves out what runs as it is defined, whatever its verdict. */
static void
test_only_pending(void **state)
{
    static const struct {
        const char *defined;
        unsigned only;
        bool is_selected;
    } cases[] = {
        { WIN7("", "<vcpu>4</vcpu>", ONE), TOPOFIX_ONLY_PENDING, true },
        { WIN7("", "<vcpu>4</vcpu>", ""), TOPOFIX_ONLY_PENDING, false },
        { WIN7("", "<vcpu>4</vcpu>", ""), TOPOFIX_ONLY_PENDING | 1u << TOPOFIX_VERDICT_LOSES,
          true },
        { WIN7("", "<vcpu>4</vcpu>", ONE), 1u << TOPOFIX_VERDICT_LOSES, false },
    };
    const struct topofix_circumstances circumstances = {
        .state = TOPOFIX_STATE_RUNNING, .running_xml = LIVE("id='1'", "<vcpu>4</vcpu>", FOUR)
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

        request.only = cases[i].only;
        assert_int_equal(topofix_judgement_make(cases[i].defined, strlen(cases[i].defined),
                                                &request, &circumstances, &judgement, NULL),
                         0);
        assert_int_equal(judgement.assessment.is_selected, cases[i].is_selected);
    }
}

/* What it has is not known, so that a fix must not be taken for the end of it. */
static void
test_unknown_is_not_counted(void **state)
{
    const struct topofix_circumstances circumstances = { .state = TOPOFIX_STATE_RUNNING,
                                                         .running_problem = "not to be had" };
    struct topofix_result result;
    struct topofix_range unused;

    (void)state;
    make_result(&circumstances, WIN7("", "<vcpu>4</vcpu>", ""), &result);
    assert_false(topofix_result_unused(&result, &unused));
    result.action = TOPOFIX_ACTION_CHANGED;
    assert_false(topofix_result_unused(&result, &unused));
    assert_int_equal(topofix_result_pending(&result), TOPOFIX_PENDING_UNKNOWN);
    topofix_judgement_done(&result.judgement);
}

static void
test_text(void **state)
{
    static const struct {
        struct topofix_circumstances circumstances;
        const char *defined;
        const char *check;
        const char *fix;
    } cases[] = {
        { { .state = TOPOFIX_STATE_RUNNING, .running_xml = LIVE("id='1'", "<vcpu>4</vcpu>", FOUR) },
          WIN7("", "<vcpu>4</vcpu>", ONE),
          "win7: legal, pending restart: running with 4x1x1, 1-2 of 4 used; as defined: Windows 7, "
          "1x4x1, 4 of 4 vCPUs are used\n",
          "win7: not changed, legal, pending restart: running with 4x1x1, 1-2 of 4 used; as "
          "defined: 4 of 4 vCPUs are used\n" },
        { { .state = TOPOFIX_STATE_SAVED, .running_xml = LIVE("", "<vcpu>4</vcpu>", FOUR) },
          WIN7("", "<vcpu>4</vcpu>", ONE),
          "win7: legal, pending saved state: saved with 4x1x1, 1-2 of 4 used; as defined: ",
          "win7: not changed, legal, pending saved state: saved with 4x1x1, " },
        { { .state = TOPOFIX_STATE_RUNNING, .running_xml = LIVE("id='1'", "<vcpu>4</vcpu>", ONE) },
          WIN7("", "<vcpu>4</vcpu>", ""),
          "win7: loses, pending restart: running with 1x4x1, 4 of 4 used; as defined: Windows 7 "
          "uses at most 2 sockets",
          NULL },
        { { .state = TOPOFIX_STATE_RUNNING, .running_xml = LIVE("id='1'", "<vcpu>4</vcpu>", ONE) },
          WIN7("", "<vcpu>4</vcpu>", ONE),
          "win7: legal: Windows 7, 1x4x1, 4 of 4 vCPUs are used\n",
          "win7: not changed, legal, 4 of 4 vCPUs are used\n" },
        { { .state = TOPOFIX_STATE_RUNNING, .running_problem = "not to be had" },
          WIN7("", "<vcpu>4</vcpu>", ""),
          "win7: loses: Windows 7 uses",
          NULL },
        { { .state = TOPOFIX_STATE_RUNNING, .running_problem = "not to be had" },
          WIN7("", "<vcpu>4</vcpu>", ONE),
          "win7: legal: Windows 7, 1x4x1, 4 of 4 vCPUs are used; what it runs with is not known: "
          "not to be had\n",
          "; what it runs with is not known: not to be had\n" },
        { { .state = TOPOFIX_STATE_SAVED, .running_problem = "not to be had" },
          WIN7("", "<vcpu>4</vcpu>", ONE),
          "; what it was saved with is not known: not to be had\n",
          NULL },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_text_style style = { .run = TOPOFIX_RUN_JUDGE, .tells_everything = true };
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer check = { .bytes = NULL };
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer fix = { .bytes = NULL };
        struct topofix_result result;

        make_result(&cases[i].circumstances, cases[i].defined, &result);
        topofix_lines_add_check(&result, &style, &check);
        assert_contains(check.bytes, cases[i].check);
        if (cases[i].fix) {
            topofix_lines_add_fix(&result, &style, &fix);
            assert_contains(fix.bytes, cases[i].fix);
        }
        topofix_judgement_done(&result.judgement);
    }
}

/* A batch tells of what is pending although there is nothing to fix. */
static void
test_a_batch_tells_of_it(void **state)
{
    static const char *const running[] = { LIVE("id='1'", "<vcpu>4</vcpu>", FOUR),
                                           LIVE("id='1'", "<vcpu>4</vcpu>", ONE) };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(running); i++) {
        const struct topofix_circumstances circumstances = { .state = TOPOFIX_STATE_RUNNING,
                                                             .running_xml = running[i] };
        struct topofix_text_style style = { .run = TOPOFIX_RUN_WRITE };
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
        struct topofix_result result;

        make_result(&circumstances, WIN7("", "<vcpu>4</vcpu>", ONE), &result);
        topofix_lines_add_fix(&result, &style, &text);
        assert_true((text.length > 0) == (i == 0));
        topofix_judgement_done(&result.judgement);
    }
}

/* What is plugged in now comes to what runs, whatever the definition says. */
static void
test_growth_of_what_runs(void **state)
{
    static const char warning[] =
        "plugging in vCPU number 3 now opens a socket that Windows 7 may not use: it runs with "
        "4x2x1 until it is shut down and started";
    static const struct {
        const char *running;
        bool warns;
        const char *growth; /* NULL: nothing of it */
    } cases[] = {
        { LIVE("id='1'", "<vcpu current='2'>8</vcpu>", CPU("sockets='4' cores='2' threads='1'")),
          true, "; as vCPUs are plugged in, 2-4 of 3 to 4, 2-4 of 5 to 8" },
        { LIVE("id='1'", "<vcpu current='2'>8</vcpu>", CPU("sockets='1' cores='8' threads='1'")),
          false, "; as vCPUs are plugged in, all of up to 8 are used" },
        { LIVE("id='1'", "<vcpu>8</vcpu>", CPU("sockets='4' cores='2' threads='1'")), false, NULL },
        { "no XML", false, NULL },
    };
    const struct topofix_text_style style = { .run = TOPOFIX_RUN_JUDGE, .is_verbose = true };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const struct topofix_circumstances circumstances = { .state = TOPOFIX_STATE_RUNNING,
                                                             .running_xml = cases[i].running };
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
        struct topofix_result result;

        make_result(
            &circumstances,
            WIN7("", "<vcpu current='2'>8</vcpu>", CPU("sockets='1' cores='8' threads='1'")),
            &result);
        topofix_lines_add_check(&result, &style, &text);
        assert_int_equal(strstr(text.bytes, warning) != NULL, cases[i].warns);
        if (cases[i].growth) {
            assert_contains(text.bytes, cases[i].growth);
        } else {
            assert_lacks(text.bytes, "as vCPUs are plugged in");
        }
        topofix_judgement_done(&result.judgement);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pending),
        cmocka_unit_test(test_usable),
        cmocka_unit_test(test_own_smp),
        cmocka_unit_test(test_after_the_run),
        cmocka_unit_test(test_only_pending),
        cmocka_unit_test(test_unknown_is_not_counted),
        cmocka_unit_test(test_growth_of_what_runs),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_a_batch_tells_of_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

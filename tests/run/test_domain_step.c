/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "step_fixture.h"
#include "testing.h"

static const char *const before = STEP_BEFORE;

static void
test_fix(void **state)
{
    struct step step;

    (void)state;
    step_init(&step, before);
    step_run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.result.error.code, TOPOFIX_ERROR_NONE);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_CHANGED);
    assert_int_equal(step.result.effect, TOPOFIX_EFFECT_NOW);
    assert_int_equal(step.fake.defines, 1);
    assert_contains(step.fake.xml, "<topology sockets='1' dies='1' cores='4' threads='1'/>");
    assert_contains(step.fake.xml, "<topofix:was/>");
    step_done(&step);
}

static void
test_looking_writes_nothing(void **state)
{
    static const enum topofix_run runs[] = { TOPOFIX_RUN_JUDGE, TOPOFIX_RUN_SHOW };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(runs); i++) {
        struct step step;

        step_init(&step, before);
        step_run(&step, runs[i]);
        assert_int_equal(step.result.action, TOPOFIX_ACTION_WOULD_CHANGE);
        assert_int_equal(step.fake.defines, 0);
        assert_int_equal(step.fake.fetches, 1);
        assert_string_equal(step.fake.xml, before);
        step_done(&step);
    }
}

static void
test_effect(void **state)
{
    struct step step;

    (void)state;
    step_init(&step, before);
    step.target.entry.is_running = true;
    step_run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.result.effect, TOPOFIX_EFFECT_NEXT_START);
    step_done(&step);
    step_init(&step, before);
    step.target.entry.has_saved_state = true;
    step_run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.result.effect, TOPOFIX_EFFECT_AFTER_SAVED_STATE);
    step_done(&step);
}

#define RUNS(id) "<domain " id "><name>fake</name><vcpu>4</vcpu></domain>"

/* What runs is looked at where something runs, once a domain, and is never a reason to fail. */
static void
test_running(void **state)
{
    static const struct {
        bool is_running;
        bool is_paused;
        bool has_saved_state;
        const char *running; /* NULL: refused */
        enum topofix_state state;
        enum topofix_pending pending; /* after the fix */
        enum topofix_effect effect;
        unsigned fetches;
    } cases[] = {
        { false, false, false, NULL, TOPOFIX_STATE_SHUT_OFF, TOPOFIX_PENDING_NONE,
          TOPOFIX_EFFECT_NOW, 0 },
        { true, false, false, RUNS("id='1'"), TOPOFIX_STATE_RUNNING, TOPOFIX_PENDING_RESTART,
          TOPOFIX_EFFECT_NEXT_START, 1 },
        { true, true, false, RUNS("id='1'"), TOPOFIX_STATE_PAUSED, TOPOFIX_PENDING_RESTART,
          TOPOFIX_EFFECT_NEXT_START, 1 },
        { false, false, true, RUNS(""), TOPOFIX_STATE_SAVED, TOPOFIX_PENDING_SAVED_STATE,
          TOPOFIX_EFFECT_AFTER_SAVED_STATE, 1 },
        /* it stopped since it was listed: the next start has the change */
        { true, false, false, RUNS(""), TOPOFIX_STATE_SHUT_OFF, TOPOFIX_PENDING_NONE,
          TOPOFIX_EFFECT_NOW, 1 },
        { true, false, false, NULL, TOPOFIX_STATE_RUNNING, TOPOFIX_PENDING_UNKNOWN,
          TOPOFIX_EFFECT_NEXT_START, 1 },
        { false, false, true, NULL, TOPOFIX_STATE_SAVED, TOPOFIX_PENDING_UNKNOWN,
          TOPOFIX_EFFECT_AFTER_SAVED_STATE, 1 },
        { true, false, false, "<damaged", TOPOFIX_STATE_RUNNING, TOPOFIX_PENDING_UNKNOWN,
          TOPOFIX_EFFECT_NEXT_START, 1 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct step step;

        step_init(&step, before);
        step.target.entry.is_running = cases[i].is_running;
        step.target.entry.is_paused = cases[i].is_paused;
        step.target.entry.has_saved_state = cases[i].has_saved_state;
        step.fake.running = cases[i].running;
        step_run(&step, TOPOFIX_RUN_WRITE);
        assert_int_equal(step.result.action, TOPOFIX_ACTION_CHANGED);
        assert_int_equal(step.result.error.code, TOPOFIX_ERROR_NONE);
        assert_int_equal(step.result.judgement.assessment.running.state, cases[i].state);
        assert_int_equal(topofix_result_pending(&step.result), cases[i].pending);
        assert_int_equal(step.result.effect, cases[i].effect);
        assert_int_equal(step.fake.running_fetches, cases[i].fetches);
        assert_true((step.result.judgement.assessment.running.problem != NULL) ==
                    (cases[i].pending == TOPOFIX_PENDING_UNKNOWN));
        step_done(&step);
    }
}

static void
test_transient_is_held(void **state)
{
    struct step step;

    (void)state;
    step_init(&step, before);
    step.target.entry.is_persistent = false;
    step_run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_NONE);
    assert_int_equal(step.result.judgement.assessment.hold, TOPOFIX_HOLD_TRANSIENT);
    assert_true(step.result.judgement.assessment.needs_change);
    assert_true(topofix_result_is_left(&step.result));
    assert_int_equal(step.fake.defines, 0);
    step_done(&step);
}

static void
test_capabilities(void **state)
{
    struct step step;

    (void)state;
    step_init(&step, "<domain><name>fake</name><vcpu>4</vcpu><os><type arch='x86_64' "
                     "machine='xenfv'>hvm</type></os></domain>");
    step.fake.capabilities = "<capabilities><guest><arch name='x86_64'><machine maxCpus='2'>xenfv"
                             "</machine></arch></guest></capabilities>";
    step_run(&step, TOPOFIX_RUN_JUDGE);
    assert_int_equal(step.result.judgement.assessment.diagnosis.verdict, TOPOFIX_VERDICT_INVALID);
    topofix_result_done(&step.result);
    step_run(&step, TOPOFIX_RUN_JUDGE);
    assert_int_equal(step.fake.capabilities_asked, 1);
    step_done(&step);
}

/* Capabilities that cannot matter are not asked for. */
static void
test_needless_capabilities(void **state)
{
    struct step step;

    (void)state;
    step_init(&step, before);
    step.fake.capabilities = "<capabilities/>";
    step_run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_CHANGED);
    assert_int_equal(step.fake.capabilities_asked, 0);
    step_done(&step);
}

static void
test_no_domain(void **state)
{
    struct topofix_error err = { .code = TOPOFIX_ERROR_NOT_FOUND };
    struct topofix_target target = { .name = "x", .error = &err };
    struct topofix_result result;

    (void)state;
    topofix_domain_step(&target, NULL, &result);
    assert_int_equal(result.action, TOPOFIX_ACTION_FAILED);
    assert_int_equal(result.error.code, TOPOFIX_ERROR_NOT_FOUND);
    assert_string_equal(result.name, "x");
    topofix_result_done(&result);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fix),
        cmocka_unit_test(test_looking_writes_nothing),
        cmocka_unit_test(test_effect),
        cmocka_unit_test(test_running),
        cmocka_unit_test(test_transient_is_held),
        cmocka_unit_test(test_capabilities),
        cmocka_unit_test(test_needless_capabilities),
        cmocka_unit_test(test_no_domain),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

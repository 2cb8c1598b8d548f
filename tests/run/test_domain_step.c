/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/domain_step.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "fake_store.h"
#include "testing.h"

#define DOMAIN(cpu)                                                            \
    "<domain><name>fake</name><metadata><l:libosinfo "                         \
    "xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'><l:os "           \
    "id='http://microsoft.com/win/7'/></l:libosinfo></metadata><vcpu>4</vcpu>" \
    "<os><type arch='x86_64' machine='pc'>hvm</type></os>"                     \
    "<features><acpi/></features>" cpu "</domain>"

static const char *const before = DOMAIN("<cpu/>");

struct step {
    struct fake_store fake;
    struct topofix_connection connection;
    struct topofix_target target;
    struct topofix_request request;
    struct topofix_result result;
};

static void
step_init(struct step *step, const char *xml)
{
    *step = (struct step){ .connection = { .store = NULL } };
    fake_store_init(&step->fake, xml);
    step->connection.store = &step->fake.common;
    pthread_mutex_init(&step->connection.mutex, NULL);
    step->target.connection = &step->connection;
    step->target.entry = fake_store_entry();
    step->target.name = "fake";
    step->request = (struct topofix_request){ .limits = &topofix_limits_builtin,
                                              .writes_record = true,
                                              .respects_owner = true };
}

static void
step_done(struct step *step)
{
    topofix_result_done(&step->result);
    topofix_entry_done(&step->fake.common, &step->target.entry);
    topofix_doc_free(step->connection.capabilities);
    free(step->connection.capabilities_text);
    pthread_mutex_destroy(&step->connection.mutex);
    fake_store_done(&step->fake);
}

static void
run(struct step *step, enum topofix_run run)
{
    step->request.run = run;
    topofix_domain_step(&step->target, &step->request, &step->result);
}

static void
test_fix(void **state)
{
    struct step step;

    (void)state;
    step_init(&step, before);
    run(&step, TOPOFIX_RUN_WRITE);
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
        run(&step, runs[i]);
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
    run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.result.effect, TOPOFIX_EFFECT_NEXT_START);
    step_done(&step);
    step_init(&step, before);
    step.target.entry.has_saved_state = true;
    run(&step, TOPOFIX_RUN_WRITE);
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
        run(&step, TOPOFIX_RUN_WRITE);
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

/* Somebody was faster once: what they wrote is fixed instead. */
static void
test_changed_once(void **state)
{
    struct step step;

    (void)state;
    step_init(&step, before);
    step.fake.change_at = 2;
    step.fake.change_to = DOMAIN("<cpu mode='host-model'/>");
    run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_CHANGED);
    assert_int_equal(step.result.error.code, TOPOFIX_ERROR_NONE);
    assert_int_equal(step.fake.defines, 1);
    assert_contains(step.fake.xml, "<cpu mode='host-model'><topology");
    assert_contains(step.fake.xml, "<!-- 2 -->");
    step_done(&step);
}

static void
test_changed_again_and_again(void **state)
{
    struct step step;

    (void)state;
    step_init(&step, before);
    step.fake.change_at = 2;
    step.fake.change_again = true;
    step.fake.change_to = before;
    run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_FAILED);
    assert_int_equal(step.result.effect, TOPOFIX_EFFECT_NONE);
    assert_int_equal(step.result.error.code, TOPOFIX_ERROR_CHANGED);
    assert_int_equal(step.fake.defines, 0);
    assert_int_equal(step.fake.fetches, 4); /* two attempts, two reads each */
    step_done(&step);
}

static void
test_refused(void **state)
{
    struct step step;

    (void)state;
    step_init(&step, before);
    step.fake.refuse_define = true;
    run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_FAILED);
    assert_contains(step.result.error.message, "not accepted: unsupported");
    assert_int_equal(step.fake.defines, 1);
    assert_string_equal(step.fake.xml, before);
    step_done(&step);
}

/* Something else came of the define: told, and nothing is written on top of it. */
static void
test_written_but_different(void **state)
{
    static const char *const after[] = {
        DOMAIN("<cpu/>"),
        DOMAIN("<cpu><topology sockets='1' cores='4' threads='1'/></cpu>"),
        "not XML",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(after); i++) {
        struct step step;

        step_init(&step, before);
        step.fake.define_turns_into = after[i];
        run(&step, TOPOFIX_RUN_WRITE);
        assert_int_equal(step.result.action, TOPOFIX_ACTION_FAILED);
        assert_contains(step.result.error.message, "written, but it is not what was written");
        assert_int_equal(step.fake.defines, 1);
        assert_string_equal(step.fake.xml, after[i]);
        step_done(&step);
    }
}

#define FIXED                                                                          \
    "<domain><name>fake</name><metadata><topofix:domain "                              \
    "xmlns:topofix='urn:virt-topofix:domain:1'><topofix:was/><topofix:set "            \
    "sockets='1' cores='4' threads='1'/></topofix:domain><l:libosinfo "                \
    "xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'><l:os "                   \
    "id='http://microsoft.com/win/7'/></l:libosinfo></metadata><vcpu>4</vcpu>"         \
    "<os><type arch='x86_64' machine='pc'>hvm</type></os><features><acpi/></features>" \
    "<cpu><topology sockets='1' cores='4' threads='1'/></cpu>"

/* Somebody else's define came right after ours and kept what we did: done, and said. */
static void
test_rest_changed(void **state)
{
    static const struct {
        const char *after;
        bool rest_changed;
    } cases[] = {
        { FIXED "</domain>", false },
        { FIXED "<on_poweroff>restart</on_poweroff></domain>", true },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct step step;

        step_init(&step, before);
        step.fake.define_turns_into = cases[i].after;
        run(&step, TOPOFIX_RUN_WRITE);
        assert_int_equal(step.result.error.code, TOPOFIX_ERROR_NONE);
        assert_int_equal(step.result.action, TOPOFIX_ACTION_CHANGED);
        assert_int_equal(step.result.rest_changed, cases[i].rest_changed);
        assert_int_equal(step.fake.defines, 1);
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
    run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_NONE);
    assert_int_equal(step.result.judgement.assessment.hold, TOPOFIX_HOLD_TRANSIENT);
    assert_true(step.result.judgement.assessment.needs_change);
    assert_true(topofix_result_is_left(&step.result));
    assert_int_equal(step.fake.defines, 0);
    step_done(&step);
}

static void
test_undo(void **state)
{
    struct step step;
    char *fixed;

    (void)state;
    step_init(&step, before);
    run(&step, TOPOFIX_RUN_WRITE);
    fixed = topofix_strdup(step.fake.xml);
    step_done(&step);
    step_init(&step, fixed);
    step.request.goal = TOPOFIX_GOAL_UNDO;
    run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_UNDONE);
    assert_lacks(step.fake.xml, "<topology");
    assert_contains(step.fake.xml, "<topofix:ignore/>");
    topofix_result_done(&step.result);
    /* a second time there is nothing left, which matters only to who named the domain */
    run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_FAILED);
    assert_contains(step.result.error.message, "nothing to undo");
    topofix_result_done(&step.result);
    step.target.name = NULL;
    run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_NONE);
    step_done(&step);
    free(fixed);
}

/* Somebody changed the topology since: an error for who named the domain, else told. */
static void
test_undo_of_a_stale_record(void **state)
{
    static const char *const changed =
        "<domain><name>fake</name><metadata><t:domain xmlns:t='urn:virt-topofix:domain:1'>"
        "<t:was/><t:set sockets='1' cores='4' threads='1'/></t:domain></metadata>"
        "<vcpu>4</vcpu><cpu><topology sockets='2' cores='2' threads='1'/></cpu></domain>";
    struct step step;

    (void)state;
    step_init(&step, changed);
    step.request.goal = TOPOFIX_GOAL_UNDO;
    run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_FAILED);
    assert_contains(step.result.error.message, "its topology is 2x2x1, expected 1x4x1");
    topofix_result_done(&step.result);
    step.target.name = NULL;
    run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_NONE);
    assert_true(step.result.judgement.assessment.record_is_stale);
    assert_string_equal(step.fake.xml, changed);
    step_done(&step);
}

static void
test_capabilities(void **state)
{
    struct step step;

    (void)state;
    step_init(&step, before);
    step.fake.capabilities = "<capabilities><guest><arch name='x86_64'><machine maxCpus='2'>pc"
                             "</machine></arch></guest></capabilities>";
    run(&step, TOPOFIX_RUN_JUDGE);
    assert_int_equal(step.result.judgement.assessment.diagnosis.verdict, TOPOFIX_VERDICT_INVALID);
    topofix_result_done(&step.result);
    run(&step, TOPOFIX_RUN_JUDGE);
    assert_int_equal(step.fake.capabilities_asked, 1);
    step_done(&step);
}

static void
test_no_domain(void **state)
{
    struct topofix_target target = { .name = "x", .error = { .code = TOPOFIX_ERROR_NOT_FOUND } };
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
        cmocka_unit_test(test_fix),          cmocka_unit_test(test_looking_writes_nothing),
        cmocka_unit_test(test_effect),       cmocka_unit_test(test_running),
        cmocka_unit_test(test_changed_once), cmocka_unit_test(test_changed_again_and_again),
        cmocka_unit_test(test_refused),      cmocka_unit_test(test_written_but_different),
        cmocka_unit_test(test_rest_changed), cmocka_unit_test(test_transient_is_held),
        cmocka_unit_test(test_undo),         cmocka_unit_test(test_undo_of_a_stale_record),
        cmocka_unit_test(test_capabilities), cmocka_unit_test(test_no_domain),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

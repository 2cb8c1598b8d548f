/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What can happen between the first read and the end of a write. */
#include "step_fixture.h"
#include "testing.h"

static const char *const before = STEP_BEFORE;

/* Somebody was faster once: what they wrote is fixed instead. */
static void
test_changed_once(void **state)
{
    struct step step;

    (void)state;
    step_init(&step, before);
    step.fake.change_at = 2;
    step.fake.change_to = DOMAIN("<cpu mode='host-model'/>");
    step_run(&step, TOPOFIX_RUN_WRITE);
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
    step_run(&step, TOPOFIX_RUN_WRITE);
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
    step_run(&step, TOPOFIX_RUN_WRITE);
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
        step_run(&step, TOPOFIX_RUN_WRITE);
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
        step_run(&step, TOPOFIX_RUN_WRITE);
        assert_int_equal(step.result.error.code, TOPOFIX_ERROR_NONE);
        assert_int_equal(step.result.action, TOPOFIX_ACTION_CHANGED);
        assert_int_equal(step.result.rest_changed, cases[i].rest_changed);
        assert_int_equal(step.fake.defines, 1);
        step_done(&step);
    }
}

/* In the window between comparison and define: undefined is a failure, and no second try. */
static void
test_rival_before_the_define(void **state)
{
    static const struct {
        enum topofix_event_kind rival;
        enum topofix_action action;
        enum topofix_error_code code;
        bool has_rival;
    } cases[] = {
        { TOPOFIX_EVENT_UNDEFINED, TOPOFIX_ACTION_FAILED, TOPOFIX_ERROR_UNDEFINED, false },
        { TOPOFIX_EVENT_DEFINED_UPDATED, TOPOFIX_ACTION_CHANGED, TOPOFIX_ERROR_NONE, true },
        { TOPOFIX_EVENT_OTHER, TOPOFIX_ACTION_CHANGED, TOPOFIX_ERROR_NONE, false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct step step;

        step_init(&step, before);
        step.fake.has_events = true;
        step.fake.tell_before_define = cases[i].rival;
        topofix_store_watch_rivals(&step.fake.common, NULL);
        step_run(&step, TOPOFIX_RUN_WRITE);
        assert_int_equal(step.result.action, cases[i].action);
        assert_int_equal(step.result.error.code, cases[i].code);
        assert_int_equal(step.result.has_rival, cases[i].has_rival);
        assert_int_equal(step.fake.defines, 1);
        topofix_store_close(&step.fake.common);
        step_done(&step);
    }
}

/* Changed once, and the second attempt cannot read it: what the first one judged is gone. */
static void
test_lost_in_the_second_attempt(void **state)
{
    struct step step;

    (void)state;
    step_init(&step, before);
    step.fake.change_at = 2;
    step.fake.change_to = before;
    step.fake.refuse_fetch_at = 3;
    step_run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_FAILED);
    assert_int_equal(step.result.error.code, TOPOFIX_ERROR_CONNECTION);
    assert_false(step.result.has_judgement);
    assert_null(step.result.text);
    assert_int_equal(step.result.length, 0);
    step_done(&step);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_changed_once),
        cmocka_unit_test(test_changed_again_and_again),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_written_but_different),
        cmocka_unit_test(test_rest_changed),
        cmocka_unit_test(test_rival_before_the_define),
        cmocka_unit_test(test_lost_in_the_second_attempt),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

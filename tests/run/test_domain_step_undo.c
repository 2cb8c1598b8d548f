/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "base/alloc.h"
#include "step_fixture.h"
#include "testing.h"

static const char *const before = STEP_BEFORE;

static void
test_undo(void **state)
{
    struct step step;
    char *fixed;

    (void)state;
    step_init(&step, before);
    step_run(&step, TOPOFIX_RUN_WRITE);
    fixed = topofix_strdup(step.fake.xml);
    step_done(&step);
    step_init(&step, fixed);
    step.request.goal = TOPOFIX_GOAL_UNDO;
    step_run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_UNDONE);
    assert_lacks(step.fake.xml, "<topology");
    assert_contains(step.fake.xml, "<topofix:ignore/>");
    topofix_result_done(&step.result);
    /* a second time there is nothing left, which matters only to who named the domain */
    step_run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_FAILED);
    assert_contains(step.result.error.message, "nothing to undo");
    topofix_result_done(&step.result);
    step.target.name = NULL;
    step_run(&step, TOPOFIX_RUN_WRITE);
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
    step_run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_FAILED);
    assert_contains(step.result.error.message, "its topology is 2x2x1, expected 1x4x1");
    topofix_result_done(&step.result);
    step.target.name = NULL;
    step_run(&step, TOPOFIX_RUN_WRITE);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_NONE);
    assert_true(step.result.judgement.assessment.record_is_stale);
    assert_string_equal(step.fake.xml, changed);
    step_done(&step);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_undo),
        cmocka_unit_test(test_undo_of_a_stale_record),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

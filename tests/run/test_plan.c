/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What was shown is what is written, whatever happens while somebody thinks about it. */
#include "run/plan.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "step_fixture.h"
#include "testing.h"

static struct topofix_plan
plan_step(struct step *step)
{
    struct topofix_plan plan;

    step_run(step, TOPOFIX_RUN_SHOW);
    plan = topofix_plan_of(&step->result);
    topofix_result_done(&step->result);
    return plan;
}

static enum topofix_permit
permit_planned(const struct topofix_target *target, struct topofix_result *result, void *context)
{
    (void)target;
    return topofix_plan_permits(context, result);
}

static void
write_planned(struct step *step, struct topofix_plan *plan)
{
    const struct topofix_gate gate = { .ask = permit_planned, .context = plan };

    step->request.run = TOPOFIX_RUN_WRITE;
    topofix_domain_step_gated(&step->target, &step->request, &gate, &step->result);
}

static void
replace_text(struct step *step, const char *xml)
{
    free(step->fake.xml);
    step->fake.xml = topofix_strdup(xml);
}

static void
test_as_planned(void **state)
{
    struct topofix_plan plan;
    struct step step;

    (void)state;
    step_init(&step, STEP_BEFORE);
    plan = plan_step(&step);
    assert_true(plan.is_due);
    assert_int_equal(step.fake.defines, 0);
    write_planned(&step, &plan);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_CHANGED);
    assert_false(step.result.is_judged_anew);
    assert_int_equal(step.fake.defines, 1);
    step_done(&step);
}

/* Somebody changed something else: the same fix of the new text. */
static void
test_another_text(void **state)
{
    struct topofix_plan plan;
    struct step step;

    (void)state;
    step_init(&step, STEP_BEFORE);
    plan = plan_step(&step);
    replace_text(&step, DOMAIN("<cpu mode='host-model'/>"));
    write_planned(&step, &plan);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_CHANGED);
    assert_true(step.result.is_judged_anew);
    assert_contains(step.fake.xml, "<cpu mode='host-model'><topology");
    step_done(&step);
}

/* Somebody changed what the answer was about. */
static void
test_another_change(void **state)
{
    struct topofix_plan plan;
    struct step step;

    (void)state;
    step_init(&step, STEP_BEFORE);
    plan = plan_step(&step);
    replace_text(&step, DOMAIN("<cpu><topology sockets='3' cores='1' threads='1'/></cpu>"));
    write_planned(&step, &plan);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_FAILED);
    assert_contains(step.result.error.message,
                    "somebody changed it since it was shown with a change to 1x4x1, and now 3x1x1 "
                    "would become 1x4x1: nothing is written");
    assert_int_equal(step.fake.defines, 0);
    step_done(&step);
}

static void
test_fixed_meanwhile(void **state)
{
    struct topofix_plan plan;
    struct step step;

    (void)state;
    step_init(&step, STEP_BEFORE);
    plan = plan_step(&step);
    replace_text(&step, DOMAIN("<cpu><topology sockets='1' cores='4' threads='1'/></cpu>"));
    write_planned(&step, &plan);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_NONE);
    assert_true(step.result.is_judged_anew);
    assert_int_equal(step.fake.defines, 0);
    step_done(&step);
}

static enum topofix_permit
leave(const struct topofix_target *target, struct topofix_result *result, void *context)
{
    (void)target;
    (void)result;
    (*(int *)context)++;
    return TOPOFIX_PERMIT_LEAVE;
}

/* Nobody agreed: nothing is written, and nothing has failed. A run that only shows asks nobody. */
static void
test_left(void **state)
{
    int asked = 0;
    const struct topofix_gate gate = { .ask = leave, .context = &asked };
    struct step step;

    (void)state;
    step_init(&step, STEP_BEFORE);
    step.request.run = TOPOFIX_RUN_SHOW;
    topofix_domain_step_gated(&step.target, &step.request, &gate, &step.result);
    assert_int_equal(asked, 0);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_WOULD_CHANGE);
    topofix_result_done(&step.result);
    step.request.run = TOPOFIX_RUN_WRITE;
    topofix_domain_step_gated(&step.target, &step.request, &gate, &step.result);
    assert_int_equal(asked, 1);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_NONE);
    assert_int_equal(step.result.effect, TOPOFIX_EFFECT_NONE);
    assert_int_equal(step.result.error.code, TOPOFIX_ERROR_NONE);
    assert_int_equal(step.fake.defines, 0);
    step_done(&step);
}

/* Of three targets the due ones remain, in their order, and are looked for again. */
static void
test_select(void **state)
{
    struct topofix_plans plans = { .items = NULL };
    struct topofix_target targets[3];
    struct topofix_selection due;
    struct step step;

    (void)state;
    step_init(&step, STEP_BEFORE);
    for (size_t i = 0; i < ARRAY_SIZE(targets); i++) {
        const struct topofix_plan plan = { .is_due = i != 1, .text_hash = i };

        targets[i] = step.target;
        topofix_plans_add(&plans, &plan);
    }
    const struct topofix_selection selection = { .connections = &step.connection,
                                                 .n_connections = 1,
                                                 .targets = targets,
                                                 .n_targets = ARRAY_SIZE(targets) };

    assert_int_equal(plans.n_due, 2);
    topofix_plans_select(&plans, &selection, &due);
    assert_int_equal(due.n_targets, 2);
    assert_int_equal(plans.count, 2);
    assert_int_equal(plans.items[1].text_hash, 2);
    for (size_t i = 0; i < due.n_targets; i++) {
        assert_string_equal(
            due.targets[i].connection ? due.targets[i].entry.name : due.targets[i].name, "fake");
    }
    topofix_plans_selection_done(&due);
    topofix_plans_done(&plans);
    step_done(&step);
}

/* A failure leaves nothing to agree to, whatever was judged before it. */
static void
test_failure_is_not_due(void **state)
{
    struct topofix_plan plan;
    struct step step;

    (void)state;
    step_init(&step, STEP_BEFORE);
    step_run(&step, TOPOFIX_RUN_SHOW);
    step.result.action = TOPOFIX_ACTION_FAILED;
    plan = topofix_plan_of(&step.result);
    assert_false(plan.is_due);
    step.result.action = TOPOFIX_ACTION_WOULD_CHANGE;
    plan = topofix_plan_of(&step.result);
    assert_true(plan.is_due);
    step.result.has_judgement = false;
    plan = topofix_plan_of(&step.result);
    assert_false(plan.is_due);
    step.result.has_judgement = true;
    step_done(&step);
}

static void
test_text_is_fnv(void **state)
{
    char text[] = "foobar";
    const struct topofix_result result = { .has_judgement = true, .text = text, .length = 6 };
    const struct topofix_plan plan = topofix_plan_of(&result);

    (void)state;
    assert_true(plan.text_hash == UINT64_C(0x85944171f73967e8));
    assert_false(plan.is_due);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_as_planned),
        cmocka_unit_test(test_another_text),
        cmocka_unit_test(test_another_change),
        cmocka_unit_test(test_fixed_meanwhile),
        cmocka_unit_test(test_left),
        cmocka_unit_test(test_select),
        cmocka_unit_test(test_failure_is_not_due),
        cmocka_unit_test(test_text_is_fnv),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

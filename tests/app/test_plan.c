/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "alloc.h"
#include "plan_samples.h"

static const char *const plain = WIN7("", "<vcpu>4</vcpu>", "");

static void
test_fix(void **state)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    TOPOFIX_AUTO_DONE(plan) struct topofix_plan plan = { .changes = false };

    (void)state;
    make_plan(plain, &request, &plan);
    assert_int_equal(plan.diagnosis.verdict, TOPOFIX_VERDICT_LOSES);
    assert_true(plan.needs_change && plan.changes);
    assert_topology(&plan.wanted, 1, 1, 1, 4, 1);
    assert_contains(plan.new_text.bytes, "<topofix:was/>");
    assert_contains(plan.new_text.bytes,
                    "<topofix:set sockets=\"1\" dies=\"1\" cores=\"4\" threads=\"1\"/>");
    assert_int_equal(topofix_plan_verify(&plan, plan.new_text.bytes, plan.new_text.length, NULL),
                     0);
}

static void
test_filter_leaves_no_record(void **state)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    TOPOFIX_AUTO_DONE(plan) struct topofix_plan plan = { .changes = false };

    (void)state;
    request.writes_record = false;
    make_plan(plain, &request, &plan);
    assert_string_equal(
        plan.new_text.bytes,
        WIN7("", "<vcpu>4</vcpu>", CPU("sockets='1' dies='1' cores='4' threads='1'")));
}

static void
test_legal_is_left_alone(void **state)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    TOPOFIX_AUTO_DONE(plan) struct topofix_plan plan = { .changes = false };

    (void)state;
    make_plan(WIN7("", "<vcpu>4</vcpu>", CPU("sockets='1' cores='4' threads='1'")), &request,
              &plan);
    assert_int_equal(plan.diagnosis.verdict, TOPOFIX_VERDICT_LEGAL);
    assert_false(plan.needs_change || plan.changes);
    assert_int_equal(plan.splices.count, 0);
    assert_int_equal(plan.new_text.length, 0);
}

/* was stays the oldest state while the topology is ours, and starts anew when it is not. */
static void
test_was(void **state)
{
    static const struct {
        const char *record;
        const char *now;
        const char *was;
    } cases[] = {
        { "", CPU("sockets='4' cores='1' threads='1'"),
          "<topofix:was sockets=\"4\" dies=\"1\" cores=\"1\" threads=\"1\"/>" },
        { RECORD("<topofix:was sockets='8'/><topofix:set sockets='4' cores='1' threads='1'/>"),
          CPU("sockets='4' cores='1' threads='1'"), "<topofix:was sockets='8'/>" },
        { RECORD("<topofix:was sockets='8'/><topofix:set sockets='1' cores='4' threads='1'/>"),
          CPU("sockets='4' cores='1' threads='1'"),
          "<topofix:was sockets=\"4\" dies=\"1\" cores=\"1\" threads=\"1\"/>" },
        { RECORD("<topofix:was sockets='8'/><topofix:set sockets='1' cores='4' threads='1'/>"), "",
          "<topofix:was/>" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text =
            topofix_sprintf("<domain>" WIN7_METADATA("%s") "<vcpu>4</vcpu>%s</domain>",
                            cases[i].record, cases[i].now);
        struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
        TOPOFIX_AUTO_DONE(plan) struct topofix_plan plan = { .changes = false };

        make_plan(text, &request, &plan);
        assert_true(plan.changes);
        assert_contains(plan.new_text.bytes, cases[i].was);
        assert_contains(plan.new_text.bytes, "<topofix:set sockets=\"1\"");
    }
}

static void
test_ignored(void **state)
{
    static const char *const text = WIN7(RECORD("<topofix:ignore/>"), "<vcpu>4</vcpu>", "");
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    struct topofix_plan plan;

    (void)state;
    make_plan(text, &request, &plan);
    assert_int_equal(plan.hold, TOPOFIX_HOLD_IGNORED);
    assert_true(plan.needs_change);
    assert_false(plan.changes);
    topofix_plan_done(&plan);
    request.lifts_ignore = true;
    make_plan(text, &request, &plan);
    assert_int_equal(plan.hold, TOPOFIX_HOLD_NONE);
    assert_true(plan.changes);
    assert_lacks(plan.new_text.bytes, "<topofix:ignore/>");
    topofix_plan_done(&plan);
}

static void
test_owner(void **state)
{
    static const char *const text =
        WIN7("<k:kubevirt xmlns:k='http://kubevirt.io'/>", "<vcpu>4</vcpu>", "");
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    struct topofix_plan plan;

    (void)state;
    request.lifts_ignore = true;
    make_plan(text, &request, &plan);
    assert_int_equal(plan.hold, TOPOFIX_HOLD_MANAGED);
    assert_true(plan.needs_change);
    assert_false(plan.changes);
    topofix_plan_done(&plan);
    request.respects_owner = false;
    make_plan(text, &request, &plan);
    assert_true(plan.changes);
    topofix_plan_done(&plan);
}

static void
test_only(void **state)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    struct topofix_plan plan;

    (void)state;
    request.only = 1u << TOPOFIX_VERDICT_INVALID;
    make_plan(plain, &request, &plan);
    assert_false(plan.is_selected || plan.needs_change);
    topofix_plan_done(&plan);
    request.only |= 1u << TOPOFIX_VERDICT_LOSES;
    make_plan(plain, &request, &plan);
    assert_true(plan.is_selected && plan.changes);
    topofix_plan_done(&plan);
}

/* In a batch, an edition that the guest's OS does not have leaves the guest out; by name it fails.
 */
static void
test_other_editions(void **state)
{
    struct topofix_request request = { .limits = &topofix_limits_builtin,
                                       .edition = "datacenter",
                                       .skips_editions = true };
    struct topofix_circumstances nothing = { .is_transient = false };
    struct topofix_plan plan;
    struct topofix_error err;

    (void)state;
    make_plan(plain, &request, &plan);
    assert_true(plan.lacks_edition);
    assert_false(plan.is_selected || plan.needs_change || plan.changes);
    topofix_plan_done(&plan);
    request.edition = "ultimate";
    make_plan(plain, &request, &plan);
    assert_true(plan.is_selected && plan.changes && !plan.lacks_edition);
    topofix_plan_done(&plan);
    request.edition = "datacenter";
    request.skips_editions = false;
    assert_int_equal(topofix_plan_make(plain, strlen(plain), &request, &nothing, &plan, &err), -1);
    assert_int_equal(err.code, TOPOFIX_ERROR_WISH);
}

/* Of two bounds the tighter one holds, whoever said it. */
static void
test_bounds_of_the_admin(void **state)
{
    static const char *const text =
        WIN7(RECORD("<topofix:bounds cores='2'/>"), "<vcpu>4</vcpu>", "");
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    struct topofix_plan plan;

    (void)state;
    make_plan(text, &request, &plan);
    assert_topology(&plan.wanted, 1, 1, 1, 2, 2);
    topofix_plan_done(&plan);
    request.policy.maximum.count[TOPOFIX_LEVEL_CORES] = 1;
    make_plan(text, &request, &plan);
    assert_topology(&plan.wanted, 1, 1, 1, 1, 4);
    topofix_plan_done(&plan);
    request.policy.maximum.count[TOPOFIX_LEVEL_CORES] = 4;
    make_plan(text, &request, &plan);
    assert_topology(&plan.wanted, 1, 1, 1, 2, 2);
    topofix_plan_done(&plan);
}

static void
test_impossible_wishes(void **state)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);

    (void)state;
    request.policy.wanted.count[TOPOFIX_LEVEL_SOCKETS] = 3;
    check_fails(plain, &request, TOPOFIX_ERROR_WISH,
                "no legal topology of 4 vCPUs has --sockets 3");
}

static void
test_verify(void **state)
{
    static const struct {
        const char *after;
        const char *message;
    } cases[] = {
        { WIN7("", "<vcpu>4</vcpu>", ""), "its topology is 4x1x1, expected 1x4x1" },
        { WIN7("", "<vcpu>4</vcpu>", CPU("sockets='1' cores='4' threads='1'")),
          "our element in <metadata>" },
        { WIN7(RECORD("<topofix:was/><topofix:set sockets='4' cores='1' threads='1'/>"),
               "<vcpu>4</vcpu>", CPU("sockets='1' cores='4' threads='1'")),
          "our element in <metadata>" },
        { WIN7(RECORD("<topofix:was/><topofix:set sockets='1' cores='4' threads='1'/>"),
               "<vcpu>4</vcpu><x/>", CPU("sockets='1' cores='4' threads='1'")),
          "something besides" },
        { "<domain/>", "no <vcpu>" },
    };
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    TOPOFIX_AUTO_DONE(plan) struct topofix_plan plan = { .changes = false };
    static const char *const good =
        WIN7(RECORD("<topofix:was/><topofix:set sockets='1' cores='4' threads='1'/>"),
             "<vcpu>4</vcpu>", "\n" CPU("threads='1' cores='4' sockets='1'"));

    (void)state;
    make_plan(plain, &request, &plan);
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };

        assert_int_equal(topofix_plan_verify(&plan, cases[i].after, strlen(cases[i].after), &err),
                         -1);
        assert_contains(err.message, cases[i].message);
    }
    /* libvirt may print our parts anew, on a line of their own */
    assert_int_equal(topofix_plan_verify(&plan, good, strlen(good), NULL), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fix),
        cmocka_unit_test(test_filter_leaves_no_record),
        cmocka_unit_test(test_legal_is_left_alone),
        cmocka_unit_test(test_was),
        cmocka_unit_test(test_ignored),
        cmocka_unit_test(test_owner),
        cmocka_unit_test(test_only),
        cmocka_unit_test(test_other_editions),
        cmocka_unit_test(test_bounds_of_the_admin),
        cmocka_unit_test(test_impossible_wishes),
        cmocka_unit_test(test_verify),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "step_fixture.h"
#include "testing.h"
#include "watch_look.h"

/* One domain under watch. */
struct watched {
    struct step step;
    struct topofix_work work;
    struct topofix_watch_look told;
};

static void
watched_init(struct watched *watched, const char *xml)
{
    step_init(&watched->step, xml);
    watched->step.request.run = TOPOFIX_RUN_WRITE;
    watched->work = (struct topofix_work){ .uuid = "fake" };
}

static void
watched_done(struct watched *watched)
{
    topofix_outcome_done(&watched->work.outcome);
    step_done(&watched->step);
}

static enum topofix_look
look(struct watched *watched, uint64_t now)
{
    topofix_result_done(&watched->step.result);
    return topofix_watch_look(&watched->step.connection, &watched->work, &watched->step.request,
                              now, &watched->step.result, &watched->told);
}

/* Somebody puts the definition back. */
static void
put_back(struct watched *watched, const char *xml)
{
    free(watched->step.fake.xml);
    watched->step.fake.xml = strdup(xml);
}

static void
test_fix_and_second_look(void **state)
{
    struct watched watched;

    (void)state;
    watched_init(&watched, STEP_BEFORE);
    assert_int_equal(look(&watched, 0), TOPOFIX_LOOK_DONE);
    assert_int_equal(watched.step.result.action, TOPOFIX_ACTION_CHANGED);
    assert_false(watched.step.result.is_named);
    assert_int_equal(look(&watched, 0), TOPOFIX_LOOK_DONE);
    assert_int_equal(watched.step.result.action, TOPOFIX_ACTION_NONE);
    assert_int_equal(watched.step.fake.defines, 1);
    watched_done(&watched);
}

/* Three fixes in ten minutes, one warning, and nothing written until it looks different. */
static void
test_no_fight(void **state)
{
    struct watched watched;
    unsigned warnings = 0;

    (void)state;
    watched_init(&watched, STEP_BEFORE);
    for (uint64_t i = 0; i < 100; i++) {
        put_back(&watched, STEP_BEFORE);
        assert_int_equal(look(&watched, i * 1000), TOPOFIX_LOOK_DONE);
        warnings += watched.told.is_left_alone;
    }
    assert_int_equal(watched.step.fake.defines, 3);
    assert_int_equal(warnings, 1);
    assert_int_equal(watched.step.result.action, TOPOFIX_ACTION_WOULD_CHANGE);
    look(&watched, TOPOFIX_PACE_WINDOW_MS * 2);
    assert_int_equal(watched.step.fake.defines, 3);
    watched_done(&watched);
}

static void
test_peace_ends_with_a_change(void **state)
{
    struct watched watched;

    (void)state;
    watched_init(&watched, STEP_BEFORE);
    for (uint64_t i = 0; i < 5; i++) {
        put_back(&watched, STEP_BEFORE);
        look(&watched, i);
    }
    put_back(&watched, DOMAIN("<cpu><topology sockets='4' dies='1' cores='1' threads='1'/></cpu>"));
    look(&watched, TOPOFIX_PACE_WINDOW_MS * 2); /* the same in other words is left alone */
    assert_int_equal(watched.step.fake.defines, 3);
    put_back(&watched, DOMAIN("<cpu><topology sockets='1' cores='4' threads='1'/></cpu>"));
    look(&watched, TOPOFIX_PACE_WINDOW_MS * 2);
    put_back(&watched, STEP_BEFORE);
    look(&watched, TOPOFIX_PACE_WINDOW_MS * 2);
    assert_int_equal(watched.step.fake.defines, 4);
    watched_done(&watched);
}

/* Who writes it at this moment raises an event, and it is no failure. */
static void
test_written_by_others_meanwhile(void **state)
{
    struct watched watched;

    (void)state;
    watched_init(&watched, STEP_BEFORE);
    watched.step.fake.change_at = 2;
    watched.step.fake.change_again = true;
    watched.step.fake.change_to = STEP_BEFORE;
    assert_int_equal(look(&watched, 0), TOPOFIX_LOOK_LATER);
    assert_int_equal(watched.step.fake.defines, 0);
    watched_done(&watched);
}

static void
test_gone(void **state)
{
    struct watched watched;

    (void)state;
    watched_init(&watched, STEP_BEFORE);
    watched.work.uuid[0] = 'x';
    assert_int_equal(look(&watched, 0), TOPOFIX_LOOK_GONE);
    watched_done(&watched);
}

static void
test_lost(void **state)
{
    struct watched watched;

    (void)state;
    watched_init(&watched, STEP_BEFORE);
    watched.step.fake.refuse_fetch_at = 1;
    assert_int_equal(look(&watched, 0), TOPOFIX_LOOK_LOST);
    watched_done(&watched);
}

/* Written, and the answer got lost: the next look tells, once. */
static void
test_lost_answer(void **state)
{
    const struct topofix_topology before = topofix_topology_make(4, 1, 1, 1, 1);
    const struct topofix_topology written = topofix_topology_make(1, 1, 1, 4, 1);
    struct watched watched;

    (void)state;
    watched_init(&watched, STEP_BEFORE);
    watched.step.fake.lose_define = FAKE_LOSS_OF_ANSWER;
    assert_int_equal(look(&watched, 0), TOPOFIX_LOOK_LOST);
    assert_false(watched.told.has_lost_fix);
    watched.step.fake.lose_define = FAKE_LOSS_NEVER;
    assert_int_equal(look(&watched, 0), TOPOFIX_LOOK_DONE);
    assert_int_equal(watched.step.result.action, TOPOFIX_ACTION_NONE);
    assert_true(watched.told.has_lost_fix);
    assert_true(topofix_topology_equals(&watched.told.lost_fix.before, &before));
    assert_true(topofix_topology_equals(&watched.told.lost_fix.written, &written));
    assert_int_equal(watched.work.pace.n_fixes, 1);
    assert_int_equal(look(&watched, 0), TOPOFIX_LOOK_DONE);
    assert_false(watched.told.has_lost_fix);
    assert_int_equal(watched.step.fake.defines, 1);
    watched_done(&watched);
}

/* The connection was lost once it was written, and before it was read again. */
static void
test_lost_after_the_answer(void **state)
{
    struct watched watched;

    (void)state;
    watched_init(&watched, STEP_BEFORE);
    watched.step.fake.refuse_fetch_at = 3;
    assert_int_equal(look(&watched, 0), TOPOFIX_LOOK_LOST);
    assert_int_equal(watched.step.fake.defines, 1);
    assert_int_equal(look(&watched, 0), TOPOFIX_LOOK_DONE);
    assert_true(watched.told.has_lost_fix);
    watched_done(&watched);
}

/* Not written: the next look fixes it, and tells that. */
static void
test_lost_question(void **state)
{
    struct watched watched;

    (void)state;
    watched_init(&watched, STEP_BEFORE);
    watched.step.fake.lose_define = FAKE_LOSS_OF_QUESTION;
    assert_int_equal(look(&watched, 0), TOPOFIX_LOOK_LOST);
    watched.step.fake.lose_define = FAKE_LOSS_NEVER;
    assert_int_equal(look(&watched, 0), TOPOFIX_LOOK_DONE);
    assert_int_equal(watched.step.result.action, TOPOFIX_ACTION_CHANGED);
    assert_false(watched.told.has_lost_fix);
    assert_int_equal(watched.work.pace.n_fixes, 1);
    assert_int_equal(look(&watched, 0), TOPOFIX_LOOK_DONE);
    assert_false(watched.told.has_lost_fix);
    watched_done(&watched);
}

/* Lost before anything was written: a topology that somebody else writes then is not ours. */
static void
test_lost_before_the_define(void **state)
{
    struct watched watched;

    (void)state;
    watched_init(&watched, STEP_BEFORE);
    watched.step.fake.refuse_fetch_at = 2;
    assert_int_equal(look(&watched, 0), TOPOFIX_LOOK_LOST);
    assert_int_equal(watched.step.fake.defines, 0);
    put_back(&watched, DOMAIN("<cpu><topology sockets='1' cores='4' threads='1'/></cpu>"));
    assert_int_equal(look(&watched, 0), TOPOFIX_LOOK_DONE);
    assert_false(watched.told.has_lost_fix);
    watched_done(&watched);
}

static void
test_refused_is_a_result(void **state)
{
    struct watched watched;

    (void)state;
    watched_init(&watched, STEP_BEFORE);
    watched.step.fake.refuse_define = true;
    assert_int_equal(look(&watched, 0), TOPOFIX_LOOK_DONE);
    assert_int_equal(watched.step.result.action, TOPOFIX_ACTION_FAILED);
    watched_done(&watched);
}

static void
test_audit_writes_nothing(void **state)
{
    struct watched watched;

    (void)state;
    watched_init(&watched, STEP_BEFORE);
    watched.step.request.run = TOPOFIX_RUN_SHOW;
    for (uint64_t i = 0; i < 10; i++) {
        assert_int_equal(look(&watched, i), TOPOFIX_LOOK_DONE);
        assert_int_equal(watched.step.result.action, TOPOFIX_ACTION_WOULD_CHANGE);
        assert_false(watched.told.is_left_alone);
    }
    assert_int_equal(watched.step.fake.defines, 0);
    watched_done(&watched);
}

static void
test_pauses(void **state)
{
    (void)state;
    assert_int_equal(topofix_watch_look_pause(1), 200);
    assert_int_equal(topofix_watch_look_pause(25), 200); /* for five seconds */
    assert_int_equal(topofix_watch_look_pause(26), 5000);
    assert_int_equal(topofix_watch_look_pause(1000000), 5000);
}

/* Left alone, it is looked at first; something else is fixed, and that look leaves nothing. */
static void
test_another_fault_ends_peace(void **state)
{
    struct watched watched;

    (void)state;
    watched_init(&watched, STEP_BEFORE);
    for (uint64_t i = 0; i < 5; i++) {
        put_back(&watched, STEP_BEFORE);
        look(&watched, i);
    }
    put_back(&watched, DOMAIN("<cpu><topology sockets='3' cores='1' threads='1'/></cpu>"));
    look(&watched, TOPOFIX_PACE_WINDOW_MS * 2);
    assert_int_equal(watched.step.result.action, TOPOFIX_ACTION_CHANGED);
    assert_int_equal(watched.step.fake.defines, 4);
    watched_done(&watched);
}

/* Nothing is read or written while it starts; a hypervisor that cannot say so is none. */
static void
test_starting(void **state)
{
    struct watched watched;

    (void)state;
    watched_init(&watched, STEP_BEFORE);
    watched.step.fake.is_paused = true;
    watched.step.fake.starting = 1;
    assert_int_equal(look(&watched, 0), TOPOFIX_LOOK_LATER);
    assert_int_equal(watched.step.fake.fetches, 0);
    watched.step.fake.starting = 0;
    assert_int_equal(look(&watched, 0), TOPOFIX_LOOK_DONE);
    assert_int_equal(watched.step.fake.defines, 1);
    put_back(&watched, STEP_BEFORE);
    watched.step.fake.starting = -1;
    assert_int_equal(look(&watched, 0), TOPOFIX_LOOK_DONE);
    assert_int_equal(watched.step.fake.defines, 2);
    watched_done(&watched);
}

/* In about a minute, and then no more. */
static void
test_retries(void **state)
{
    uint64_t pause;
    uint64_t sum = 0;
    unsigned n_failed = 1;

    (void)state;
    assert_false(topofix_watch_look_retries(0, &pause));
    for (; topofix_watch_look_retries(n_failed, &pause); n_failed++) {
        assert_int_equal(pause, 1000 << (n_failed - 1));
        sum += pause;
    }
    assert_uint_in_range(sum, 60 * 1000, 70 * 1000);
    assert_false(topofix_watch_look_retries(UINT_MAX, &pause));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fix_and_second_look),
        cmocka_unit_test(test_no_fight),
        cmocka_unit_test(test_peace_ends_with_a_change),
        cmocka_unit_test(test_written_by_others_meanwhile),
        cmocka_unit_test(test_gone),
        cmocka_unit_test(test_lost),
        cmocka_unit_test(test_retries),
        cmocka_unit_test(test_lost_answer),
        cmocka_unit_test(test_lost_after_the_answer),
        cmocka_unit_test(test_lost_question),
        cmocka_unit_test(test_lost_before_the_define),
        cmocka_unit_test(test_refused_is_a_result),
        cmocka_unit_test(test_audit_writes_nothing),
        cmocka_unit_test(test_pauses),
        cmocka_unit_test(test_another_fault_ends_peace),
        cmocka_unit_test(test_starting),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>

#include "testing.h"
#include "worklist.h"

#define A "00000000-0000-0000-0000-00000000000a"
#define B "00000000-0000-0000-0000-00000000000b"
#define C "00000000-0000-0000-0000-00000000000c"

static const enum topofix_urgency pass = TOPOFIX_URGENCY_PASS;
static const enum topofix_urgency event = TOPOFIX_URGENCY_EVENT;

/* The next domain that is due is this one; NULL: none is. */
static struct topofix_work *
expect_next(struct topofix_worklist *list, uint64_t now, const char *uuid)
{
    struct topofix_work *work = topofix_worklist_take(list, now);

    if (uuid) {
        assert_non_null(work);
        assert_string_equal(work->uuid, uuid);
    } else {
        assert_null(work);
    }
    return work;
}

static void
test_burst_is_one_look(void **state)
{
    struct topofix_worklist list = { .count = 0 };

    (void)state;
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(topofix_worklist_add(&list, i % 2 ? A : B, event, 5), 0);
    }
    assert_int_equal(list.n_waiting, 2);
    expect_next(&list, 4, NULL);
    assert_int_equal(topofix_worklist_next(&list), 5);
    expect_next(&list, 5, B);
    /* what happens while somebody looks is another look, and the last in turn */
    topofix_worklist_add(&list, B, event, 5);
    expect_next(&list, 5, A);
    expect_next(&list, 5, B);
    expect_next(&list, 5, NULL);
    assert_true(topofix_worklist_next(&list) == UINT64_MAX);
    topofix_worklist_done(&list);
}

static void
test_events_go_before_passes(void **state)
{
    struct topofix_worklist list = { .count = 0 };

    (void)state;
    topofix_worklist_add(&list, A, pass, 0);
    topofix_worklist_add(&list, B, pass, 0);
    topofix_worklist_add(&list, C, event, 0);
    topofix_worklist_add(&list, B, event, 0);
    topofix_worklist_add(&list, C, pass, 0); /* takes nothing back */
    expect_next(&list, 0, B);
    expect_next(&list, 0, C);
    expect_next(&list, 0, A);
    topofix_worklist_done(&list);
}

static void
test_earlier_moment_wins(void **state)
{
    struct topofix_worklist list = { .count = 0 };

    (void)state;
    topofix_worklist_add(&list, A, event, 200);
    topofix_worklist_add(&list, A, event, 100);
    topofix_worklist_add(&list, A, event, 300);
    assert_int_equal(topofix_worklist_next(&list), 100);
    expect_next(&list, 100, A);
    expect_next(&list, 1000, NULL);
    topofix_worklist_done(&list);
}

static void
test_forget(void **state)
{
    struct topofix_worklist list = { .count = 0 };
    struct topofix_work *work;

    (void)state;
    topofix_worklist_add(&list, A, event, 0);
    topofix_worklist_add(&list, B, event, 0);
    work = expect_next(&list, 0, A);
    work->outcome = (struct topofix_outcome){ .is_known = true, .name = strdup("a") };
    topofix_worklist_add(&list, A, event, 0); /* and is there again */
    topofix_worklist_forget(&list, work, 0);
    assert_int_equal(list.count, 2);
    assert_false(work->outcome.is_known);
    expect_next(&list, 0, B);
    topofix_worklist_forget(&list, expect_next(&list, 0, A), 0);
    assert_int_equal(list.count, 1);
    /* fixes of it still count */
    topofix_worklist_add(&list, A, event, 0);
    work = expect_next(&list, 0, A);
    topofix_pace_note_fix(&work->pace, 0);
    topofix_worklist_forget(&list, work, 1);
    assert_int_equal(list.count, 2);
    topofix_worklist_forget(&list, work, TOPOFIX_PACE_WINDOW_MS);
    assert_int_equal(list.count, 1);
    topofix_worklist_done(&list);
}

/* A pass looks also at those that the hypervisor does not list any more. */
static void
test_pass(void **state)
{
    struct topofix_worklist list = { .count = 0 };

    (void)state;
    topofix_worklist_add(&list, A, pass, 0);
    topofix_worklist_add(&list, B, pass, 0);
    expect_next(&list, 0, A);
    expect_next(&list, 0, B);
    topofix_worklist_begin_pass(&list);
    topofix_worklist_add(&list, C, pass, 7);
    topofix_worklist_add(&list, B, pass, 7);
    topofix_worklist_end_pass(&list, 7);
    expect_next(&list, 7, C);
    expect_next(&list, 7, B);
    expect_next(&list, 7, A);
    /* those that an earlier pass has listed are not listed by this one */
    topofix_worklist_begin_pass(&list);
    topofix_worklist_end_pass(&list, 7);
    expect_next(&list, 7, A);
    expect_next(&list, 7, B);
    expect_next(&list, 7, C);
    topofix_worklist_add(&list, A, pass, 7);
    topofix_worklist_clear(&list);
    expect_next(&list, 7, NULL);
    assert_int_equal(list.count, 3);
    topofix_worklist_add(&list, C, pass, 8);
    expect_next(&list, 8, C);
    expect_next(&list, 8, NULL);
    topofix_worklist_done(&list);
}

static void
test_cap(void **state)
{
    struct topofix_worklist list = { .count = 0 };
    char uuid[37];

    (void)state;
    for (int i = 0; i < TOPOFIX_WORKLIST_MAX; i++) {
        snprintf(uuid, sizeof(uuid), "00000000-0000-0000-0000-%012d", i);
        assert_int_equal(topofix_worklist_add(&list, uuid, event, 0), 0);
    }
    assert_int_equal(topofix_worklist_add(&list, A, event, 0), -1);
    assert_int_equal(topofix_worklist_add(&list, uuid, event, 0), 0); /* a known one */
    assert_int_equal(list.n_waiting, TOPOFIX_WORKLIST_MAX);
    topofix_worklist_done(&list);
    assert_int_equal(topofix_worklist_add(&list, A A, event, 0), -1); /* no UUID */
    topofix_worklist_done(&list);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_burst_is_one_look),
        cmocka_unit_test(test_events_go_before_passes),
        cmocka_unit_test(test_earlier_moment_wins),
        cmocka_unit_test(test_forget),
        cmocka_unit_test(test_pass),
        cmocka_unit_test(test_cap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

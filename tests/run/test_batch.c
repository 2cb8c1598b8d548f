/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A batch of several targets on a fake store: what is told, in which order, and what is skipped. */
#include "run/batch.h"

#include "step_fixture.h"
#include "testing.h"

enum { TARGETS = 5 };

struct told {
    size_t stop_after; /* as many may begin; the rest is not done */
    size_t n_asked;
    size_t n_results;
    size_t n_done; /* as progress said last */
    enum topofix_action actions[TARGETS];
    char names[TARGETS][16];
    char message[1024]; /* of the last failure */
};

static const char *
stop_run(void *context)
{
    struct told *told = context;

    return told->n_asked++ < told->stop_after ? NULL : "interrupted by SIGINT";
}

static void
hear_result(const struct topofix_result *result, void *context)
{
    struct told *told = context;

    told->actions[told->n_results] = result->action;
    snprintf(told->names[told->n_results], sizeof(told->names[0]), "%s", result->name);
    if (result->action == TOPOFIX_ACTION_FAILED) {
        snprintf(told->message, sizeof(told->message), "%s", result->error.message);
    }
    told->n_results++;
}

static void
hear_progress(size_t n_done, void *context)
{
    struct told *told = context;

    assert_int_equal(n_done, told->n_done + 1);
    told->n_done = n_done;
}

/* Runs a batch of targets that are one domain under several names. */
static void
run_batch(struct told *told, unsigned jobs, struct topofix_tally *ret_tally)
{
    const struct topofix_batch_observer observer = {
        .stop = stop_run, .result = hear_result, .progress = hear_progress, .context = told
    };
    struct topofix_target targets[TARGETS];
    char names[TARGETS][16];
    struct step step;

    step_init(&step, STEP_BEFORE);
    step.request.run = TOPOFIX_RUN_SHOW;
    for (size_t i = 0; i < TARGETS; i++) {
        snprintf(names[i], sizeof(names[i]), "guest-%zu", i);
        targets[i] = step.target;
        targets[i].entry.name = names[i];
    }
    const struct topofix_selection selection = { .connections = &step.connection,
                                                 .n_connections = 1,
                                                 .targets = targets,
                                                 .n_targets = TARGETS };

    *ret_tally = (struct topofix_tally){ .domains = 0 };
    topofix_batch_run(&selection, &step.request, jobs, &observer, ret_tally);
    step_done(&step);
}

static void
assert_all_in_order(const struct told *told)
{
    assert_int_equal(told->n_results, TARGETS);
    assert_int_equal(told->n_done, TARGETS);
    for (size_t i = 0; i < TARGETS; i++) {
        char name[16];

        snprintf(name, sizeof(name), "guest-%zu", i);
        assert_string_equal(told->names[i], name);
    }
}

static void
test_all(void **state)
{
    struct told told = { .stop_after = TARGETS };
    struct topofix_tally tally;

    (void)state;
    run_batch(&told, 1, &tally);
    assert_all_in_order(&told);
    assert_int_equal(tally.domains, TARGETS);
    assert_int_equal(tally.actions[TOPOFIX_ACTION_WOULD_CHANGE], TARGETS);
}

/* One worker is interrupted after two: the others are named, each with why it was not done. */
static void
test_interrupted(void **state)
{
    struct told told = { .stop_after = 2 };
    struct topofix_tally tally;

    (void)state;
    run_batch(&told, 1, &tally);
    assert_all_in_order(&told);
    assert_int_equal(told.actions[1], TOPOFIX_ACTION_WOULD_CHANGE);
    assert_int_equal(told.actions[2], TOPOFIX_ACTION_FAILED);
    assert_string_equal(told.message, "not done: interrupted by SIGINT");
    assert_int_equal(tally.actions[TOPOFIX_ACTION_WOULD_CHANGE], 2);
    assert_int_equal(tally.actions[TOPOFIX_ACTION_FAILED], 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all),
        cmocka_unit_test(test_interrupted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

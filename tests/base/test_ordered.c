/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/ordered.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "testing.h"

enum { ITEMS = 300, AHEAD = 5 };

struct seen {
    atomic_size_t n_begun;
    atomic_size_t most_ahead; /* of the first that is not told */
    atomic_size_t n_told;
    atomic_bool is_telling;
    atomic_bool is_stepped[ITEMS];
    size_t n_finished;
    atomic_uint n_left;
    size_t slow; /* this item takes until enough others have begun */
    size_t until;
    bool waits_in_tell; /* for those to have begun, instead */
};

static void
step(void *context, size_t item)
{
    struct seen *seen = context;
    size_t ahead = item - atomic_load(&seen->n_told);
    size_t most = atomic_load(&seen->most_ahead);

    while (ahead > most && !atomic_compare_exchange_weak(&seen->most_ahead, &most, ahead)) {
    }
    atomic_fetch_add(&seen->n_begun, 1);
    while (!seen->waits_in_tell && item == seen->slow &&
           atomic_load(&seen->n_begun) < seen->until) {
        usleep(100);
    }
    assert_false(atomic_exchange(&seen->is_stepped[item], true));
}

static void
tell(void *context, size_t item)
{
    struct seen *seen = context;

    assert_false(atomic_exchange(&seen->is_telling, true));
    assert_int_equal(item, atomic_load(&seen->n_told));
    assert_true(atomic_load(&seen->is_stepped[item]));
    while (seen->waits_in_tell && item == seen->slow && atomic_load(&seen->n_begun) < seen->until) {
        usleep(100);
    }
    atomic_fetch_add(&seen->n_told, 1);
    atomic_store(&seen->is_telling, false);
}

static void
finished(void *context, size_t n_finished)
{
    struct seen *seen = context;

    assert_false(atomic_exchange(&seen->is_telling, true));
    assert_true(n_finished > seen->n_finished);
    assert_true(n_finished >= atomic_load(&seen->n_told));
    seen->n_finished = n_finished;
    atomic_store(&seen->is_telling, false);
}

static void
leave(void *context)
{
    atomic_fetch_add(&((struct seen *)context)->n_left, 1);
}

static void
run(struct seen *seen, size_t workers, size_t items, size_t ahead_max)
{
    const struct topofix_ordered ordered = { .step = step,
                                             .tell = tell,
                                             .finished = finished,
                                             .leave = leave,
                                             .context = seen,
                                             .ahead_max = ahead_max };

    topofix_ordered_run(&ordered, workers, items);
    assert_int_equal(atomic_load(&seen->n_told), items);
    assert_int_equal(seen->n_finished, items);
}

static void
test_in_order(void **state)
{
    struct seen seen = { .slow = ITEMS };

    (void)state;
    run(&seen, 8, ITEMS, 0);
    assert_int_equal(atomic_load(&seen.n_left), 7);
}

/* The others go on while the first one takes its time. */
static void
test_any_number_ahead(void **state)
{
    struct seen seen = { .slow = 0, .until = ITEMS };

    (void)state;
    run(&seen, 4, ITEMS, 0);
    assert_int_equal(atomic_load(&seen.most_ahead), ITEMS - 1);
}

static void
test_few_ahead(void **state)
{
    struct seen seen = { .slow = 0, .until = AHEAD };

    (void)state;
    run(&seen, 8, ITEMS, AHEAD);
    assert_int_equal(atomic_load(&seen.most_ahead), AHEAD - 1);
}

/* Nobody waits for what is being told. */
static void
test_goes_on_while_telling(void **state)
{
    struct seen seen = { .slow = 0, .until = ITEMS, .waits_in_tell = true };

    (void)state;
    run(&seen, 4, ITEMS, 0);
}

static void
test_nothing_to_do(void **state)
{
    struct seen seen = { .slow = ITEMS };
    struct topofix_ordered bare = { .step = step, .tell = tell, .context = &seen };

    (void)state;
    run(&seen, 4, 0, 1);
    topofix_ordered_run(&bare, 1, 3);
    assert_int_equal(atomic_load(&seen.n_told), 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_in_order),      cmocka_unit_test(test_any_number_ahead),
        cmocka_unit_test(test_few_ahead),     cmocka_unit_test(test_goes_on_while_telling),
        cmocka_unit_test(test_nothing_to_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

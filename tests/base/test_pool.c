/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "testing.h"

enum { ITEMS = 500 };

struct seen {
    atomic_uint times[ITEMS];
    atomic_uint at_work;
    atomic_uint at_work_most;
    atomic_uint n_left;
    pthread_t caller;
    atomic_bool left_caller;
    unsigned pause_us;
};

static void
step(void *context, size_t item)
{
    struct seen *seen = context;
    unsigned now = atomic_fetch_add(&seen->at_work, 1) + 1;
    unsigned most = atomic_load(&seen->at_work_most);

    while (now > most && !atomic_compare_exchange_weak(&seen->at_work_most, &most, now)) {
    }
    if (!pthread_equal(pthread_self(), seen->caller)) {
        atomic_store(&seen->left_caller, true);
    }
    usleep(seen->pause_us);
    atomic_fetch_add(&seen->times[item], 1);
    atomic_fetch_sub(&seen->at_work, 1);
}

static void
leave(void *context)
{
    struct seen *seen = context;

    assert_false(pthread_equal(pthread_self(), seen->caller));
    atomic_fetch_add(&seen->n_left, 1);
}

static void
run(size_t workers, size_t items, struct seen *seen)
{
    seen->caller = pthread_self();
    topofix_pool_run(workers, items, step, leave, seen);
    for (size_t i = 0; i < ITEMS; i++) {
        assert_int_equal(atomic_load(&seen->times[i]), i < items ? 1 : 0);
    }
    assert_int_equal(atomic_load(&seen->at_work), 0);
}

static void
test_each_item_once(void **state)
{
    struct seen seen = { .pause_us = 0 };

    (void)state;
    run(8, ITEMS, &seen);
    assert_true(atomic_load(&seen.at_work_most) <= 8);
}

/* They wait for one another's sleep, so that more than one is at work even on one processor. */
static void
test_works_side_by_side(void **state)
{
    struct seen seen = { .pause_us = 2000 };

    (void)state;
    run(4, 40, &seen);
    assert_true(atomic_load(&seen.at_work_most) >= 2);
    assert_true(atomic_load(&seen.at_work_most) <= 4);
    assert_int_equal(atomic_load(&seen.n_left), 3);
}

static void
test_one_worker_is_the_caller(void **state)
{
    struct seen seen = { .pause_us = 0 };

    (void)state;
    run(1, 20, &seen);
    assert_int_equal(atomic_load(&seen.at_work_most), 1);
    assert_false(atomic_load(&seen.left_caller));
    assert_int_equal(atomic_load(&seen.n_left), 0);
}

static void
test_few_items(void **state)
{
    struct seen none = { .pause_us = 0 };
    struct seen one = { .pause_us = 0 };

    (void)state;
    run(4, 0, &none);
    run(4, 1, &one);
    assert_false(atomic_load(&one.left_caller));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_item_once),
        cmocka_unit_test(test_works_side_by_side),
        cmocka_unit_test(test_one_worker_is_the_caller),
        cmocka_unit_test(test_few_items),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

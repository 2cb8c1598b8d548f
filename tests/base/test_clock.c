/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/clock.h"

#include <errno.h>

#include "testing.h"

static uint64_t
milliseconds_of(const struct timespec *time)
{
    assert_uint_in_range(time->tv_nsec, 0, 999999999);
    return (uint64_t)time->tv_sec * 1000 + (uint64_t)time->tv_nsec / 1000000;
}

static void
test_after_adds_to_now(void **state)
{
    static const uint64_t distances[] = { 0, 1, 999, 1000, 1001, 25000 };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(distances); i++) {
        uint64_t earliest = topofix_clock_now() + distances[i];
        struct timespec then = topofix_clock_after(distances[i]);
        uint64_t latest = topofix_clock_now() + distances[i];

        assert_uint_in_range(milliseconds_of(&then), earliest, latest);
    }
}

static void
test_sleep_does_not_end_early(void **state)
{
    uint64_t end = topofix_clock_now() + 3;

    (void)state;
    topofix_clock_sleep(3);
    assert_true(topofix_clock_now() >= end);
}

static void
test_condition_goes_by_this_clock(void **state)
{
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    struct timespec until = topofix_clock_after(3);
    pthread_cond_t condition;
    int result;

    (void)state;
    topofix_clock_init_condition(&condition);
    pthread_mutex_lock(&mutex);
    do {
        result = pthread_cond_timedwait(&condition, &mutex, &until);
    } while (result == 0);
    pthread_mutex_unlock(&mutex);
    pthread_cond_destroy(&condition);
    assert_int_equal(result, ETIMEDOUT);
    assert_true(topofix_clock_now() >= milliseconds_of(&until));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_after_adds_to_now),
        cmocka_unit_test(test_sleep_does_not_end_early),
        cmocka_unit_test(test_condition_goes_by_this_clock),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

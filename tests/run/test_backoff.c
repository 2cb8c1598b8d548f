/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backoff.h"
#include "base/array.h"
#include "testing.h"

static void
test_pauses(void **state)
{
    static const unsigned seconds[] = { 1, 2, 4, 8, 16, 32, 60, 60, 60 };
    struct topofix_backoff backoff = { .pause_ms = 0 };

    (void)state;
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < COUNT_OF(seconds); i++) {
            assert_int_equal(topofix_backoff_after(&backoff, 5000 * i),
                             5000 * i + 1000 * seconds[i]);
        }
        topofix_backoff_reset(&backoff);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_pauses) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

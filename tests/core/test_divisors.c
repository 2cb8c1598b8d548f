/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "divisors.h"
#include "testing.h"

static void
test_all_numbers(void **state)
{
    (void)state;
    for (unsigned number = 1; number <= TOPOFIX_VCPUS_MAX; number++) {
        struct topofix_divisors divisors = topofix_divisors_of(number);
        size_t found = 0;

        for (unsigned d = 1; d <= number; d++) {
            if (number % d == 0) {
                assert_true(found < divisors.count);
                assert_int_equal(divisors.value[found++], d);
            }
        }
        assert_int_equal(found, divisors.count);
        assert_true(divisors.count <= TOPOFIX_DIVISORS_MAX);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

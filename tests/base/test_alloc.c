/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "testing.h"

static void
test_grow_keeps_items(void **state)
{
    TOPOFIX_AUTO_FREE size_t *items = NULL;

    (void)state;
    for (size_t count = 0; count < 1000; count++) {
        items = topofix_grow(items, count, sizeof(*items));
        items[count] = count;
    }
    for (size_t i = 0; i < 1000; i++) {
        assert_int_equal(items[i], i);
    }
}

static void
test_grow_moves_only_at_powers_of_two(void **state)
{
    char *items = NULL;

    (void)state;
    for (size_t count = 0; count < 100; count++) {
        const char *before = items;
        bool is_power_of_two = (count & (count - 1)) == 0;

        items = topofix_grow(items, count, sizeof(*items));
        if (!is_power_of_two) {
            assert_ptr_equal(items, before);
        }
    }
    free(items);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grow_keeps_items),
        cmocka_unit_test(test_grow_moves_only_at_powers_of_two),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "samples.h"
#include "testing.h"

static void
test_names(void **state)
{
    static const char *const names[] = { "sockets", "dies", "clusters", "cores", "threads" };

    (void)state;
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        assert_string_equal(topofix_level_name((enum topofix_level)level), names[level]);
    }
}

static void
test_products(void **state)
{
    struct topofix_topology topology = topofix_topology_make(2, 3, 5, 7, 11);

    (void)state;
    assert_topology(&topology, 2, 3, 5, 7, 11);
    assert_int_equal(topofix_topology_product(&topology), 2 * 3 * 5 * 7 * 11);
    assert_int_equal(topofix_topology_per_socket(&topology), 3 * 5 * 7 * 11);
}

/* QEMU wraps at 32 bits; here such a topology must never look like a small one. */
static void
test_products_saturate(void **state)
{
    struct topofix_topology wraps_32 = topofix_topology_make(65536, 1, 1, 65537, 1);
    struct topofix_topology wraps_64 = topofix_topology_make(UINT32_MAX, UINT32_MAX, 2, 1, 1);
    struct topofix_topology zero_late = topofix_topology_make(UINT32_MAX, UINT32_MAX, 2, 1, 0);

    (void)state;
    assert_true(topofix_topology_product(&wraps_32) == UINT64_C(65536) * 65537);
    assert_true(topofix_topology_product(&wraps_64) == UINT64_MAX);
    assert_true(topofix_topology_product(&zero_late) == UINT64_MAX);
    assert_true(topofix_topology_per_socket(&wraps_64) == UINT64_C(2) * UINT32_MAX);
}

static void
test_comparisons(void **state)
{
    const struct topofix_topology zero = { .count = { 0 } };

    (void)state;
    assert_false(topofix_topology_is_set(&zero));
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        struct topofix_topology have = topofix_topology_make(4, 4, 4, 4, 4);
        struct topofix_topology say = zero;

        say.count[level] = 1;
        assert_true(topofix_topology_is_set(&say));
        say = have;
        assert_true(topofix_topology_equals(&have, &say));
        say.count[level]++;
        assert_false(topofix_topology_equals(&have, &say));
    }
}

static void
test_enabled(void **state)
{
    struct topofix_vcpus vcpus = { .maximum = 130, .present = 3 };

    (void)state;
    assert_true(topofix_vcpus_is_enabled(&vcpus, 2));
    assert_false(topofix_vcpus_is_enabled(&vcpus, 3));
    vcpus.scattered = true;
    vcpus.enabled[0] = 1;
    vcpus.enabled[1] = UINT64_C(1) << 63;
    vcpus.enabled[2] = 7; /* 128, 129 and, beyond the maximum, 130 */
    assert_true(topofix_vcpus_is_enabled(&vcpus, 0));
    assert_false(topofix_vcpus_is_enabled(&vcpus, 1));
    assert_true(topofix_vcpus_is_enabled(&vcpus, 127));
    assert_true(topofix_vcpus_is_enabled(&vcpus, 129));
    assert_false(topofix_vcpus_is_enabled(&vcpus, 130));
    assert_false(topofix_vcpus_is_enabled(&vcpus, UINT32_MAX));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_products),
        cmocka_unit_test(test_products_saturate),
        cmocka_unit_test(test_comparisons),
        cmocka_unit_test(test_enabled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

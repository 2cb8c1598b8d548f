/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <topofix/solve.h>

#include "samples.h"
#include "testing.h"

static void
test_product(void **state)
{
    struct topofix_guest guest = topofix_sample_guest(NULL, 8);
    struct topofix_host host = { .machine_vcpus_max = 0 };
    struct topofix_topology good = topofix_topology_make(2, 1, 1, 2, 2);
    struct topofix_topology bad = topofix_topology_make(2, 1, 1, 2, 1);
    struct topofix_reason reason = { .code = TOPOFIX_REASON_GUESS };

    (void)state;
    assert_true(topofix_topology_fits(&good, &guest, &host, &reason));
    assert_int_equal(reason.code, TOPOFIX_REASON_GUESS);
    assert_false(topofix_topology_fits(&bad, &guest, &host, NULL));
    assert_false(topofix_topology_fits(&bad, &guest, &host, &reason));
    assert_int_equal(reason.code, TOPOFIX_REASON_PRODUCT);
    assert_int_equal(reason.found, 4);
    assert_int_equal(reason.expected, 8);
}

/* The maximum counts, and never how many are plugged in. */
static void
test_product_is_of_the_maximum(void **state)
{
    struct topofix_guest guest = topofix_sample_guest(NULL, 8);
    struct topofix_host host = { .machine_vcpus_max = 0 };
    struct topofix_topology of_present = topofix_topology_make(1, 1, 1, 4, 1);

    (void)state;
    guest.vcpus.present = 4;
    assert_false(topofix_topology_fits(&of_present, &guest, &host, NULL));
}

static void
test_wrapping_product(void **state)
{
    struct topofix_guest guest = topofix_sample_guest(NULL, 4);
    struct topofix_host host = { .machine_vcpus_max = 0 };
    struct topofix_topology wraps = topofix_topology_make(65536, 1, 1, 65536, 1);

    (void)state;
    wraps.count[TOPOFIX_LEVEL_THREADS] = UINT32_MAX;
    assert_false(topofix_topology_fits(&wraps, &guest, &host, NULL));
}

static void
test_machine_maximum(void **state)
{
    struct topofix_guest guest = topofix_sample_guest(NULL, 300);
    struct topofix_host host = { .machine_vcpus_max = 288 };
    struct topofix_reason reason;

    (void)state;
    assert_false(topofix_topology_fits(&guest.topology, &guest, &host, &reason));
    assert_int_equal(reason.code, TOPOFIX_REASON_MACHINE_MAXIMUM);
    assert_int_equal(reason.found, 300);
    assert_int_equal(reason.expected, 288);
    host.machine_vcpus_max = 300;
    assert_true(topofix_topology_fits(&guest.topology, &guest, &host, &reason));
    host.machine_vcpus_max = 0;
    assert_true(topofix_topology_fits(&guest.topology, &guest, &host, &reason));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_product),
        cmocka_unit_test(test_product_is_of_the_maximum),
        cmocka_unit_test(test_wrapping_product),
        cmocka_unit_test(test_machine_maximum),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

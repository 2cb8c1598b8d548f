/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/nova.h"
#include "forms/nova_image.h"
#include "samples.h"
#include "testing.h"

static int
read_one(const char *prefix, const char *property, struct topofix_nova_values *values,
         struct topofix_error *err)
{
    const char *const properties[] = { property };

    return topofix_nova_values_read(prefix, properties, 1, values, err);
}

static void
test_every_key(void **state)
{
    static const char *const properties[] = { "hw:cpu_sockets=1",     "hw:cpu_cores=2",
                                              "hw:cpu_threads=3",     "hw:cpu_max_sockets=4",
                                              "hw:cpu_max_cores= -5", "hw:cpu_max_threads=6 " };
    struct topofix_nova_values values = { .preferred = { 0 } };
    struct topofix_error err;

    (void)state;
    assert_int_equal(topofix_nova_values_read(TOPOFIX_NOVA_FLAVOR_PREFIX, properties,
                                              ARRAY_SIZE(properties), &values, &err),
                     0);
    assert_int_equal(values.preferred[TOPOFIX_NOVA_SOCKETS], 1);
    assert_int_equal(values.preferred[TOPOFIX_NOVA_CORES], 2);
    assert_int_equal(values.preferred[TOPOFIX_NOVA_THREADS], 3);
    assert_int_equal(values.maximum[TOPOFIX_NOVA_SOCKETS], 4);
    assert_int_equal(values.maximum[TOPOFIX_NOVA_CORES], -5);
    assert_int_equal(values.maximum[TOPOFIX_NOVA_THREADS], 6);
}

static void
test_later_ones_win(void **state)
{
    static const char *const properties[] = { "hw_cpu_sockets=1", "hw_cpu_sockets=2" };
    struct topofix_nova_values values = { .maximum = { 7, 7, 7 } };
    struct topofix_error err;

    (void)state;
    assert_int_equal(
        topofix_nova_values_read(TOPOFIX_NOVA_IMAGE_PREFIX, properties, 2, &values, &err), 0);
    assert_int_equal(values.preferred[TOPOFIX_NOVA_SOCKETS], 2);
    assert_int_equal(values.maximum[TOPOFIX_NOVA_CORES], 7);
}

static void
test_refused_and_ignored(void **state)
{
    static const struct {
        const char *prefix;
        const char *property;
        const char *message; /* NULL: ignored */
    } cases[] = {
        { "hw:", "hw:cpu_policy=dedicated", NULL },
        { "hw:", "hw:mem_page_size=large", NULL },
        { "hw:", "cpu_sockets=2",
          "found 'cpu_sockets=2', expected hw:cpu_max_sockets=N or the like" },
        { "hw:", "hw:cpu_sockets",
          "found 'hw:cpu_sockets', expected hw:cpu_max_sockets=N or the like" },
        { "hw_", "hw:cpu_cores=2",
          "found 'hw:cpu_cores=2', expected hw_cpu_max_sockets=N or the like" },
        { "hw:", "hw:cpu_cores=",
          "InvalidRequest: found 'hw:cpu_cores=', expected a whole number" },
        { "hw:", "hw:cpu_cores=2x",
          "InvalidRequest: found 'hw:cpu_cores=2x', expected a whole number" },
        { "hw:", "hw:cpu_cores=99999999999999999999",
          "InvalidRequest: found 'hw:cpu_cores=99999999999999999999', expected a whole number" },
        { "hw_", "hw_cpu_thread=2",
          "found 'hw_cpu_thread=2', which Nova does not know; did you mean hw_cpu_threads?" },
        { "hw:", "hw:cpu_xyzzyxyzzy=2",
          "found 'hw:cpu_xyzzyxyzzy=2', which Nova does not know, expected hw:cpu_max_sockets or "
          "another of its keys" },
        { "hw:", "hw:numa_cpus.0=0-3", NULL },
        { "hw:", "hw:numa_cpus.x=0-3",
          "found 'hw:numa_cpus.x=0-3', which Nova does not know; did you mean hw:numa_cpus?" },
        { "hw:", "hw:numa_nodes.0=1",
          "found 'hw:numa_nodes.0=1', which Nova does not know; did you mean hw:numa_nodes?" },
        { "hw:", "hw:mem_page_sizes=large",
          "found 'hw:mem_page_sizes=large', which Nova does not know; did you mean "
          "hw:mem_page_size?" },
        { "hw:", "hw:disk_bus=virtio",
          "found 'hw:disk_bus=virtio', which Nova does not know, expected hw:cpu_max_sockets or "
          "another of its keys" },
        { "hw_", "hw_disk_bus=virtio", NULL },
        { "hw_", "hw_disk_buss=virtio",
          "found 'hw_disk_buss=virtio', which Nova does not know; did you mean hw_disk_bus?" },
        { "hw_", "hw_pmem=x", "found 'hw_pmem=x', which Nova does not know; did you mean hw_pmu?" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_nova_values values = { .preferred = { 0 } };
        struct topofix_error err;

        if (!cases[i].message) {
            assert_int_equal(read_one(cases[i].prefix, cases[i].property, &values, &err), 0);
            assert_int_equal(values.preferred[TOPOFIX_NOVA_CORES], 0);
        } else {
            assert_int_equal(read_one(cases[i].prefix, cases[i].property, &values, &err), -1);
            assert_string_equal(err.message, cases[i].message);
        }
    }
}

/* A letter too many suggests the key, whichever it is. */
static void
test_every_key_is_suggested(void **state)
{
    static const char *const keys[] = { "cpu_sockets",     "cpu_cores",     "cpu_threads",
                                        "cpu_max_sockets", "cpu_max_cores", "cpu_max_threads" };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
        struct topofix_nova_values values = { .preferred = { 0 } };
        struct topofix_error err;
        char typed[40];
        char hint[40];

        snprintf(typed, sizeof(typed), "hw:%sx=1", keys[i]);
        snprintf(hint, sizeof(hint), "; did you mean hw:%s?", keys[i]);
        assert_int_equal(read_one("hw:", typed, &values, &err), -1);
        assert_contains(err.message, hint);
    }
}

static void
test_meanings(void **state)
{
    (void)state;
    for (int error = 0; error < TOPOFIX_NOVA_ERRORS; error++) {
        assert_non_null(topofix_nova_error_meaning((enum topofix_nova_error)error));
    }
}

/* The fewest sockets of any edition that is presumed; without a limit there is nothing to set. */
static void
test_image_for_os(void **state)
{
    struct topofix_nova_values values = { .maximum = { 0 } };

    (void)state;
    assert_false(topofix_nova_image_for_os(&topofix_sample_unlimited, &values));
    assert_int_equal(values.maximum[TOPOFIX_NOVA_THREADS], 0);
    assert_true(topofix_nova_image_for_os(&topofix_sample_desktop, &values));
    assert_int_equal(values.maximum[TOPOFIX_NOVA_SOCKETS], 1);
    assert_int_equal(values.maximum[TOPOFIX_NOVA_CORES], 0);
    assert_int_equal(values.maximum[TOPOFIX_NOVA_THREADS], 1);
    assert_true(topofix_nova_image_for_os(&topofix_sample_single, &values));
    assert_int_equal(values.maximum[TOPOFIX_NOVA_SOCKETS], 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_image_for_os),           cmocka_unit_test(test_every_key),
        cmocka_unit_test(test_later_ones_win),         cmocka_unit_test(test_refused_and_ignored),
        cmocka_unit_test(test_every_key_is_suggested), cmocka_unit_test(test_meanings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

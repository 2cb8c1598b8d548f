/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "apic.h"
#include "testing.h"

/* Highest ids as QEMU 7.2 and its guests had them. */
static void
test_highest_ids(void **state)
{
    static const struct {
        struct topofix_topology topology;
        uint64_t highest;
    } cases[] = {
        { { { 2, 1, 1, 48, 2 } }, 223 },  { { { 64, 1, 1, 3, 1 } }, 254 },
        { { { 4, 1, 1, 33, 1 } }, 224 },  { { { 5, 1, 1, 33, 1 } }, 288 },
        { { { 3, 1, 1, 33, 2 } }, 321 },  { { { 1, 1, 1, 1, 1 } }, 0 },
        { { { 255, 1, 1, 1, 1 } }, 254 }, { { { 1, 1, 1, 255, 1 } }, 254 },
        { { { 1, 1, 1, 1, 3 } }, 2 },     { { { 1, 3, 1, 3, 3 } }, 42 },
        { { { 2, 2, 2, 2, 2 } }, 31 },    { { { 2, 3, 3, 3, 3 } }, 426 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        unsigned last = (unsigned)topofix_topology_product(&cases[i].topology) - 1;

        assert_int_equal(topofix_apic_id(&cases[i].topology, last), cases[i].highest);
    }
}

/* Ids of every vCPU, as Linux showed them. */
static void
test_every_id(void **state)
{
    static const struct {
        struct topofix_topology topology;
        unsigned ids[10];
        unsigned count;
    } cases[] = {
        { { { 2, 1, 1, 5, 1 } }, { 0, 1, 2, 3, 4, 8, 9, 10, 11, 12 }, 10 },
        { { { 3, 1, 1, 3, 1 } }, { 0, 1, 2, 4, 5, 6, 8, 9, 10 }, 9 },
        { { { 1, 1, 1, 3, 2 } }, { 0, 1, 2, 3, 4, 5 }, 6 },
        { { { 1, 1, 1, 2, 3 } }, { 0, 1, 2, 4, 5, 6 }, 6 },
        { { { 1, 2, 1, 3, 1 } }, { 0, 1, 2, 4, 5, 6 }, 6 },
        { { { 4, 1, 1, 1, 1 } }, { 0, 1, 2, 3 }, 4 },
        { { { 1, 1, 2, 3, 1 } }, { 0, 1, 2, 4, 5, 6 }, 6 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        for (unsigned index = 0; index < cases[i].count; index++) {
            assert_int_equal(topofix_apic_id(&cases[i].topology, index), cases[i].ids[index]);
        }
    }
}

/* Counts that libvirt never checked: far beyond any id, but no shift out of range. */
static void
test_absurd_counts(void **state)
{
    static const struct topofix_topology cases[] = {
        { { 1, UINT32_MAX, UINT32_MAX, 1, 1 } },
        { { 1, 1, 1, UINT32_MAX, UINT32_MAX } },
        { { UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX } },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        assert_true(topofix_apic_id(&cases[i], 3) == UINT64_MAX);
    }
}

static void
test_holes(void **state)
{
    static const struct {
        struct topofix_topology topology;
        unsigned maximum;
        unsigned present;
        bool has_hole;
    } cases[] = {
        { { { 2, 1, 1, 3, 1 } }, 6, 6, true },  { { { 2, 1, 1, 3, 1 } }, 6, 5, true },
        { { { 2, 1, 1, 3, 1 } }, 6, 4, true },  { { { 2, 1, 1, 3, 1 } }, 6, 3, false },
        { { { 1, 1, 1, 2, 3 } }, 6, 6, true },  { { { 1, 2, 1, 3, 1 } }, 6, 6, true },
        { { { 2, 1, 1, 1, 3 } }, 6, 6, true },  { { { 1, 1, 1, 3, 1 } }, 3, 3, false },
        { { { 1, 1, 1, 3, 2 } }, 6, 6, false }, { { { 2, 1, 1, 2, 2 } }, 8, 8, false },
        { { { 7, 1, 1, 1, 1 } }, 7, 7, false }, { { { 3, 1, 1, 3, 1 } }, 9, 9, true },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const struct topofix_vcpus vcpus = { .maximum = cases[i].maximum,
                                             .present = cases[i].present };

        assert_int_equal(topofix_apic_has_hole(&cases[i].topology, &vcpus), cases[i].has_hole);
    }
}

/* What is not plugged in is a hole as well, unless nothing comes behind it. */
static void
test_holes_by_enabled(void **state)
{
    const struct topofix_topology topology = topofix_topology_make(1, 1, 1, 2, 2);
    struct topofix_vcpus vcpus = { .maximum = 4, .present = 3, .scattered = true };

    (void)state;
    vcpus.enabled[0] = 0xb; /* 0, 1, 3 */
    assert_true(topofix_apic_has_hole(&topology, &vcpus));
    vcpus.enabled[0] = 0x7; /* 0, 1, 2 */
    assert_false(topofix_apic_has_hole(&topology, &vcpus));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_highest_ids),      cmocka_unit_test(test_every_id),
        cmocka_unit_test(test_absurd_counts),    cmocka_unit_test(test_holes),
        cmocka_unit_test(test_holes_by_enabled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

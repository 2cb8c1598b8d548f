/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/growth.h"

#include "samples.h"
#include "testing.h"

static struct topofix_guest
guest_of(const struct topofix_os *os, struct topofix_topology topology, unsigned present)
{
    struct topofix_guest guest =
        topofix_sample_with(os, (unsigned)topofix_topology_product(&topology), topology);

    guest.vcpus.present = present;
    return guest;
}

/* The steps in words: "1:1 2-4:2-4 5-8:4", each with what is used of its last count. */
static void
check_steps(const struct topofix_guest *guest, const char *expected)
{
    struct topofix_growth_step steps[TOPOFIX_GROWTH_STEPS_MAX];
    const size_t count = topofix_growth_of(guest, steps);
    char words[256] = "";

    for (size_t i = 0; i < count; i++) {
        snprintf(words + strlen(words), sizeof(words) - strlen(words), "%s%u-%u:%u-%u",
                 i > 0 ? " " : "", steps[i].first, steps[i].last, steps[i].used.min,
                 steps[i].used.max);
    }
    assert_string_equal(words, expected);
}

static void
test_steps(void **state)
{
    static const struct {
        const struct topofix_os *os;
        struct topofix_topology topology;
        unsigned present;
        const char *expected;
    } cases[] = {
        /* two sockets are used */
        { &topofix_sample_single, { { 4, 1, 1, 2, 1 } }, 1, "1-1:1-1 2-4:4-4 5-8:4-4" },
        { &topofix_sample_single, { { 4, 1, 1, 2, 1 } }, 4, "4-4:4-4 5-8:4-4" },
        { &topofix_sample_single, { { 4, 1, 1, 2, 1 } }, 5, "5-5:4-4 6-8:4-4" },
        { &topofix_sample_single, { { 1, 1, 1, 8, 1 } }, 3, "3-3:3-3 4-8:8-8" },
        /* one or two, by the edition */
        { &topofix_sample_desktop, { { 4, 1, 1, 2, 1 } }, 1, "1-1:1-1 2-2:2-2 3-4:2-4 5-8:2-4" },
        { &topofix_sample_desktop, { { 4, 1, 1, 2, 1 } }, 3, "3-3:2-3 4-4:2-4 5-8:2-4" },
        { &topofix_sample_desktop, { { 4, 1, 1, 2, 1 } }, 7, "7-7:2-4 8-8:2-4" },
        /* nothing can be plugged in, and nobody says what is used */
        { &topofix_sample_single, { { 4, 1, 1, 2, 1 } }, 8, "" },
        { NULL, { { 4, 1, 1, 2, 1 } }, 2, "" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const struct topofix_guest guest =
            guest_of(cases[i].os, cases[i].topology, cases[i].present);

        check_steps(&guest, cases[i].expected);
    }
}

/* A topology that libvirt refuses says nothing of growth. */
static void
test_wrong_product(void **state)
{
    struct topofix_guest guest =
        guest_of(&topofix_sample_single, topofix_topology_make(4, 1, 1, 2, 1), 2);

    (void)state;
    guest.vcpus.maximum = 6;
    check_steps(&guest, "");
}

/* Those with the lowest ids come first, wherever the present ones are. */
static void
test_scattered(void **state)
{
    struct topofix_guest guest =
        guest_of(&topofix_sample_single, topofix_topology_make(3, 1, 1, 2, 1), 2);

    (void)state;
    guest.vcpus.scattered = true;
    guest.vcpus.enabled[0] = 1u << 0 | 1u << 4;
    check_steps(&guest, "2-2:2-2 3-3:3-3 4-6:4-4");
    assert_int_equal(topofix_growth_loses_at(&guest), 4);
    guest.vcpus.enabled[0] = 1u << 0 | 1u << 1;
    check_steps(&guest, "2-2:2-2 3-4:4-4 5-6:4-4");
    assert_int_equal(topofix_growth_loses_at(&guest), 5);
    /* the first one, too */
    guest.vcpus.present = 1;
    guest.vcpus.enabled[0] = 1u << 1;
    check_steps(&guest, "1-1:1-1 2-4:4-4 5-6:4-4");
}

/* The steps are those that counting one by one finds. */
static void
test_one_by_one(void **state)
{
    static const struct topofix_os *const oses[] = { &topofix_sample_desktop,
                                                     &topofix_sample_single,
                                                     &topofix_sample_counting };

    (void)state;
    for (unsigned i = 0; i < ARRAY_SIZE(oses) * 15; i++) {
        const unsigned present = 1 + i % 15;
        struct topofix_guest guest =
            guest_of(oses[i / 15], topofix_topology_make(4, 1, 1, 2, 2), present);
        struct topofix_growth_step steps[TOPOFIX_GROWTH_STEPS_MAX];
        const size_t count = topofix_growth_of(&guest, steps);
        size_t step = 0;

        assert_int_equal(steps[0].first, present);
        assert_int_equal(steps[count - 1].last, 16);
        for (unsigned n = present; n <= 16; n++) {
            struct topofix_range used;

            guest.vcpus.present = n;
            used = topofix_guest_usable(&guest, &guest.topology, &guest.vcpus);
            step += n > steps[step].last;
            assert_true(n >= steps[step].first && n <= steps[step].last);
            assert_int_equal(used.min < n, steps[step].used.min < steps[step].last);
            assert_int_equal(used.max < n, steps[step].used.max < steps[step].last);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_wrong_product),
        cmocka_unit_test(test_scattered),
        cmocka_unit_test(test_one_by_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/solve.h"
#include "samples.h"
#include "testing.h"

static const struct topofix_host any_host;
static const struct topofix_policy no_wishes;

static struct topofix_topology
solve(const struct topofix_guest *guest, const struct topofix_policy *policy)
{
    struct topofix_topology topology = { .count = { 0 } };

    assert_true(topofix_solve(guest, &any_host, policy, &topology));
    return topology;
}

static void
test_fewest_sockets_one_thread(void **state)
{
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_desktop, 12);
    struct topofix_topology got = solve(&guest, &no_wishes);

    (void)state;
    assert_topology(&got, 1, 1, 1, 12, 1);
    guest = topofix_sample_guest(NULL, 12);
    got = solve(&guest, &no_wishes);
    assert_topology(&got, 1, 1, 1, 12, 1);
}

static void
test_keeps_what_is_spelled_out(void **state)
{
    static const struct {
        struct topofix_topology now;
        struct topofix_topology then;
    } cases[] = {
        { { { 8, 1, 1, 1, 2 } }, { { 1, 1, 1, 8, 2 } } },
        { { { 4, 2, 1, 1, 2 } }, { { 1, 2, 1, 4, 2 } } },
        { { { 4, 1, 2, 2, 1 } }, { { 1, 1, 2, 8, 1 } } },
        { { { 4, 2, 2, 1, 1 } }, { { 1, 2, 2, 4, 1 } } },
        { { { 4, 4, 1, 1, 1 } }, { { 1, 4, 1, 4, 1 } } },
        { { { 4, 1, 1, 1, 4 } }, { { 1, 1, 1, 4, 4 } } },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_guest guest = topofix_sample_with(&topofix_sample_desktop, 16, cases[i].now);
        struct topofix_topology got = solve(&guest, &no_wishes);
        const unsigned *then = cases[i].then.count;

        assert_topology(&got, then[0], then[1], then[2], then[3], then[4]);
    }
}

/* What costs vCPUs is not kept. */
static void
test_gives_up_threads_that_lose(void **state)
{
    struct topofix_guest guest =
        topofix_sample_with(&topofix_sample_smt, 8, topofix_topology_make(1, 1, 1, 4, 2));
    struct topofix_topology got = solve(&guest, &no_wishes);

    (void)state;
    assert_topology(&got, 1, 1, 1, 8, 1);
}

/* A spelled-out topology that does not multiply out: what cannot stay goes, fewest threads first.
 */
static void
test_keeps_one_of_two(void **state)
{
    struct topofix_guest guest =
        topofix_sample_with(&topofix_sample_desktop, 6, topofix_topology_make(1, 2, 1, 1, 2));
    struct topofix_topology got = solve(&guest, &no_wishes);

    (void)state;
    assert_topology(&got, 1, 2, 1, 3, 1);
}

static void
test_bounds(void **state)
{
    static const struct {
        struct topofix_policy policy;
        struct topofix_topology then;
    } cases[] = {
        { { .maximum = { { 0, 0, 0, 4, 0 } } }, { { 3, 1, 1, 4, 1 } } },
        { { .maximum = { { 2, 0, 0, 4, 0 } } }, { { 2, 1, 1, 3, 2 } } },
        { { .wanted = { { 2, 0, 0, 0, 0 } } }, { { 2, 1, 1, 6, 1 } } },
        { { .wanted = { { 0, 0, 0, 0, 2 } } }, { { 1, 1, 1, 6, 2 } } },
        { { .wanted = { { 0, 3, 0, 0, 0 } } }, { { 1, 3, 1, 4, 1 } } },
        { { .wanted = { { 0, 2, 2, 0, 0 } } }, { { 1, 2, 2, 3, 1 } } },
        { { .wanted = { { 0, 0, 0, 2, 0 } } }, { { 6, 1, 1, 2, 1 } } },
        { { .wanted = { { 0, 0, 0, 3, 0 } }, .maximum = { { 2, 0, 0, 0, 0 } } },
          { { 2, 1, 1, 3, 2 } } },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_guest guest = topofix_sample_guest(&topofix_sample_unlimited, 12);
        struct topofix_topology got = solve(&guest, &cases[i].policy);
        const unsigned *then = cases[i].then.count;

        assert_topology(&got, then[0], then[1], then[2], then[3], then[4]);
    }
}

/* Usable vCPUs come before the order of preference. */
static void
test_usable_comes_first(void **state)
{
    struct topofix_policy policy = { .maximum = { { 0, 0, 0, 2, 0 } } };
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_desktop, 8);
    struct topofix_topology got = solve(&guest, &policy);

    (void)state;
    /* one thread would need four sockets, of which one or two are used */
    assert_topology(&got, 1, 1, 1, 2, 4);
}

static void
test_impossible(void **state)
{
    static const struct topofix_policy policies[] = {
        { .wanted = { { 5, 0, 0, 0, 0 } } },
        { .wanted = { { 0, 5, 0, 0, 0 } } },
        { .wanted = { { 0, 0, 16, 0, 0 } } },
        { .maximum = { { 1, 0, 0, 2, 1 } } },
        { .wanted = { { UINT32_MAX, UINT32_MAX, UINT32_MAX, 0, 0 } } },
    };
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_desktop, 12);
    struct topofix_host small = { .machine_vcpus_max = 8 };
    struct topofix_topology got = { .count = { 9, 9, 9, 9, 9 } };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(policies); i++) {
        assert_false(topofix_solve(&guest, &any_host, &policies[i], &got));
    }
    assert_false(topofix_solve(&guest, &small, &no_wishes, &got));
    assert_topology(&got, 9, 9, 9, 9, 9);
}

/* Dies far beyond the vCPUs, from a domain file that libvirt never checked. */
static void
test_absurd_dies(void **state)
{
    struct topofix_guest guest = topofix_sample_with(
        &topofix_sample_desktop, 4, topofix_topology_make(1, UINT32_MAX, UINT32_MAX, 1, 1));
    struct topofix_topology got = solve(&guest, &no_wishes);

    (void)state;
    assert_topology(&got, 1, 1, 1, 4, 1);
}

/* Threads as the host has them where the vCPUs are pinned, and none where each has a core. */
static void
test_threads_as_they_are_pinned(void **state)
{
    static const int pairs[] = { 0, 0, 1, 1, 2, 2, 3, 3 };
    static const int fours[] = { 0, 0, 0, 0, 1, 1, 1, 1 };
    static const int single[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
    static const struct {
        const int *core_of;
        unsigned threads;
    } cases[] = { { pairs, 2 }, { fours, 4 }, { single, 1 } };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_guest guest = topofix_sample_guest(&topofix_sample_desktop, 8);
        struct topofix_topology got;

        guest.core_of = cases[i].core_of;
        got = solve(&guest, &no_wishes);
        assert_topology(&got, 1, 1, 1, 8 / cases[i].threads, cases[i].threads);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fewest_sockets_one_thread),
        cmocka_unit_test(test_keeps_what_is_spelled_out),
        cmocka_unit_test(test_gives_up_threads_that_lose),
        cmocka_unit_test(test_keeps_one_of_two),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_usable_comes_first),
        cmocka_unit_test(test_impossible),
        cmocka_unit_test(test_absurd_dies),
        cmocka_unit_test(test_threads_as_they_are_pinned),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

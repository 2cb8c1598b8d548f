/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/candidates.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "samples.h"
#include "testing.h"

static const struct topofix_host any_host;
static const struct topofix_policy no_wishes;

struct list {
    struct topofix_candidate *items;
    size_t count;
};

static void
list_add(const struct topofix_candidate *candidate, void *context)
{
    struct list *list = context;

    list->items = topofix_realloc(list->items, list->count + 1, sizeof(*list->items));
    list->items[list->count++] = *candidate;
}

static struct list
list_of(const struct topofix_guest *guest, const struct topofix_host *host,
        const struct topofix_policy *policy)
{
    struct list list = { .items = NULL };

    topofix_candidates_each(guest, host, policy, list_add, &list);
    return list;
}

/*
 * The slow and obvious way: every thread count, every socket count, and what cores are left. In the
 * contract's order by construction.
 */
static void
check_brute(unsigned vcpus, unsigned dies, unsigned clusters)
{
    struct topofix_guest guest = topofix_sample_guest(NULL, vcpus);
    const struct topofix_policy policy = { .wanted = { { 0, dies, clusters, 0, 0 } } };
    unsigned d = dies > 0 ? dies : 1;
    unsigned c = clusters > 0 ? clusters : 1;
    struct list list = list_of(&guest, &any_host, &policy);
    size_t next = 0;

    for (unsigned t = 1; t <= vcpus; t++) {
        for (unsigned s = 1; vcpus % t == 0 && s <= vcpus; s++) {
            struct topofix_topology expected;

            if (vcpus % (s * d * c * t) != 0) {
                continue;
            }
            expected = topofix_topology_make(s, d, c, vcpus / (s * d * c * t), t);
            assert_true(next < list.count);
            if (!topofix_topology_equals(&list.items[next].topology, &expected)) {
                fail_msg("%u vCPUs, %u dies, %u clusters: number %zu is not %ux%u threads", vcpus,
                         d, c, next, s, t);
            }
            assert_int_equal(list.items[next].rejection.code, TOPOFIX_REASON_NONE);
            assert_int_equal(list.items[next].hazard.code, TOPOFIX_REASON_NONE);
            next++;
        }
    }
    assert_int_equal(list.count, next);
    free(list.items);
}

static void
test_small_counts(void **state)
{
    (void)state;
    for (unsigned vcpus = 1; vcpus <= 64; vcpus++) {
        for (unsigned dies = 0; dies <= 4; dies++) {
            check_brute(vcpus, dies, 0);
            check_brute(vcpus, dies, 2);
        }
        check_brute(vcpus, 0, vcpus);
        check_brute(vcpus, vcpus, 1);
    }
}

static void
test_large_counts(void **state)
{
    static const unsigned counts[] = { 97,   127,  255,  256,  257,  288,  509,  512, 720,
                                       1021, 1024, 4096, 5040, 7560, 7919, 8191, 8192 };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(counts); i++) {
        check_brute(counts[i], 0, 0);
    }
}

/* More dies than vCPUs, or a number that does not divide: no candidates at all. */
static void
test_impossible_levels(void **state)
{
    static const struct topofix_topology wanted[] = { { { 0, 3, 0, 0, 0 } },
                                                      { { 0, 16, 0, 0, 0 } },
                                                      { { 0, 2, 8, 0, 0 } },
                                                      { { 0, UINT32_MAX, UINT32_MAX, 0, 0 } } };
    struct topofix_guest guest = topofix_sample_guest(NULL, 8);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(wanted); i++) {
        const struct topofix_policy policy = { .wanted = wanted[i] };
        struct list list = list_of(&guest, &any_host, &policy);

        assert_int_equal(list.count, 0);
    }
}

/* Rejections in the list's order, up to the end. */
static void
check_rejections(const struct topofix_guest *guest, const struct topofix_host *host,
                 const struct topofix_policy *policy, const enum topofix_reason_code *codes,
                 size_t count)
{
    struct list list = list_of(guest, host, policy);

    assert_int_equal(list.count, count);
    for (size_t i = 0; i < count; i++) {
        if (list.items[i].rejection.code != codes[i]) {
            fail_msg("number %zu: %s, expected %s", i,
                     topofix_reason_name(list.items[i].rejection.code),
                     topofix_reason_name(codes[i]));
        }
    }
    free(list.items);
}

#define NONE    TOPOFIX_REASON_NONE
#define SOCKETS TOPOFIX_REASON_SOCKET_LIMIT
#define BOUND   TOPOFIX_REASON_USER_BOUND
#define SMT     TOPOFIX_REASON_SMT_UNUSED

/* Of four vCPUs: 1x4x1, 2x2x1, 4x1x1, 1x2x2, 2x1x2, 1x1x4. */
static void
test_rejected_by_limits(void **state)
{
    static const enum topofix_reason_code one[] = { NONE, SOCKETS, SOCKETS, NONE, SOCKETS, NONE };
    static const enum topofix_reason_code two[] = { NONE, NONE, SOCKETS, NONE, NONE, NONE };
    static const enum topofix_reason_code smt[] = { NONE, NONE, NONE, SMT, SMT, SMT };
    static const enum topofix_reason_code all[] = { NONE, NONE, NONE, NONE, NONE, NONE };
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_desktop, 4);

    (void)state;
    check_rejections(&guest, &any_host, &no_wishes, one, 6); /* the home edition's */
    guest.os.edition = &topofix_sample_desktop.editions[1];
    check_rejections(&guest, &any_host, &no_wishes, two, 6);
    guest = topofix_sample_guest(&topofix_sample_smt, 4);
    check_rejections(&guest, &any_host, &no_wishes, smt, 6);
    /* what no topology can mend rejects none */
    guest = topofix_sample_guest(&topofix_sample_counting, 4);
    check_rejections(&guest, &any_host, &no_wishes, all, 6);
    guest = topofix_sample_guest(&topofix_sample_unlimited, 4);
    check_rejections(&guest, &any_host, &no_wishes, all, 6);
}

static void
test_rejected_by_wishes(void **state)
{
    static const enum topofix_reason_code codes[] = { BOUND, NONE, SOCKETS, NONE, NONE, BOUND };
    const struct topofix_policy policy = { .maximum = { { 0, 0, 0, 2, 2 } } };
    const struct topofix_policy wanted = { .wanted = { { 0, 0, 0, 2, 0 } } };
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_single, 4);
    struct list list;

    (void)state;
    check_rejections(&guest, &any_host, &policy, codes, 6);
    list = list_of(&guest, &any_host, &policy);
    assert_int_equal(list.items[0].rejection.level, TOPOFIX_LEVEL_CORES);
    assert_int_equal(list.items[0].rejection.found, 4);
    assert_int_equal(list.items[0].rejection.expected, 2);
    assert_int_equal(list.items[5].rejection.level, TOPOFIX_LEVEL_THREADS);
    free(list.items);
    list = list_of(&guest, &any_host, &wanted);
    assert_int_equal(list.items[0].rejection.code, BOUND);
    assert_int_equal(list.items[0].rejection.expected, 2);
    assert_int_equal(list.items[1].rejection.code, NONE);
    free(list.items);
}

static void
test_rejected_by_hypervisor(void **state)
{
    static const enum topofix_reason_code codes[] = {
        NONE, NONE, NONE, TOPOFIX_REASON_THREADS, TOPOFIX_REASON_THREADS, TOPOFIX_REASON_THREADS
    };
    const struct topofix_host old = { .qemu_version = 7002022 };
    const struct topofix_host small = { .machine_vcpus_max = 2 };
    struct topofix_guest guest = topofix_sample_guest(NULL, 4);
    struct list list;

    (void)state;
    guest.machine = topofix_machine_parse("ppc64", "pseries");
    guest.accelerator = TOPOFIX_ACCELERATOR_TCG;
    check_rejections(&guest, &old, &no_wishes, codes, 6);
    list = list_of(&guest, &small, &no_wishes);
    assert_int_equal(list.count, 6);
    for (size_t i = 0; i < list.count; i++) {
        assert_int_equal(list.items[i].rejection.code, TOPOFIX_REASON_MACHINE_MAXIMUM);
    }
    free(list.items);
}

/* Legal, but the guest suffers: told beside the candidate, and never of a rejected one. */
static void
test_hazards(void **state)
{
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_single, 4);
    struct list list;

    (void)state;
    guest.smt = TOPOFIX_SMT_HIDDEN;
    list = list_of(&guest, &any_host, &no_wishes);
    for (size_t i = 0; i < list.count; i++) {
        const struct topofix_candidate *candidate = &list.items[i];
        bool is_hidden = candidate->topology.count[TOPOFIX_LEVEL_THREADS] > 1 &&
                         candidate->rejection.code == NONE;

        assert_int_equal(candidate->hazard.code, is_hidden ? TOPOFIX_REASON_HIDDEN_THREADS : NONE);
    }
    free(list.items);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_counts),
        cmocka_unit_test(test_large_counts),
        cmocka_unit_test(test_impossible_levels),
        cmocka_unit_test(test_rejected_by_limits),
        cmocka_unit_test(test_rejected_by_wishes),
        cmocka_unit_test(test_rejected_by_hypervisor),
        cmocka_unit_test(test_hazards),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

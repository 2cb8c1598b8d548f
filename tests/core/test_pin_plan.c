/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Plans for guests without pins, CPU by CPU. tests/property/test_pin_plan.c has the rest. */
#include "core/pin_plan.h"

#include "base/alloc.h"
#include "made_host.h"
#include "samples.h"

enum { VCPUS_MAX = 9 };

struct sample {
    unsigned host[TOPOFIX_LEVELS]; /* sockets, caches, clusters, cores, threads */
    unsigned vcpus;
    unsigned n_cells;
    int cells[VCPUS_MAX];
    int cpus[VCPUS_MAX];
};

static struct made_host host;

/* Some tests change the host before the plan is made. */
static void (*change_host)(void);

/* In memory that ends with the last CPU, where the sanitizer sees what reads beyond. */
static struct topofix_reason
find(const struct topofix_guest *guest, const struct topofix_pin_room *room, int *ret_cpus)
{
    const struct topofix_host_cpus *made = &host.pins.host;
    TOPOFIX_AUTO_FREE struct topofix_place *cpus = topofix_alloc(made->limit, sizeof(*cpus));
    const struct topofix_host_cpus exact = { .cpus = cpus, .limit = made->limit };

    memcpy(cpus, made->cpus, made->limit * sizeof(*cpus));
    return topofix_pin_plan_find(guest, &exact, room, ret_cpus);
}

static struct topofix_reason
plan(const struct sample *sample, const struct topofix_pin_room *room, int *ret_cpus)
{
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_unlimited, sample->vcpus);

    made_host_make(sample->host[0], sample->host[1], sample->host[2], sample->host[3],
                   sample->host[4], &host);
    if (change_host) {
        change_host();
    }
    guest.cell_of = sample->n_cells > 0 ? sample->cells : NULL;
    guest.n_cells = sample->n_cells;
    return find(&guest, room, ret_cpus);
}

static void
check_samples(const struct sample *samples, size_t count, const struct topofix_pin_room *room)
{
    for (size_t i = 0; i < count; i++) {
        int cpus[VCPUS_MAX];

        assert_int_equal(plan(&samples[i], room, cpus).code, TOPOFIX_REASON_NONE);
        for (unsigned id = 0; id < samples[i].vcpus; id++) {
            if (cpus[id] != samples[i].cpus[id]) {
                fail_msg("sample %zu: vCPU %u is on CPU %d, expected %d", i, id, cpus[id],
                         samples[i].cpus[id]);
            }
        }
    }
}

/* Whole cores, or a core each if their number is no multiple of a core's threads. */
static void
test_cores(void **state)
{
    static const struct topofix_pin_room anywhere;
    static const struct sample samples[] = {
        { { 1, 1, 1, 4, 2 }, 1, 0, { 0 }, { 0 } },
        { { 1, 1, 1, 4, 2 }, 2, 0, { 0 }, { 0, 1 } },
        { { 1, 1, 1, 4, 2 }, 3, 0, { 0 }, { 0, 2, 4 } },
        { { 1, 1, 1, 4, 2 }, 4, 0, { 0 }, { 0, 1, 2, 3 } },
        { { 1, 1, 1, 4, 1 }, 3, 0, { 0 }, { 0, 1, 2 } },
        /* there are not enough cores for a core each */
        { { 1, 1, 1, 4, 2 }, 5, 0, { 0 }, { 0, 1, 2, 3, 4 } },
        { { 1, 1, 1, 4, 2 }, 7, 0, { 0 }, { 0, 1, 2, 3, 4, 5, 6 } },
        { { 1, 1, 1, 4, 2 }, 8, 0, { 0 }, { 0, 1, 2, 3, 4, 5, 6, 7 } },
        /* a cache that has room for all, and equal shares of two */
        { { 1, 2, 1, 4, 2 }, 3, 0, { 0 }, { 0, 2, 4 } },
        { { 1, 2, 1, 2, 2 }, 8, 0, { 0 }, { 0, 1, 2, 3, 4, 5, 6, 7 } },
        { { 1, 3, 1, 2, 1 }, 4, 0, { 0 }, { 0, 1, 2, 3 } },
        { { 1, 3, 1, 1, 1 }, 2, 0, { 0 }, { 0, 1 } },
        { { 2, 2, 1, 1, 1 }, 3, 0, { 0 }, { 0, 1, 2 } },
        { { 1, 2, 1, 4, 1 }, 6, 0, { 0 }, { 0, 1, 2, 4, 5, 6 } },
    };

    (void)state;
    check_samples(samples, ARRAY_SIZE(samples), &anywhere);
}

/* Each cell has a node. If one of them does not fill cores, none does. */
static void
test_cells(void **state)
{
    static const struct topofix_pin_room anywhere;
    static const struct sample samples[] = {
        { { 2, 1, 1, 4, 2 }, 4, 2, { 0, 0, 1, 1 }, { 0, 1, 8, 9 } },
        { { 2, 1, 1, 4, 2 }, 4, 2, { 0, 1, 0, 1 }, { 0, 8, 1, 9 } },
        { { 2, 1, 1, 4, 2 }, 4, 2, { 0, 1, 1, 1 }, { 0, 8, 10, 12 } },
        { { 2, 1, 1, 4, 2 }, 4, 2, { 0, 0, 0, 1 }, { 0, 2, 4, 8 } },
        { { 2, 1, 1, 4, 2 }, 3, 2, { 0, 0, 1 }, { 0, 2, 8 } },
        /* one node is no place for two cells */
        { { 1, 1, 1, 4, 2 }, 4, 2, { 0, 0, 1, 1 }, { 0, 1, 2, 3 } },
        /* a cell that no node has room for */
        { { 2, 1, 1, 2, 1 }, 4, 2, { 0, 1, 1, 1 }, { 0, 1, 2, 3 } },
    };

    (void)state;
    check_samples(samples, ARRAY_SIZE(samples), &anywhere);
}

/* The emulator's cores, and those of other domains, come last, but sooner than none. */
static void
test_ranks(void **state)
{
    static unsigned char ranks[] = { TOPOFIX_PIN_HELPERS, TOPOFIX_PIN_FREE, TOPOFIX_PIN_LOOSE,
                                     TOPOFIX_PIN_FREE,    TOPOFIX_PIN_HELD, TOPOFIX_PIN_DEFINED };
    static const struct topofix_pin_room room = { .ranks = ranks };
    static const struct sample samples[] = {
        { { 1, 1, 1, 6, 1 }, 1, 0, { 0 }, { 1 } },
        { { 1, 1, 1, 6, 1 }, 2, 0, { 0 }, { 1, 3 } },
        { { 1, 1, 1, 6, 1 }, 3, 0, { 0 }, { 1, 2, 3 } },
        { { 1, 1, 1, 6, 1 }, 4, 0, { 0 }, { 0, 1, 2, 3 } },
        { { 1, 1, 1, 6, 1 }, 5, 0, { 0 }, { 0, 1, 2, 3, 5 } },
        { { 1, 1, 1, 6, 1 }, 6, 0, { 0 }, { 0, 1, 2, 3, 4, 5 } },
    };

    (void)state;
    check_samples(samples, ARRAY_SIZE(samples), &room);
}

static void
forget_groups(void)
{
    static const enum topofix_place_level untold[] = { TOPOFIX_PLACE_DIE, TOPOFIX_PLACE_CACHE,
                                                       TOPOFIX_PLACE_CLUSTER };

    for (unsigned cpu = 0; cpu < host.pins.host.limit; cpu++) {
        for (size_t i = 0; i < ARRAY_SIZE(untold); i++) {
            host.cpus[cpu].at[untold[i]] = TOPOFIX_NOWHERE;
        }
    }
}

/* Older libvirt tells of sockets and cores only. */
static void
test_untold_groups(void **state)
{
    static const struct topofix_pin_room anywhere;
    static const struct sample samples[] = {
        { { 1, 2, 1, 2, 2 }, 3, 0, { 0 }, { 0, 2, 4 } },
        { { 2, 1, 1, 2, 2 }, 4, 0, { 0 }, { 0, 1, 2, 3 } },
        { { 2, 1, 1, 2, 2 }, 8, 0, { 0 }, { 0, 1, 2, 3, 4, 5, 6, 7 } },
    };

    (void)state;
    change_host = forget_groups;
    check_samples(samples, ARRAY_SIZE(samples), &anywhere);
    change_host = NULL;
}

/* Cores of one thread in the first four CPUs, of two in the others. */
static void
make_first_slow(void)
{
    for (unsigned cpu = 0; cpu < host.pins.host.limit; cpu++) {
        host.cpus[cpu].at[TOPOFIX_PLACE_KIND] = cpu < 4 ? 0 : 4;
        host.cpus[cpu].at[TOPOFIX_PLACE_CORE] = (int)(cpu < 4 ? cpu : cpu - cpu % 2);
    }
}

/* The kind with the most threads is tried first, and then the others. */
static void
test_kinds(void **state)
{
    static const struct topofix_pin_room anywhere;
    static const bool slow[] = { true, true, true, true, false, false, false, false };
    static const struct topofix_pin_room only_slow = { .allowed = slow };
    static const struct sample fast_first = { { 1, 1, 1, 8, 1 }, 4, 0, { 0 }, { 4, 5, 6, 7 } };
    static const struct sample then_slow = { { 1, 1, 1, 8, 1 }, 3, 0, { 0 }, { 0, 1, 2 } };

    (void)state;
    change_host = make_first_slow;
    check_samples(&fast_first, 1, &anywhere);
    check_samples(&then_slow, 1, &only_slow);
    change_host = NULL;
}

/* Two cells share a core, whose spare threads each of them may take once. */
static void
test_spare_threads(void **state)
{
    static const struct topofix_pin_room anywhere;
    static const unsigned pinned[] = { 0, 0, 1, 0 };
    static const int cells[] = { 0, 0, 1, 1 };
    static const int expected[] = { TOPOFIX_NOWHERE, 2, TOPOFIX_NOWHERE, 3 };
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_unlimited, 4);
    int cpus[VCPUS_MAX];

    (void)state;
    made_host_make(1, 1, 1, 2, 4, &host);
    made_host_pin(&host, &guest, pinned);
    host.is_pinned[1] = host.is_pinned[3] = false;
    guest.cell_of = cells;
    guest.n_cells = 2;
    assert_int_equal(find(&guest, &anywhere, cpus).code, TOPOFIX_REASON_NONE);
    for (unsigned id = 0; id < guest.vcpus.maximum; id++) {
        assert_int_equal(cpus[id], expected[id]);
    }
}

/* The last vCPU goes to the smallest group of the first pin that has room, even if others fit
 * better. */
static void
test_around_a_pin(void **state)
{
    static const struct topofix_pin_room anywhere;
    static const struct {
        unsigned host[TOPOFIX_LEVELS]; /* sockets, caches, clusters, cores, threads */
        unsigned vcpus;
        unsigned pinned[4];
        int expected;
    } cases[] = {
        { { 1, 2, 1, 2, 1 }, 2, { 3 }, 2 },
        { { 1, 1, 2, 2, 1 }, 2, { 3 }, 2 },
        { { 2, 1, 1, 2, 1 }, 2, { 3 }, 2 },
        /* its cluster has no other core, but its cache has */
        { { 1, 2, 2, 1, 1 }, 2, { 3 }, 2 },
        { { 1, 2, 1, 4, 1 }, 4, { 4, 0, 1 }, 5 },
        { { 1, 1, 2, 4, 1 }, 4, { 4, 0, 1 }, 5 },
        { { 2, 1, 1, 4, 1 }, 4, { 4, 0, 1 }, 5 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const unsigned last = cases[i].vcpus - 1;
        struct topofix_guest guest =
            topofix_sample_guest(&topofix_sample_unlimited, cases[i].vcpus);
        int cpus[VCPUS_MAX];

        made_host_make(cases[i].host[0], cases[i].host[1], cases[i].host[2], cases[i].host[3],
                       cases[i].host[4], &host);
        made_host_pin(&host, &guest, cases[i].pinned);
        host.is_pinned[last] = false;
        assert_int_equal(find(&guest, &anywhere, cpus).code, TOPOFIX_REASON_NONE);
        assert_int_equal(cpus[last], cases[i].expected);
    }
}

/* The cache with the most room comes first where none has enough, nor two have equal shares. */
static void
test_largest_first(void **state)
{
    static unsigned char ranks[8] = { TOPOFIX_PIN_DEFINED };
    static const struct topofix_pin_room room = { .ranks = ranks };
    static const struct sample sample = { { 1, 2, 1, 4, 1 }, 5, 0, { 0 }, { 1, 4, 5, 6, 7 } };

    (void)state;
    check_samples(&sample, 1, &room);
}

/* Where a guest may have one thread of a core, the sibling of a pin stays idle. */
static void
test_no_sibling_of_a_pin(void **state)
{
    static const struct topofix_pin_room room = { .threads_max = 1 };
    static const unsigned pinned[] = { 0, 0, 0 };
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_unlimited, 3);
    int cpus[VCPUS_MAX];

    (void)state;
    made_host_make(1, 1, 1, 4, 2, &host);
    made_host_pin(&host, &guest, pinned);
    host.is_pinned[1] = host.is_pinned[2] = false;
    assert_int_equal(find(&guest, &room, cpus).code, TOPOFIX_REASON_NONE);
    assert_int_equal(cpus[1], 2);
    assert_int_equal(cpus[2], 4);
}

static void
test_no_room(void **state)
{
    static const struct topofix_pin_room anywhere;
    static const struct sample sample = { .host = { 1, 1, 1, 4, 2 }, .vcpus = 9 };
    int cpus[VCPUS_MAX];
    struct topofix_reason reason = plan(&sample, &anywhere, cpus);

    (void)state;
    assert_int_equal(reason.code, TOPOFIX_REASON_PINS_NO_ROOM);
    assert_int_equal(reason.found, 8);
    assert_int_equal(reason.expected, 9);
    for (unsigned id = 0; id < sample.vcpus; id++) {
        assert_int_equal(cpus[id], TOPOFIX_NOWHERE);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cores),         cmocka_unit_test(test_cells),
        cmocka_unit_test(test_ranks),         cmocka_unit_test(test_untold_groups),
        cmocka_unit_test(test_kinds),         cmocka_unit_test(test_no_room),
        cmocka_unit_test(test_spare_threads), cmocka_unit_test(test_around_a_pin),
        cmocka_unit_test(test_largest_first), cmocka_unit_test(test_no_sibling_of_a_pin),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

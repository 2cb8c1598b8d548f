/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/solve.h"
#include "samples.h"
#include "testing.h"

static const struct topofix_host any_host;
static const struct topofix_policy no_wishes;

/* Like an Express edition: one socket, four logical processors. */
static const struct topofix_application small = {
    .id = "small",
    .name = "Small",
    .families = "sample other",
    .limits = { .sockets = { .value = 1 }, .processors = { { .value = 4 } } },
};

static const struct topofix_application disputed = {
    .id = "disputed",
    .name = "Disputed",
    .families = "elsewhere",
    .limits = { .sockets = { .value = 1, .disputed = 2 } },
};

static struct topofix_guest
guest_with(const struct topofix_os *os, const struct topofix_application *application,
           unsigned vcpus, struct topofix_topology topology)
{
    struct topofix_guest guest =
        topofix_sample_with(os ? os : &topofix_sample_unlimited, vcpus, topology);

    guest.os.os = os;
    guest.os.application = application;
    return guest;
}

static void
test_families(void **state)
{
    (void)state;
    assert_true(topofix_application_runs_on(&small, "sample"));
    assert_true(topofix_application_runs_on(&small, "other"));
    assert_false(topofix_application_runs_on(&small, "oth"));
    assert_false(topofix_application_runs_on(&small, "others"));
    assert_false(topofix_application_runs_on(&small, ""));
}

static void
test_usable(void **state)
{
    static const struct {
        const struct topofix_os *os;
        const struct topofix_application *application;
        struct topofix_topology topology;
        unsigned vcpus;
        struct topofix_range usable;
    } cases[] = {
        { &topofix_sample_unlimited, &small, { { 8, 1, 1, 1, 1 } }, 8, { 1, 1 } },
        { &topofix_sample_unlimited, &small, { { 4, 1, 1, 2, 1 } }, 8, { 2, 2 } },
        { &topofix_sample_unlimited, &small, { { 1, 1, 1, 8, 1 } }, 8, { 4, 4 } },
        { &topofix_sample_unlimited, &small, { { 1, 1, 1, 1, 8 } }, 8, { 4, 4 } },
        { &topofix_sample_unlimited, &disputed, { { 4, 1, 1, 2, 1 } }, 8, { 2, 4 } },
        { &topofix_sample_desktop, &disputed, { { 4, 1, 1, 2, 1 } }, 8, { 2, 4 } },
        { &topofix_sample_desktop, &small, { { 2, 1, 1, 4, 1 } }, 8, { 4, 4 } },
        { &topofix_sample_counting, &small, { { 1, 1, 1, 8, 1 } }, 8, { 2, 2 } },
        { NULL, &small, { { 8, 1, 1, 1, 1 } }, 8, { 1, 1 } },
        { NULL, &small, { { 1, 1, 1, 3, 1 } }, 3, { 3, 3 } },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_guest guest =
            guest_with(cases[i].os, cases[i].application, cases[i].vcpus, cases[i].topology);
        struct topofix_range got = topofix_guest_usable(&guest, &guest.topology, &guest.vcpus);

        assert_int_equal(got.min, cases[i].usable.min);
        assert_int_equal(got.max, cases[i].usable.max);
    }
}

static void
test_verdicts(void **state)
{
    static const struct {
        const struct topofix_os *os;
        const struct topofix_application *application;
        struct topofix_topology topology;
        unsigned vcpus;
        bool is_guess;
        enum topofix_verdict verdict;
        const char *first; /* reason, or NULL */
    } cases[] = {
        { &topofix_sample_unlimited,
          &small,
          { { 4, 1, 1, 1, 1 } },
          4,
          false,
          TOPOFIX_VERDICT_LOSES,
          "application-sockets" },
        { &topofix_sample_unlimited,
          &small,
          { { 1, 1, 1, 4, 1 } },
          4,
          false,
          TOPOFIX_VERDICT_LEGAL,
          NULL },
        { &topofix_sample_unlimited,
          &small,
          { { 1, 1, 1, 8, 1 } },
          8,
          false,
          TOPOFIX_VERDICT_UNFIXABLE,
          "application-processors" },
        /* the application has what it can get, and the OS has not */
        { &topofix_sample_desktop,
          &small,
          { { 2, 1, 1, 4, 1 } },
          8,
          false,
          TOPOFIX_VERDICT_LOSES,
          "socket-limit" },
        { &topofix_sample_desktop,
          &disputed,
          { { 2, 1, 1, 2, 1 } },
          4,
          false,
          TOPOFIX_VERDICT_MAY_LOSE,
          "socket-limit" },
        { NULL,
          &small,
          { { 4, 1, 1, 1, 1 } },
          4,
          false,
          TOPOFIX_VERDICT_LOSES,
          "application-sockets" },
        { NULL, &small, { { 1, 1, 1, 4, 1 } }, 4, false, TOPOFIX_VERDICT_UNKNOWN_GUEST, NULL },
        { &topofix_sample_delicate,
          &small,
          { { 4, 1, 1, 1, 1 } },
          4,
          false,
          TOPOFIX_VERDICT_LEGAL,
          "application-sockets" },
        /* a guess of the OS is may-lose at worst, but what the application loses is no guess */
        { &topofix_sample_single,
          &small,
          { { 4, 1, 1, 1, 1 } },
          4,
          true,
          TOPOFIX_VERDICT_LOSES,
          "socket-limit" },
        { &topofix_sample_single,
          NULL,
          { { 4, 1, 1, 1, 1 } },
          4,
          true,
          TOPOFIX_VERDICT_MAY_LOSE,
          "socket-limit" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_guest guest =
            guest_with(cases[i].os, cases[i].application, cases[i].vcpus, cases[i].topology);
        struct topofix_diagnosis got;

        guest.os.is_guess = cases[i].is_guess;
        got = topofix_diagnose(&guest, &any_host, &no_wishes);
        assert_int_equal(got.verdict, cases[i].verdict);
        if (cases[i].first) {
            assert_true(got.n_reasons > 0);
            assert_string_equal(topofix_reason_name(got.reasons[0].code), cases[i].first);
        } else {
            assert_int_equal(got.n_reasons, 0);
        }
    }
}

static bool
has_reason(const struct topofix_diagnosis *diagnosis, enum topofix_reason_code code)
{
    for (size_t i = 0; i < diagnosis->n_reasons; i++) {
        if (diagnosis->reasons[i].code == code) {
            return true;
        }
    }
    return false;
}

static void
test_conflicts(void **state)
{
    const struct topofix_topology four = topofix_topology_make(4, 1, 1, 1, 1);
    struct topofix_guest guest = guest_with(&topofix_sample_desktop, &disputed, 4, four);
    struct topofix_diagnosis got = topofix_diagnose(&guest, &any_host, &no_wishes);

    (void)state;
    assert_true(has_reason(&got, TOPOFIX_REASON_APPLICATION_OS));
    guest.os.is_guess = true; /* of the OS: then it is the guess that is wrong */
    got = topofix_diagnose(&guest, &any_host, &no_wishes);
    assert_false(has_reason(&got, TOPOFIX_REASON_APPLICATION_OS));
    guest = guest_with(&topofix_sample_delicate, &small, 4, four);
    got = topofix_diagnose(&guest, &any_host, &no_wishes);
    assert_true(has_reason(&got, TOPOFIX_REASON_APPLICATION_LEFT_ALONE));
    assert_false(got.has_wanted);
    guest.topology = topofix_topology_make(1, 1, 1, 4, 1);
    got = topofix_diagnose(&guest, &any_host, &no_wishes);
    assert_false(has_reason(&got, TOPOFIX_REASON_APPLICATION_LEFT_ALONE));
}

/* No topology of sockets, cores and threads gives the application more, nor the OS as much more. */
static void
check_best(const struct topofix_guest *guest)
{
    struct topofix_guest bare = *guest;
    struct topofix_topology best;
    unsigned vcpus = guest->vcpus.maximum;
    struct topofix_range with;
    struct topofix_range without;

    bare.os.application = NULL;
    assert_true(topofix_solve(guest, &any_host, &no_wishes, &best));
    with = topofix_guest_usable(guest, &best, &guest->vcpus);
    without = topofix_guest_usable(&bare, &best, &guest->vcpus);
    for (unsigned sockets = 1; sockets <= vcpus; sockets++) {
        for (unsigned cores = 1; vcpus % sockets == 0 && cores <= vcpus / sockets; cores++) {
            struct topofix_topology other;
            struct topofix_range one;

            if (vcpus / sockets % cores != 0) {
                continue;
            }
            other = topofix_topology_make(sockets, 1, 1, cores, vcpus / sockets / cores);
            one = topofix_guest_usable(guest, &other, &guest->vcpus);
            assert_true(one.min <= with.min && one.max <= with.max);
            one = topofix_guest_usable(&bare, &other, &guest->vcpus);
            assert_true(one.min <= without.min && one.max <= without.max);
        }
    }
}

static void
test_solve(void **state)
{
    static const struct topofix_os *const oses[] = {
        &topofix_sample_desktop,
        &topofix_sample_single,
        &topofix_sample_small,
        &topofix_sample_disputed,
        &topofix_sample_unlimited,
        &topofix_sample_supported,
        NULL,
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(oses); i++) {
        for (unsigned vcpus = 1; vcpus <= 36; vcpus++) {
            struct topofix_guest guest = guest_with(oses[i], i % 2 ? &small : &disputed, vcpus,
                                                    topofix_topology_make(vcpus, 1, 1, 1, 1));

            check_best(&guest);
            guest.os.application = i % 2 ? &disputed : &small;
            check_best(&guest);
        }
    }
}

/* Threads that somebody spelled out stay, since nobody loses by them. */
static void
test_threads_stay(void **state)
{
    struct topofix_guest guest =
        guest_with(&topofix_sample_desktop, &small, 8, topofix_topology_make(2, 1, 1, 2, 2));
    struct topofix_topology best;

    (void)state;
    guest.has_topology = true;
    assert_true(topofix_solve(&guest, &any_host, &no_wishes, &best));
    assert_topology(&best, 1, 1, 1, 4, 2);
}

/* Two NUMA cells speak for two sockets, of which the application would use as many CPUs as of one;
 * the OS would not. */
static void
test_os_comes_next(void **state)
{
    static const int cell_of[] = { 0, 0, 0, 0, 1, 1, 1, 1 };
    struct topofix_guest guest =
        guest_with(&topofix_sample_desktop, &small, 8, topofix_topology_make(8, 1, 1, 1, 1));
    struct topofix_topology best;

    (void)state;
    guest.has_topology = false;
    guest.cell_of = cell_of;
    guest.n_cells = 2;
    assert_true(topofix_solve(&guest, &any_host, &no_wishes, &best));
    assert_topology(&best, 1, 1, 1, 8, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_families),      cmocka_unit_test(test_usable),
        cmocka_unit_test(test_verdicts),      cmocka_unit_test(test_conflicts),
        cmocka_unit_test(test_solve),         cmocka_unit_test(test_threads_stay),
        cmocka_unit_test(test_os_comes_next),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

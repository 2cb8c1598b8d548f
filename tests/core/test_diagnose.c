/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/solve.h"
#include "samples.h"
#include "testing.h"

static const struct topofix_host any_host;
static const struct topofix_policy no_wishes;

static const struct topofix_reason *
reason_of(const struct topofix_diagnosis *diagnosis, enum topofix_reason_code code)
{
    for (size_t i = 0; i < diagnosis->n_reasons; i++) {
        if (diagnosis->reasons[i].code == code) {
            return &diagnosis->reasons[i];
        }
    }
    return NULL;
}

/* The verdicts of the manual, one row each: topology and vCPUs in, verdict and fix out. */
static void
test_verdicts(void **state)
{
    enum { NO_FIX = 0 };
    /* Of the fields: min and max are what is used now; wanted_cores are of one socket and thread,
     * or NO_FIX; now is zero where nothing is spelled out. */
    static const struct {
        const char *what;
        const struct topofix_os *os;
        unsigned vcpus;
        struct topofix_topology now;
        enum topofix_verdict verdict;
        unsigned min;
        unsigned max;
        unsigned wanted_cores;
        bool beyond;
    } cases[] = {
        /* clang-format off */
        { .what = "desktop, 1 vCPUs, no topology",
          .os = &topofix_sample_desktop, .vcpus = 1, .verdict = TOPOFIX_VERDICT_LEGAL, .min = 1, .max = 1 },
        { .what = "desktop, 2 vCPUs, no topology",
          .os = &topofix_sample_desktop, .vcpus = 2, .verdict = TOPOFIX_VERDICT_MAY_LOSE, .min = 1, .max = 2, .wanted_cores = 2 },
        { .what = "desktop, 4 vCPUs, no topology",
          .os = &topofix_sample_desktop, .vcpus = 4, .verdict = TOPOFIX_VERDICT_LOSES, .min = 1, .max = 2, .wanted_cores = 4 },
        { .what = "desktop, 4 vCPUs, 4x1x1",
          .os = &topofix_sample_desktop, .vcpus = 4, .now = { { 4, 1, 1, 1, 1 } }, .verdict = TOPOFIX_VERDICT_LOSES, .min = 1, .max = 2, .wanted_cores = 4 },
        { .what = "desktop, 4 vCPUs, 2x2x1",
          .os = &topofix_sample_desktop, .vcpus = 4, .now = { { 2, 1, 1, 2, 1 } }, .verdict = TOPOFIX_VERDICT_MAY_LOSE, .min = 2, .max = 4 },
        { .what = "desktop, 4 vCPUs, 1x4x1",
          .os = &topofix_sample_desktop, .vcpus = 4, .now = { { 1, 1, 1, 4, 1 } }, .verdict = TOPOFIX_VERDICT_LEGAL, .min = 4, .max = 4 },
        { .what = "desktop, 4 vCPUs, 1x2x2",
          .os = &topofix_sample_desktop, .vcpus = 4, .now = { { 1, 1, 1, 2, 2 } }, .verdict = TOPOFIX_VERDICT_LEGAL, .min = 4, .max = 4 },
        { .what = "single, 2 vCPUs, no topology",
          .os = &topofix_sample_single, .vcpus = 2, .verdict = TOPOFIX_VERDICT_LEGAL, .min = 2, .max = 2 },
        { .what = "single, 3 vCPUs, no topology",
          .os = &topofix_sample_single, .vcpus = 3, .verdict = TOPOFIX_VERDICT_LOSES, .min = 2, .max = 2, .wanted_cores = 3 },
        { .what = "smt, 4 vCPUs, 1x2x2",
          .os = &topofix_sample_smt, .vcpus = 4, .now = { { 1, 1, 1, 2, 2 } }, .verdict = TOPOFIX_VERDICT_LOSES, .min = 2, .max = 2, .wanted_cores = 4 },
        { .what = "counting, 2 vCPUs, no topology",
          .os = &topofix_sample_counting, .vcpus = 2, .verdict = TOPOFIX_VERDICT_LEGAL, .min = 2, .max = 2 },
        { .what = "counting, 4 vCPUs, no topology",
          .os = &topofix_sample_counting, .vcpus = 4, .verdict = TOPOFIX_VERDICT_UNFIXABLE, .min = 2, .max = 2, .beyond = true },
        { .what = "counting, 4 vCPUs, 1x4x1",
          .os = &topofix_sample_counting, .vcpus = 4, .now = { { 1, 1, 1, 4, 1 } }, .verdict = TOPOFIX_VERDICT_UNFIXABLE, .min = 2, .max = 2, .beyond = true },
        { .what = "small, 8 vCPUs, no topology",
          .os = &topofix_sample_small, .vcpus = 8, .verdict = TOPOFIX_VERDICT_LOSES, .min = 2, .max = 2, .wanted_cores = 8, .beyond = true },
        { .what = "small, 8 vCPUs, 1x8x1",
          .os = &topofix_sample_small, .vcpus = 8, .now = { { 1, 1, 1, 8, 1 } }, .verdict = TOPOFIX_VERDICT_UNFIXABLE, .min = 4, .max = 4, .beyond = true },
        { .what = "disputed, 2 vCPUs, no topology",
          .os = &topofix_sample_disputed, .vcpus = 2, .verdict = TOPOFIX_VERDICT_LEGAL, .min = 2, .max = 2 },
        { .what = "disputed, 4 vCPUs, no topology",
          .os = &topofix_sample_disputed, .vcpus = 4, .verdict = TOPOFIX_VERDICT_MAY_LOSE, .min = 2, .max = 4, .wanted_cores = 4 },
        { .what = "disputed, 8 vCPUs, no topology",
          .os = &topofix_sample_disputed, .vcpus = 8, .verdict = TOPOFIX_VERDICT_LOSES, .min = 2, .max = 4, .wanted_cores = 8 },
        { .what = "unlimited, 64 vCPUs, no topology",
          .os = &topofix_sample_unlimited, .vcpus = 64, .verdict = TOPOFIX_VERDICT_LEGAL, .min = 64, .max = 64 },
        { .what = "delicate, 6 vCPUs, no topology",
          .os = &topofix_sample_delicate, .vcpus = 6, .verdict = TOPOFIX_VERDICT_LEGAL, .min = 6, .max = 6 },
        { .what = "unknown guest, 64 vCPUs, no topology",
          .vcpus = 64, .verdict = TOPOFIX_VERDICT_UNKNOWN_GUEST, .min = 64, .max = 64 },
        { .what = "unknown guest, 4 vCPUs, 2x1x1",
          .vcpus = 4, .now = { { 2, 1, 1, 1, 1 } }, .verdict = TOPOFIX_VERDICT_INVALID, .wanted_cores = 4 },
        { .what = "delicate, 6 vCPUs, 4x1x1",
          .os = &topofix_sample_delicate, .vcpus = 6, .now = { { 4, 1, 1, 1, 1 } }, .verdict = TOPOFIX_VERDICT_INVALID, .wanted_cores = 6 },
        { .what = "desktop, 4 vCPUs, 1x8x1",
          .os = &topofix_sample_desktop, .vcpus = 4, .now = { { 1, 1, 1, 8, 1 } }, .verdict = TOPOFIX_VERDICT_INVALID, .wanted_cores = 4 },
        /* clang-format on */
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_guest guest =
            cases[i].now.count[0] > 0
                ? topofix_sample_with(cases[i].os, cases[i].vcpus, cases[i].now)
                : topofix_sample_guest(cases[i].os, cases[i].vcpus);
        struct topofix_diagnosis got = topofix_diagnose(&guest, &any_host, &no_wishes);

        if (got.verdict != cases[i].verdict) {
            fail_msg("%s: %s, expected %s", cases[i].what, topofix_verdict_name(got.verdict),
                     topofix_verdict_name(cases[i].verdict));
        }
        if (cases[i].verdict != TOPOFIX_VERDICT_INVALID) {
            if (got.usable_now.min != cases[i].min || got.usable_now.max != cases[i].max) {
                fail_msg("%s: %u-%u are used, expected %u-%u", cases[i].what, got.usable_now.min,
                         got.usable_now.max, cases[i].min, cases[i].max);
            }
        }
        assert_int_equal(got.is_usable_known,
                         cases[i].os && cases[i].verdict != TOPOFIX_VERDICT_INVALID);
        assert_int_equal(got.has_wanted, cases[i].wanted_cores != NO_FIX);
        assert_int_equal(got.is_beyond_topology, cases[i].beyond);
        assert_false(got.wishes_impossible);
        if (got.has_wanted) {
            assert_topology(&got.wanted, 1, 1, 1, cases[i].wanted_cores, 1);
        }
    }
}

static void
test_written_may_lose_on_demand(void **state)
{
    struct topofix_guest guest =
        topofix_sample_with(&topofix_sample_desktop, 4, topofix_topology_make(2, 1, 1, 2, 1));
    struct topofix_policy policy = { .fixes_written_may_lose = true };
    struct topofix_diagnosis got = topofix_diagnose(&guest, &any_host, &no_wishes);

    (void)state;
    assert_int_equal(got.verdict, TOPOFIX_VERDICT_MAY_LOSE);
    assert_false(got.has_wanted);
    assert_true(got.has_proposal);
    assert_topology(&got.wanted, 1, 1, 1, 4, 1);
    assert_int_equal(got.usable_wanted.min, 4);
    assert_false(got.is_beyond_topology);
    got = topofix_diagnose(&guest, &any_host, &policy);
    assert_int_equal(got.verdict, TOPOFIX_VERDICT_MAY_LOSE);
    assert_true(got.has_wanted);
    assert_false(got.has_proposal);
    assert_topology(&got.wanted, 1, 1, 1, 4, 1);
    assert_int_equal(got.usable_wanted.min, 4);
    /* what the user wants is proposed, and what the user has already is not */
    policy = (struct topofix_policy){ .wanted = topofix_topology_make(2, 1, 1, 2, 1) };
    got = topofix_diagnose(&guest, &any_host, &policy);
    assert_int_equal(got.verdict, TOPOFIX_VERDICT_MAY_LOSE);
    assert_false(got.has_wanted || got.has_proposal);
}

static void
test_known_edition(void **state)
{
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_desktop, 2);
    struct topofix_diagnosis got;

    (void)state;
    guest.os.edition = &topofix_sample_desktop.editions[1];
    got = topofix_diagnose(&guest, &any_host, &no_wishes);
    assert_int_equal(got.verdict, TOPOFIX_VERDICT_LEGAL);
    guest.os.edition = &topofix_sample_desktop.editions[0];
    got = topofix_diagnose(&guest, &any_host, &no_wishes);
    assert_int_equal(got.verdict, TOPOFIX_VERDICT_LOSES);
}

/* A guess never makes a certain loss out of it. */
static void
test_guess(void **state)
{
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_desktop, 4);
    struct topofix_diagnosis got;

    (void)state;
    guest.os.is_guess = true;
    got = topofix_diagnose(&guest, &any_host, &no_wishes);
    assert_int_equal(got.verdict, TOPOFIX_VERDICT_MAY_LOSE);
    assert_non_null(reason_of(&got, TOPOFIX_REASON_GUESS));
    assert_true(got.has_wanted);
    guest.has_topology = true;
    got = topofix_diagnose(&guest, &any_host, &no_wishes);
    assert_int_equal(got.verdict, TOPOFIX_VERDICT_MAY_LOSE);
    assert_false(got.has_wanted);
    guest.os.os = &topofix_sample_counting;
    got = topofix_diagnose(&guest, &any_host, &no_wishes);
    assert_int_equal(got.verdict, TOPOFIX_VERDICT_MAY_LOSE);
}

/* The verdict is about all vCPUs, the usable ones about those that are there. */
static void
test_hotplug(void **state)
{
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_single, 8);
    struct topofix_diagnosis got;

    (void)state;
    guest.vcpus.present = 2;
    got = topofix_diagnose(&guest, &any_host, &no_wishes);
    assert_int_equal(got.verdict, TOPOFIX_VERDICT_LOSES);
    assert_int_equal(got.usable_now.max, 2);
    assert_int_equal(got.usable_maximum.max, 2);
    assert_int_equal(got.usable_wanted.max, 2);
    assert_true(got.has_wanted);
    guest.vcpus.present = 5;
    got = topofix_diagnose(&guest, &any_host, &no_wishes);
    assert_int_equal(got.usable_now.max, 2);
    assert_int_equal(got.usable_wanted.max, 5);
}

static void
test_machine_maximum(void **state)
{
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_desktop, 8);
    struct topofix_host host = { .machine_vcpus_max = 4 };
    struct topofix_diagnosis got = topofix_diagnose(&guest, &host, &no_wishes);

    (void)state;
    assert_int_equal(got.verdict, TOPOFIX_VERDICT_INVALID);
    assert_int_equal(got.reasons[0].code, TOPOFIX_REASON_MACHINE_MAXIMUM);
    assert_false(got.has_wanted);
    assert_true(got.is_beyond_topology);
}

/* Two editions gain nothing and the one between them does: that is worth a fix. */
static void
test_gain_between_the_ends(void **state)
{
    const struct topofix_edition editions[] = {
        { .name = "low", .title = "Low", .presumed = true, .processors = { [0] = { .value = 1 } } },
        { .name = "mid", .title = "Mid", .presumed = true, .sockets = { .value = 2 } },
        { .name = "high", .title = "High", .presumed = true },
    };
    const struct topofix_os os = {
        .name = "Ladder", .answer = TOPOFIX_ANSWER_LIMITS, .editions = editions, .n_editions = 3
    };
    struct topofix_guest guest = topofix_sample_guest(&os, 4);
    struct topofix_diagnosis got = topofix_diagnose(&guest, &any_host, &no_wishes);

    (void)state;
    assert_int_equal(got.verdict, TOPOFIX_VERDICT_MAY_LOSE);
    assert_true(got.has_wanted);
    assert_topology(&got.wanted, 1, 1, 1, 4, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_verdicts),
        cmocka_unit_test(test_written_may_lose_on_demand),
        cmocka_unit_test(test_known_edition),
        cmocka_unit_test(test_guess),
        cmocka_unit_test(test_hotplug),
        cmocka_unit_test(test_machine_maximum),
        cmocka_unit_test(test_gain_between_the_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/solve.h"
#include "samples.h"
#include "testing.h"

static const struct topofix_host any_host;
static const struct topofix_policy no_wishes;

/* All codes in order, as words, so that a failure shows what there was instead. */
static void
check_reasons(const struct topofix_guest *guest, const struct topofix_policy *policy,
              const char *expected)
{
    struct topofix_diagnosis diagnosis = topofix_diagnose(guest, &any_host, policy);
    char words[512] = "";

    for (size_t i = 0; i < diagnosis.n_reasons; i++) {
        snprintf(words + strlen(words), sizeof(words) - strlen(words), "%s%s %d/%d", i ? ", " : "",
                 topofix_reason_name(diagnosis.reasons[i].code), (int)diagnosis.reasons[i].found,
                 (int)diagnosis.reasons[i].expected);
    }
    assert_string_equal(words, expected);
}

static void
test_limits(void **state)
{
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_desktop, 4);

    (void)state;
    check_reasons(&guest, &no_wishes, "socket-limit 4/1");
    guest.os.edition = &topofix_sample_desktop.editions[1];
    check_reasons(&guest, &no_wishes, "socket-limit 4/2");
    guest = topofix_sample_guest(&topofix_sample_small, 8);
    check_reasons(&guest, &no_wishes, "socket-limit 8/2, processor-limit 8/4");
    guest = topofix_sample_guest(&topofix_sample_disputed, 16);
    check_reasons(&guest, &no_wishes, "socket-limit 16/2, processor-limit 16/8");
    guest = topofix_sample_guest(&topofix_sample_counting, 8);
    check_reasons(&guest, &no_wishes, "counts-cpus 8/2");
    guest = topofix_sample_with(&topofix_sample_smt, 8, topofix_topology_make(1, 1, 1, 4, 2));
    check_reasons(&guest, &no_wishes, "smt-unused 2/1");
}

/* Of editions with the same limit the first is told, with its source. */
static void
test_same_limit(void **state)
{
    static const struct topofix_edition editions[] = {
        { .name = "large", .presumed = true, .sockets = { .value = 4 } },
        { .name = "first", .presumed = true, .sockets = { .value = 2 } },
        { .name = "second", .presumed = true, .sockets = { .value = 2 } },
    };
    static const struct topofix_os os = { .editions = editions, .n_editions = 3 };
    struct topofix_guest guest = topofix_sample_guest(&os, 8);
    struct topofix_diagnosis diagnosis = topofix_diagnose(&guest, &any_host, &no_wishes);

    (void)state;
    assert_int_equal(diagnosis.n_reasons, 1);
    assert_int_equal(diagnosis.reasons[0].code, TOPOFIX_REASON_SOCKET_LIMIT);
    assert_ptr_equal(diagnosis.reasons[0].number, &editions[1].sockets);
}

static void
test_legal_has_none(void **state)
{
    struct topofix_guest guest =
        topofix_sample_with(&topofix_sample_desktop, 4, topofix_topology_make(1, 1, 1, 4, 1));

    (void)state;
    check_reasons(&guest, &no_wishes, "");
}

static void
test_rest(void **state)
{
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_delicate, 4);

    (void)state;
    check_reasons(&guest, &no_wishes, "leave-alone 0/0");
    guest = topofix_sample_guest(&topofix_sample_small, 1);
    check_reasons(&guest, &no_wishes, "below-minimum 1/2");
    guest = topofix_sample_guest(&topofix_sample_small, 2);
    check_reasons(&guest, &no_wishes, "");
    guest = topofix_sample_with(&topofix_sample_desktop, 4, topofix_topology_make(1, 1, 1, 4, 1));
    guest.has_acpi = false;
    guest.os.is_guess = true;
    check_reasons(&guest, &no_wishes, "guess 0/0, no-acpi 0/0");
    guest = topofix_sample_guest(&topofix_sample_desktop, 1);
    guest.has_acpi = false;
    check_reasons(&guest, &no_wishes, "");
}

/* It is said, and no verdict rests on it. */
static void
test_support(void **state)
{
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_supported, 2);

    (void)state;
    check_reasons(&guest, &no_wishes, "");
    guest = topofix_sample_guest(&topofix_sample_supported, 12);
    check_reasons(&guest, &no_wishes, "supported-sockets 12/2, supported-processors 12/8");
    assert_int_equal(topofix_diagnose(&guest, &any_host, &no_wishes).verdict,
                     TOPOFIX_VERDICT_LEGAL);
    guest.bits = TOPOFIX_BITS_32;
    check_reasons(&guest, &no_wishes, "supported-sockets 12/2, supported-processors 12/4");
    guest.bits = TOPOFIX_BITS_64;
    guest.machine.kind = TOPOFIX_MACHINE_S390_CCW;
    check_reasons(&guest, &no_wishes, "supported-sockets 12/2");
    guest = topofix_sample_guest(&topofix_sample_supported, 20);
    check_reasons(&guest, &no_wishes,
                  "processor-limit 20/16, supported-sockets 20/2, supported-processors 20/8");
    assert_int_equal(topofix_diagnose(&guest, &any_host, &no_wishes).verdict,
                     TOPOFIX_VERDICT_UNFIXABLE);
}

static void
test_invalid(void **state)
{
    struct topofix_guest guest =
        topofix_sample_with(&topofix_sample_desktop, 4, topofix_topology_make(3, 1, 1, 1, 1));

    (void)state;
    check_reasons(&guest, &no_wishes, "product 3/4");
}

/* Wishes change what is wanted, never the verdict. */
static void
test_wishes(void **state)
{
    static const struct {
        struct topofix_policy policy;
        const char *reasons;
        struct topofix_topology wanted;
    } cases[] = {
        { { .wanted = { { 2, 0, 0, 0, 0 } } }, "user-bound 1/2", { { 2, 1, 1, 4, 1 } } },
        { { .maximum = { { 0, 0, 0, 4, 0 } } }, "user-bound 8/4", { { 2, 1, 1, 4, 1 } } },
        { { .wanted = { { 2, 0, 0, 0, 2 } } },
          "user-bound 1/2, user-bound 1/2",
          { { 2, 1, 1, 2, 2 } } },
        { { .wanted = { { 2, 0, 0, 0, 0 } }, .maximum = { { 4, 0, 0, 0, 0 } } },
          "user-bound 1/2",
          { { 2, 1, 1, 4, 1 } } },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_guest guest =
            topofix_sample_with(&topofix_sample_single, 8, topofix_topology_make(1, 1, 1, 8, 1));
        struct topofix_diagnosis got = topofix_diagnose(&guest, &any_host, &cases[i].policy);
        const unsigned *wanted = cases[i].wanted.count;

        check_reasons(&guest, &cases[i].policy, cases[i].reasons);
        assert_int_equal(got.verdict, TOPOFIX_VERDICT_LEGAL);
        assert_true(got.breaks_wishes);
        assert_true(got.has_wanted);
        assert_topology(&got.wanted, wanted[0], wanted[1], wanted[2], wanted[3], wanted[4]);
    }
}

static void
test_wishes_that_hold(void **state)
{
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_single, 2);
    struct topofix_policy policy = { .wanted = { { 2, 1, 1, 1, 1 } },
                                     .maximum = { { 2, 1, 1, 1, 1 } } };
    struct topofix_diagnosis got = topofix_diagnose(&guest, &any_host, &policy);

    (void)state;
    assert_false(got.breaks_wishes);
    assert_false(got.has_wanted);
}

/* Impossible wishes matter only where a change is due. */
static void
test_wishes_impossible(void **state)
{
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_single, 8);
    struct topofix_policy policy = { .wanted = { { 3, 0, 0, 0, 0 } } };
    struct topofix_diagnosis got = topofix_diagnose(&guest, &any_host, &policy);

    (void)state;
    assert_int_equal(got.verdict, TOPOFIX_VERDICT_LOSES);
    assert_true(got.wishes_impossible);
    assert_false(got.has_wanted);
    guest = topofix_sample_guest(NULL, 8);
    got = topofix_diagnose(&guest, &any_host, &no_wishes);
    assert_false(got.wishes_impossible);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_same_limit),
        cmocka_unit_test(test_legal_has_none),
        cmocka_unit_test(test_rest),
        cmocka_unit_test(test_support),
        cmocka_unit_test(test_invalid),
        cmocka_unit_test(test_wishes),
        cmocka_unit_test(test_wishes_that_hold),
        cmocka_unit_test(test_wishes_impossible),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

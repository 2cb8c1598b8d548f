/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the solver promises, for every row of the knowledge base and every vCPU count, compared with
 * an oracle if the numbers are small enough. TOPOFIX_PROPERTY_GUESTS sets how many random guests
 * are tried.
 */
#include "core/solve.h"
#include "knowledge/builtin.h"
#include "oracle.h"
#include "random.h"
#include "samples.h"
#include "testing.h"

static const struct topofix_host any_host;
static const struct topofix_policy no_wishes;

static void
fail_for(const struct topofix_guest *guest, const struct topofix_topology *got, const char *what)
{
    const unsigned *now = guest->topology.count;

    fail_msg("%s: %s %s (%d bits), %u vCPUs, %s %ux%ux%ux%ux%u, got %ux%ux%ux%ux%u", what,
             guest->os.os ? guest->os.os->short_id : "unknown",
             guest->os.edition ? guest->os.edition->name : "",
             guest->bits == TOPOFIX_BITS_32 ? 32 : 64, guest->vcpus.maximum,
             guest->has_topology ? "written" : "default", now[0], now[1], now[2], now[3], now[4],
             got->count[0], got->count[1], got->count[2], got->count[3], got->count[4]);
}

/* Checks what must hold for any guest without wishes. */
static void
check_promises(const struct topofix_guest *guest)
{
    struct topofix_diagnosis diagnosis = topofix_diagnose(guest, &any_host, &no_wishes);
    const struct topofix_topology *wanted =
        diagnosis.has_wanted ? &diagnosis.wanted : &guest->topology;
    struct topofix_guest after = *guest;
    struct topofix_diagnosis again;

    if (diagnosis.verdict != TOPOFIX_VERDICT_INVALID || diagnosis.has_wanted) {
        if (topofix_topology_product(wanted) != guest->vcpus.maximum) {
            fail_for(guest, wanted, "does not multiply out");
        }
    }
    if (diagnosis.verdict != TOPOFIX_VERDICT_INVALID &&
        (diagnosis.usable_wanted.min < diagnosis.usable_now.min ||
         diagnosis.usable_wanted.max < diagnosis.usable_now.max)) {
        fail_for(guest, wanted, "uses fewer vCPUs than before");
    }
    if (diagnosis.wishes_impossible || diagnosis.n_reasons >= TOPOFIX_REASONS_MAX) {
        fail_for(guest, wanted, "odd diagnosis");
    }
    if (!diagnosis.has_wanted) {
        return;
    }
    after.has_topology = true;
    after.topology = *wanted;
    again = topofix_diagnose(&after, &any_host, &no_wishes);
    if (again.has_wanted) {
        fail_for(&after, &again.wanted, "solved twice, changed twice");
    }
    if (again.has_proposal) {
        fail_for(&after, &again.wanted, "a fix that leaves something to propose");
    }
    if ((again.verdict == TOPOFIX_VERDICT_LEGAL) != !diagnosis.is_beyond_topology &&
        again.verdict != TOPOFIX_VERDICT_UNKNOWN_GUEST) {
        fail_for(&after, wanted, "fixed and yet not legal");
    }
}

/* With all vCPUs in one socket and one thread per core, no limit of sockets or siblings applies. */
static void
check_row(const struct topofix_os *os, const struct topofix_edition *edition, unsigned vcpus,
          enum topofix_bits bits)
{
    struct topofix_guest guest = topofix_sample_guest(os, vcpus);

    guest.os.edition = edition;
    guest.bits = bits;
    check_promises(&guest);
}

static bool
is_first_with_editions(size_t row)
{
    const struct topofix_os *oses = topofix_limits_builtin.oses;

    for (size_t i = 0; i < row; i++) {
        if (oses[i].answer == oses[row].answer && oses[i].editions == oses[row].editions) {
            return false;
        }
    }
    return true;
}

static void
test_every_row_and_count(void **state)
{
    (void)state;
    for (size_t i = 0; i < topofix_limits_builtin.n_oses; i++) {
        const struct topofix_os *os = &topofix_limits_builtin.oses[i];
        /* the solver cannot distinguish rows that share their editions by `like` */
        unsigned most = is_first_with_editions(i) ? 512 : 16;

        for (unsigned vcpus = 1; vcpus <= most; vcpus++) {
            check_row(os, NULL, vcpus, TOPOFIX_BITS_64);
        }
    }
}

static void
test_every_edition(void **state)
{
    static const unsigned counts[] = { 1,  2,  3,  4,  6,   7,   8,   12,  16,  24,  32,   33,
                                       40, 64, 65, 96, 128, 255, 256, 257, 288, 512, 1024, 8192 };

    (void)state;
    for (size_t i = 0; i < topofix_limits_builtin.n_oses; i++) {
        const struct topofix_os *os = &topofix_limits_builtin.oses[i];

        for (size_t k = 0; is_first_with_editions(i) && k < os->n_editions; k++) {
            for (size_t c = 0; c < ARRAY_SIZE(counts); c++) {
                check_row(os, &os->editions[k], counts[c], TOPOFIX_BITS_64);
                check_row(os, &os->editions[k], counts[c], TOPOFIX_BITS_32);
            }
        }
    }
}

static void
test_large_counts(void **state)
{
    static const struct topofix_os *const samples[] = { &topofix_sample_desktop,
                                                        &topofix_sample_smt, &topofix_sample_small,
                                                        NULL };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
        for (unsigned vcpus = 513; vcpus <= TOPOFIX_VCPUS_MAX; vcpus += vcpus < 1100 ? 1 : 97) {
            check_row(samples[i], NULL, vcpus, TOPOFIX_BITS_64);
        }
        check_row(samples[i], NULL, 7560, TOPOFIX_BITS_64);
        check_row(samples[i], NULL, TOPOFIX_VCPUS_MAX, TOPOFIX_BITS_64);
    }
}

static const struct topofix_os *
random_os(struct topofix_random *random)
{
    static const struct topofix_os *const samples[] = {
        &topofix_sample_desktop,   &topofix_sample_single,
        &topofix_sample_counting,  &topofix_sample_smt,
        &topofix_sample_small,     &topofix_sample_disputed,
        &topofix_sample_unlimited, NULL,
        &topofix_sample_delicate,
    };
    unsigned choice = topofix_random_below(random, 2 * ARRAY_SIZE(samples));

    if (choice < ARRAY_SIZE(samples)) {
        return samples[choice];
    }
    return &topofix_limits_builtin
                .oses[topofix_random_below(random, (unsigned)topofix_limits_builtin.n_oses)];
}

/* Checks the meaning of verdicts: "loses" must hold for every edition and every source. */
static void
check_verdict(const struct topofix_guest *guest)
{
    struct topofix_diagnosis diagnosis = topofix_diagnose(guest, &any_host, &no_wishes);
    const struct topofix_os *os = guest->os.os;
    unsigned losing = 0;
    unsigned ends = 0;

    if (!os || diagnosis.verdict == TOPOFIX_VERDICT_INVALID ||
        diagnosis.verdict == TOPOFIX_VERDICT_UNFIXABLE) {
        return;
    }
    for (size_t i = 0; i < os->n_editions; i++) {
        if (oracle_may_be(guest, &os->editions[i])) {
            struct topofix_range range = oracle_usable(&os->editions[i], guest->bits,
                                                       &guest->topology, guest->vcpus.maximum);

            ends += 2;
            losing += (range.min < guest->vcpus.maximum) + (range.max < guest->vcpus.maximum);
        }
    }
    if (diagnosis.verdict != (losing == 0      ? TOPOFIX_VERDICT_LEGAL
                              : losing == ends ? TOPOFIX_VERDICT_LOSES
                                               : TOPOFIX_VERDICT_MAY_LOSE)) {
        fail_for(guest, &guest->topology, topofix_verdict_name(diagnosis.verdict));
    }
}

/* With and without a topology, with a right or wrong product, with dies, clusters and threads. */
static struct topofix_guest
random_guest(struct topofix_random *random)
{
    unsigned vcpus = 1 + topofix_random_below(random, ORACLE_MAX);
    struct topofix_guest guest = topofix_sample_guest(random_os(random), vcpus);
    const struct topofix_os *os = guest.os.os;

    if (topofix_random_below(random, 4) > 0) {
        const struct oracle_list *list = oracle_topologies(vcpus);

        guest = topofix_sample_with(
            os, vcpus, list->items[topofix_random_below(random, (unsigned)list->count)]);
    }
    if (topofix_random_below(random, 8) == 0) {
        guest.has_topology = true;
        guest.topology.count[topofix_random_below(random, TOPOFIX_LEVELS)] =
            1 + topofix_random_below(random, 9);
    }
    if (os && os->n_editions > 0 && topofix_random_below(random, 4) == 0) {
        guest.os.edition = &os->editions[topofix_random_below(random, (unsigned)os->n_editions)];
    }
    guest.bits = topofix_random_below(random, 4) ? TOPOFIX_BITS_64 : TOPOFIX_BITS_32;
    guest.vcpus.present = 1 + topofix_random_below(random, vcpus);
    return guest;
}

static struct topofix_policy
random_policy(struct topofix_random *random)
{
    struct topofix_policy policy = { .fixes_written_may_lose =
                                         topofix_random_below(random, 2) > 0 };

    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        if (topofix_random_below(random, 6) == 0) {
            policy.maximum.count[level] = 1 + topofix_random_below(random, 8);
        }
        if (topofix_random_below(random, 8) == 0) {
            policy.wanted.count[level] = 1 + topofix_random_below(random, 4);
        }
    }
    return policy;
}

static void
check_against_oracle(const struct topofix_guest *guest, const struct topofix_policy *policy)
{
    struct topofix_topology got = { .count = { 0 } };
    struct topofix_topology expected = { .count = { 0 } };
    bool found = topofix_solve(guest, &any_host, policy, &got);

    if (found != oracle_solve(guest, policy, &expected)) {
        fail_for(guest, found ? &got : &expected, "found by one, not by the other");
    }
    if (!topofix_topology_equals(&got, &expected)) {
        print_error("expected %ux%ux%ux%ux%u\n", expected.count[0], expected.count[1],
                    expected.count[2], expected.count[3], expected.count[4]);
        fail_for(guest, &got, "not the best");
    }
}

/* No other topology, whatever its dies and clusters, may give an edition more vCPUs. */
static void
check_nothing_beats_it(const struct topofix_guest *guest)
{
    const struct oracle_list *list = oracle_topologies(guest->vcpus.maximum);
    struct topofix_topology got;

    assert_true(topofix_solve(guest, &any_host, &no_wishes, &got));
    for (size_t i = 0; i < list->count; i++) {
        if (oracle_usable_sum(guest, &list->items[i]) > oracle_usable_sum(guest, &got)) {
            fail_for(guest, &got, "something else uses more");
        }
    }
}

static void
check_unfixable(const struct topofix_guest *guest)
{
    struct topofix_diagnosis diagnosis = topofix_diagnose(guest, &any_host, &no_wishes);
    struct topofix_topology best;

    if (diagnosis.verdict == TOPOFIX_VERDICT_UNFIXABLE &&
        topofix_solve(guest, &any_host, &no_wishes, &best) &&
        oracle_usable_sum(guest, &best) > oracle_usable_sum(guest, &guest->topology)) {
        fail_for(guest, &best, "called unfixable, although an edition would gain");
    }
}

static void
test_random_guests(void **state)
{
    struct topofix_random random = { .state = 1 };
    unsigned guests = topofix_random_iterations("TOPOFIX_PROPERTY_GUESTS", 4000);

    (void)state;
    for (unsigned i = 0; i < guests; i++) {
        struct topofix_guest guest = random_guest(&random);
        struct topofix_policy policy = random_policy(&random);

        check_promises(&guest);
        check_against_oracle(&guest, &no_wishes);
        check_against_oracle(&guest, &policy);
        check_nothing_beats_it(&guest);
        check_unfixable(&guest);
        check_verdict(&guest);
    }
}

/* Counts each vCPU, for present ones in a row and for all. */
static void
test_usable(void **state)
{
    struct topofix_random random = { .state = 2 };

    (void)state;
    for (unsigned i = 0; i < 5000; i++) {
        struct topofix_guest guest = random_guest(&random);
        const struct topofix_os *os = guest.os.os;
        struct topofix_vcpus scattered = guest.vcpus;

        scattered.scattered = true;
        for (unsigned id = 0; id < scattered.present; id++) {
            scattered.enabled[id / 64] |= UINT64_C(1) << (id % 64);
        }
        for (size_t k = 0; os && k < os->n_editions; k++) {
            const struct topofix_edition *edition = &os->editions[k];
            struct topofix_range expected =
                oracle_usable(edition, guest.bits, &guest.topology, guest.vcpus.present);
            struct topofix_range in_row =
                topofix_edition_usable(edition, guest.bits, &guest.topology, &guest.vcpus);
            struct topofix_range by_id =
                topofix_edition_usable(edition, guest.bits, &guest.topology, &scattered);

            assert_int_equal(in_row.min, expected.min);
            assert_int_equal(in_row.max, expected.max);
            assert_int_equal(by_id.min, expected.min);
            assert_int_equal(by_id.max, expected.max);
        }
    }
}

static int
teardown(void **state)
{
    (void)state;
    oracle_done();
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_row_and_count),
        cmocka_unit_test(test_every_edition),
        cmocka_unit_test(test_large_counts),
        cmocka_unit_test(test_random_guests),
        cmocka_unit_test(test_usable),
    };

    return cmocka_run_group_tests(tests, NULL, teardown);
}

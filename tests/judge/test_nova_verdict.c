/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/nova_verdict.h"
#include "knowledge/builtin.h"
#include "testing.h"

static const struct topofix_host host;
static const struct topofix_policy no_wishes;

static struct topofix_guest
guest_of(const char *os, unsigned vcpus)
{
    struct topofix_guest guest = {
        .os = { .os = topofix_limits_lookup(&topofix_limits_builtin, os) },
        .bits = TOPOFIX_BITS_64,
        .vcpus = { .maximum = vcpus, .present = vcpus },
        .topology = topofix_topology_make(vcpus, 1, 1, 1, 1),
        .has_acpi = true,
        .may_get_eim = true,
        .may_split_ioapic = true,
    };

    assert_non_null(guest.os.os);
    return guest;
}

static const struct {
    const char *os;
    unsigned vcpus;
    struct topofix_nova_values flavor;
    struct topofix_nova_values image;
    unsigned sockets; /* that Nova chooses */
    enum topofix_verdict verdict;
    bool has_better;
    bool has_image;
    struct topofix_nova_values set;
} cases[] = {
    { .os = "win7",
      .vcpus = 4,
      .sockets = 4,
      .verdict = TOPOFIX_VERDICT_LOSES,
      .has_better = true,
      .has_image = true,
      .set = { .maximum = { 1, 0, 1 } } },
    { .os = "win7",
      .vcpus = 4,
      .image = { .maximum = { 1, 0, 1 } },
      .sockets = 1,
      .verdict = TOPOFIX_VERDICT_LEGAL },
    /* Nova drops a preference of the flavor that is above the image's maximum */
    { .os = "win7",
      .vcpus = 4,
      .flavor = { .preferred = { 4 } },
      .sockets = 4,
      .verdict = TOPOFIX_VERDICT_LOSES,
      .has_better = true,
      .has_image = true,
      .set = { .maximum = { 1, 0, 1 } } },
    /* one of the image would be an exception, so that it is replaced */
    { .os = "win7",
      .vcpus = 4,
      .image = { .preferred = { 4 } },
      .sockets = 4,
      .verdict = TOPOFIX_VERDICT_LOSES,
      .has_better = true,
      .has_image = true,
      .set = { .preferred = { 1, 4, 1 }, .maximum = { 1, 0, 1 } } },
    /* what the image has already stays */
    { .os = "win7",
      .vcpus = 8,
      .image = { .maximum = { 0, 2 } },
      .sockets = 8,
      .verdict = TOPOFIX_VERDICT_LOSES,
      .has_better = true },
    /* an image must not exceed what the flavor allows */
    { .os = "win7",
      .vcpus = 8,
      .flavor = { .maximum = { 0, 2, 1 } },
      .sockets = 8,
      .verdict = TOPOFIX_VERDICT_LOSES,
      .has_better = true },
    { .os = "debian12", .vcpus = 8, .sockets = 8, .verdict = TOPOFIX_VERDICT_LEGAL },
    { .os = "msdos6.22", .vcpus = 2, .sockets = 2, .verdict = TOPOFIX_VERDICT_UNFIXABLE },
};

static void
test_verdicts(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const struct topofix_guest guest = guest_of(cases[i].os, cases[i].vcpus);
        const struct topofix_nova_request request = { .vcpus = cases[i].vcpus,
                                                      .flavor = cases[i].flavor,
                                                      .image = cases[i].image,
                                                      .allows_threads = true };
        struct topofix_nova_verdict verdict;

        assert_int_equal(topofix_nova_verdict_make(&request, &guest, &host, &no_wishes, &verdict),
                         TOPOFIX_NOVA_OK);
        assert_true(verdict.guest.has_topology);
        assert_int_equal(verdict.guest.topology.count[TOPOFIX_LEVEL_SOCKETS], cases[i].sockets);
        assert_int_equal(verdict.diagnosis.verdict, cases[i].verdict);
        assert_int_equal(verdict.loses, cases[i].verdict != TOPOFIX_VERDICT_LEGAL);
        assert_int_equal(verdict.has_better, cases[i].has_better);
        assert_int_equal(verdict.has_image, cases[i].has_image);
        assert_memory_equal(&verdict.image, &cases[i].set, sizeof(verdict.image));
    }
}

/* What is proposed for any OS and number mends the loss as far as a topology can. */
static void
test_proposals_mend(void **state)
{
    unsigned proposed = 0;

    (void)state;
    for (size_t i = 0; i < topofix_limits_builtin.n_oses; i++) {
        for (unsigned vcpus = 1; vcpus <= 80; vcpus = vcpus * 3 / 2 + 1) {
            const struct topofix_guest guest = guest_of(topofix_limits_builtin.oses[i].id, vcpus);
            struct topofix_nova_request request = { .vcpus = vcpus, .allows_threads = true };
            struct topofix_nova_verdict verdict;
            struct topofix_nova_verdict after;

            assert_int_equal(
                topofix_nova_verdict_make(&request, &guest, &host, &no_wishes, &verdict),
                TOPOFIX_NOVA_OK);
            assert_int_equal(verdict.has_better, verdict.has_image); /* no flavor forbids it */
            if (verdict.has_image) {
                request.image = verdict.image;
                assert_int_equal(
                    topofix_nova_verdict_make(&request, &guest, &host, &no_wishes, &after),
                    TOPOFIX_NOVA_OK);
                assert_false(after.has_better);
                proposed++;
            }
        }
    }
    assert_true(proposed > 50);
}

/* Nova's exceptions are the caller's to report. */
static void
test_errors(void **state)
{
    const struct topofix_guest guest = guest_of("win7", 7);
    const struct topofix_nova_request request = { .vcpus = 7,
                                                  .image = { .maximum = { 2, 2, 1 } },
                                                  .allows_threads = true };
    struct topofix_nova_verdict verdict = { .has_image = true };

    (void)state;
    assert_int_equal(topofix_nova_verdict_make(&request, &guest, &host, &no_wishes, &verdict),
                     TOPOFIX_NOVA_LIMITS_IMPOSSIBLE);
    assert_true(verdict.has_image);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_verdicts),
        cmocka_unit_test(test_proposals_mend),
        cmocka_unit_test(test_errors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

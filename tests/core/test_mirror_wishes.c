/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/mirror.h"
#include "made_host.h"
#include "samples.h"

static const struct topofix_host any_host;
static const struct topofix_policy no_wishes;

/*
 * Two sockets are too many for one edition of two: without the wish, the fewest vCPUs that the
 * guest may use are more, and the most are not.
 */
static void
test_one_end_of_the_range(void **state)
{
    static const unsigned cpus[] = { 0, 1, 4, 5 };
    const struct topofix_policy two_sockets = { .wanted = { .count = { 2 } } };
    static struct made_host host;
    struct topofix_guest guest = topofix_sample_guest(&topofix_sample_desktop, 4);
    struct topofix_mirror mirror;

    (void)state;
    made_host_make(2, 1, 1, 4, 1, &host);
    made_host_pin(&host, &guest, cpus);
    mirror = topofix_mirror_find(&guest, &any_host, &no_wishes);
    assert_true(mirror.is_found);
    assert_topology(&mirror.topology, 1, 2, 1, 2, 1);
    mirror = topofix_mirror_find(&guest, &any_host, &two_sockets);
    assert_false(mirror.is_found);
}

/* Each reason once, whoever found it. */
static void
test_reasons_of_a_mirror(void **state)
{
    const struct topofix_mirror mirror = {
        .n_reasons = 2,
        .reasons = { { .code = TOPOFIX_REASON_MIRROR_FOLDED, .level = TOPOFIX_LEVEL_DIES },
                     { .code = TOPOFIX_REASON_MIRROR_FOLDED, .level = TOPOFIX_LEVEL_THREADS } },
    };
    struct topofix_diagnosis diagnosis = { .n_reasons = 0 };

    (void)state;
    for (int i = 0; i < 2; i++) {
        topofix_diagnosis_add_mirror(&diagnosis, &mirror);
        assert_int_equal(diagnosis.n_reasons, 2);
        assert_int_equal(diagnosis.reasons[0].level, TOPOFIX_LEVEL_DIES);
        assert_int_equal(diagnosis.reasons[1].level, TOPOFIX_LEVEL_THREADS);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_end_of_the_range),
        cmocka_unit_test(test_reasons_of_a_mirror),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "version_facts.h"

#include "testing.h"

/* Any of these is a difference by itself. */
static void
test_differences(void **state)
{
    const struct topofix_diagnosis plain = { .verdict = TOPOFIX_VERDICT_LEGAL };
    const struct topofix_diagnosis wants = { .verdict = TOPOFIX_VERDICT_LEGAL,
                                             .has_wanted = true,
                                             .wanted = topofix_topology_make(1, 1, 1, 4, 1) };
    const struct topofix_diagnosis wants_other = { .verdict = TOPOFIX_VERDICT_LEGAL,
                                                   .has_wanted = true,
                                                   .wanted = topofix_topology_make(2, 1, 1, 2, 1) };
    const struct topofix_diagnosis loses = { .verdict = TOPOFIX_VERDICT_LOSES };
    const struct topofix_diagnosis reason = { .verdict = TOPOFIX_VERDICT_LEGAL,
                                              .n_reasons = 1,
                                              .reasons = {
                                                  { .code = TOPOFIX_REASON_CELL_SPLITS_CORE } } };
    const struct topofix_diagnosis other_reason = {
        .verdict = TOPOFIX_VERDICT_LEGAL,
        .n_reasons = 1,
        .reasons = { { .code = TOPOFIX_REASON_HIDDEN_THREADS } }
    };
    const struct topofix_diagnosis *const all[] = { &plain, &wants,  &wants_other,
                                                    &loses, &reason, &other_reason };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
        for (size_t k = 0; k < ARRAY_SIZE(all); k++) {
            assert_int_equal(topofix_diagnoses_differ(all[i], all[k]), i != k);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_differences) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

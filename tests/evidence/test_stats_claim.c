/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/stats_claim.h"
#include "testing.h"

static const struct {
    unsigned long long ms[4];
    size_t count;
    unsigned n_used; /* 0: they do not tell */
    unsigned long long least_used_ms;
    unsigned long long most_unused_ms;
} cases[] = {
    { { 4000, 2000, 3, 6 }, 4, 2, 2000, 6 },
    { { 4000, 3, 2000, 6 }, 4, 2, 2000, 6 }, /* threads of one core may be the ones left out */
    { { 4000, 2000, 600, 900 }, 4, 4, 600, 0 },
    { { 500, 500, 30, 0 }, 4, 2, 500, 30 },
    { { 5000 }, 1, 1, 5000, 0 },
    /* not yet, or not clearly */
    { { 4000, 2000, 3, 200 }, 4, 0, 0, 0 },
    { { 4000, 499, 3, 3 }, 4, 0, 0, 0 },
    { { 4000, 2000, 3, 31 }, 4, 0, 0, 0 },
    { { 400, 300, 3, 3 }, 4, 0, 0, 0 },
    { { 3, 3, 3, 3 }, 4, 0, 0, 0 },
    { { 0 }, 0, 0, 0, 0 },
    /* a boot menu keeps the first one busy */
    { { 60000, 3, 3, 3 }, 4, 0, 0, 0 },
    { { 119999, 3, 3, 3 }, 4, 0, 0, 0 },
    { { 120000, 3, 3, 3 }, 4, 1, 120000, 3 },
};

static void
test_times(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        unsigned long long times[4];
        struct topofix_stats_reading reading = { .n_used = 0 };
        bool tells;

        for (size_t k = 0; k < ARRAY_SIZE(times); k++) {
            times[k] = cases[i].ms[k] * 1000000 + 999999;
        }
        tells = topofix_stats_read(times, cases[i].count, &reading);
        if (tells != (cases[i].n_used > 0) || reading.n_used != cases[i].n_used ||
            reading.least_used_ms != cases[i].least_used_ms ||
            reading.most_unused_ms != cases[i].most_unused_ms) {
            fail_msg("case %zu: %d, %u used, %llu and %llu ms", i, tells, reading.n_used,
                     reading.least_used_ms, reading.most_unused_ms);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_times) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

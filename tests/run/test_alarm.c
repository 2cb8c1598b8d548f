/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/alarm.h"
#include "testing.h"

static void
test_ranges(void **state)
{
    /* what the guidelines give as examples, and the values at both sides of each end */
    static const struct {
        const char *text;
        uint64_t value;
        bool is_crossed;
    } cases[] = {
        { "10", 0, false },      { "10", 10, false },        { "10", 11, true },
        { "10:", 9, true },      { "10:", 10, false },       { "10:", 1000000, false },
        { "~:10", 10, false },   { "~:10", 11, true },       { "10:20", 9, true },
        { "10:20", 10, false },  { "10:20", 20, false },     { "10:20", 21, true },
        { "@10:20", 9, false },  { "@10:20", 10, true },     { "@10:20", 20, true },
        { "@10:20", 21, false }, { "0", 0, false },          { "0", 1, true },
        { "@0", 0, true },       { "@0", 1, false },         { "@~:3", 3, true },
        { "~:", 12, false },     { "1000000000", 1, false }, { "@5:", 4, false },
        { "@5:", 5, true },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_threshold threshold = { .text = NULL };

        if (topofix_threshold_parse(cases[i].text, &threshold) < 0 ||
            topofix_threshold_is_crossed(&threshold, cases[i].value) != cases[i].is_crossed) {
            fail_msg("%s of %u", cases[i].text, (unsigned)cases[i].value);
        }
        assert_string_equal(threshold.text, cases[i].text);
    }
}

static void
test_what_is_no_range(void **state)
{
    static const char *const texts[] = { "",    ":",   "@",   "~",     "x",          "-1",  "+1",
                                         " 1",  "1 ",  "1.5", "20:10", "1:2:3",      "~5:", "@@1",
                                         "1:~", ":10", "5:x", "10%",   "1000000001", "1|2" };
    struct topofix_threshold threshold = { .text = "kept" };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
        if (topofix_threshold_parse(texts[i], &threshold) == 0) {
            fail_msg("'%s' is a range", texts[i]);
        }
    }
    assert_string_equal(threshold.text, "kept");
}

static char name[] = "d";

static void
add(struct topofix_tally *tally, enum topofix_verdict verdict, enum topofix_hold hold)
{
    const struct topofix_result result = {
        .name = name,
        .has_judgement = true,
        .judgement.assessment = { .is_selected = true,
                                  .hold = hold,
                                  .guest = { .vcpus = { .maximum = 8, .present = 8 } },
                                  .diagnosis = { .verdict = verdict,
                                                 .is_usable_known = true,
                                                 .usable_now = { .min = 2, .max = 4 } } },
    };

    topofix_tally_add(tally, &result);
}

static const struct topofix_thresholds none;

static void
check_verdict(enum topofix_verdict verdict, enum topofix_alarm expected)
{
    struct topofix_tally tally = { .domains = 0 };

    add(&tally, verdict, TOPOFIX_HOLD_NONE);
    assert_int_equal(topofix_alarm_of(&tally, &none), expected);
    add(&tally, TOPOFIX_VERDICT_LEGAL, TOPOFIX_HOLD_NONE);
    assert_int_equal(topofix_alarm_of(&tally, &none), expected);
    for (int hold = TOPOFIX_HOLD_NONE + 1; hold < TOPOFIX_HOLDS; hold++) {
        tally = (struct topofix_tally){ .domains = 0 };
        add(&tally, verdict, (enum topofix_hold)hold);
        assert_int_equal(topofix_alarm_of(&tally, &none), TOPOFIX_ALARM_OK);
        assert_int_equal(tally.open_unused, 0);
    }
}

static void
test_verdicts(void **state)
{
    (void)state;
    check_verdict(TOPOFIX_VERDICT_LEGAL, TOPOFIX_ALARM_OK);
    check_verdict(TOPOFIX_VERDICT_UNKNOWN_GUEST, TOPOFIX_ALARM_OK);
    check_verdict(TOPOFIX_VERDICT_MAY_LOSE, TOPOFIX_ALARM_WARNING);
    check_verdict(TOPOFIX_VERDICT_UNFIXABLE, TOPOFIX_ALARM_WARNING);
    check_verdict(TOPOFIX_VERDICT_LOSES, TOPOFIX_ALARM_CRITICAL);
    check_verdict(TOPOFIX_VERDICT_INVALID, TOPOFIX_ALARM_CRITICAL);
}

static void
test_pending_and_failed(void **state)
{
    struct topofix_tally tally = { .domains = 1, .open_pending = 1 };

    (void)state;
    assert_int_equal(topofix_alarm_of(&tally, &none), TOPOFIX_ALARM_WARNING);
    tally.open[TOPOFIX_VERDICT_LOSES] = 1;
    assert_int_equal(topofix_alarm_of(&tally, &none), TOPOFIX_ALARM_CRITICAL);
    tally.actions[TOPOFIX_ACTION_FAILED] = 1;
    assert_int_equal(topofix_alarm_of(&tally, &none), TOPOFIX_ALARM_UNKNOWN);
}

/* The number decides, and not the verdicts that made it. */
static void
test_thresholds(void **state)
{
    struct topofix_tally tally = { .domains = 0 };
    struct topofix_thresholds thresholds = { .warning = { .text = NULL } };

    (void)state;
    add(&tally, TOPOFIX_VERDICT_LOSES, TOPOFIX_HOLD_NONE);
    add(&tally, TOPOFIX_VERDICT_LOSES, TOPOFIX_HOLD_MANAGED);
    assert_int_equal(tally.open_unused, 4);
    assert_int_equal(topofix_threshold_parse("8", &thresholds.critical), 0);
    assert_int_equal(topofix_alarm_of(&tally, &thresholds), TOPOFIX_ALARM_OK);
    assert_int_equal(topofix_threshold_parse("3", &thresholds.warning), 0);
    assert_int_equal(topofix_alarm_of(&tally, &thresholds), TOPOFIX_ALARM_WARNING);
    assert_int_equal(topofix_threshold_parse("3", &thresholds.critical), 0);
    assert_int_equal(topofix_alarm_of(&tally, &thresholds), TOPOFIX_ALARM_CRITICAL);
    thresholds = (struct topofix_thresholds){ .warning = thresholds.warning };
    assert_int_equal(topofix_alarm_of(&tally, &thresholds), TOPOFIX_ALARM_WARNING);
    add(&tally, TOPOFIX_VERDICT_INVALID, TOPOFIX_HOLD_NONE);
    assert_int_equal(topofix_alarm_of(&tally, &thresholds), TOPOFIX_ALARM_CRITICAL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ranges),     cmocka_unit_test(test_what_is_no_range),
        cmocka_unit_test(test_verdicts),   cmocka_unit_test(test_pending_and_failed),
        cmocka_unit_test(test_thresholds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

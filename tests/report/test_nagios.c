/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "base/text.h"
#include "report/report.h"
#include "testing.h"

/* A report of results that are added one by one. */
struct run {
    struct topofix_report *report;
    struct topofix_tally tally;
    struct topofix_page page;
};

static struct run
begin(const struct topofix_nagios_settings *settings)
{
    return (struct run){ .report = topofix_report_nagios_new(settings) };
}

static void
add(struct run *run, const struct topofix_result *result)
{
    topofix_tally_add(&run->tally, result);
    topofix_report_result(run->report, result, &run->page);
    assert_int_equal(run->page.out.length, 0);
}

static void
add_verdict(struct run *run, const char *name, enum topofix_verdict verdict, enum topofix_hold hold)
{
    TOPOFIX_AUTO_FREE char *copy = topofix_strdup(name);
    const struct topofix_result result = {
        .name = copy,
        .label = "kvm1",
        .has_judgement = true,
        .judgement.assessment = { .is_selected = true,
                                  .hold = hold,
                                  .guest = { .vcpus = { .maximum = 8, .present = 8 } },
                                  .diagnosis = { .verdict = verdict,
                                                 .is_usable_known = true,
                                                 .usable_now = { .min = 2, .max = 4 } } },
    };

    add(run, &result);
}

static void
add_failure(struct run *run, const char *name, const char *message)
{
    TOPOFIX_AUTO_FREE char *copy = name ? topofix_strdup(name) : NULL;
    struct topofix_result result = { .name = copy, .action = TOPOFIX_ACTION_FAILED };

    topofix_error_set(&result.error, TOPOFIX_ERROR_CONNECTION, "%s", message);
    add(run, &result);
}

/* The one line, which is to be freed. */
static char *
end(struct run *run)
{
    char *line;

    topofix_report_end(run->report, &run->tally, &run->page);
    topofix_report_free(run->report);
    assert_int_equal(run->page.err.length, 0);
    line = topofix_buffer_take(&run->page.out);
    topofix_page_done(&run->page);
    assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
    assert_true(strlen(line) < 1024);
    return line;
}

static const struct topofix_nagios_settings plain;

static void
test_line(void **state)
{
    struct run run = begin(&plain);

    (void)state;
    add_verdict(&run, "win7", TOPOFIX_VERDICT_LOSES, TOPOFIX_HOLD_NONE);
    add_verdict(&run, "fine", TOPOFIX_VERDICT_LEGAL, TOPOFIX_HOLD_NONE);
    add_verdict(&run, "win10", TOPOFIX_VERDICT_LOSES, TOPOFIX_HOLD_NONE);
    add_verdict(&run, "held", TOPOFIX_VERDICT_LOSES, TOPOFIX_HOLD_IGNORED);
    add_verdict(&run, "cad", TOPOFIX_VERDICT_MAY_LOSE, TOPOFIX_HOLD_NONE);
    TOPOFIX_AUTO_FREE char *line = end(&run);
    assert_string_equal(
        line, "TOPOFIX CRITICAL - 2 of 5 domains lose vCPUs: win7, win10; 1 of 5 domains "
              "may lose vCPUs: cad; 5 domains, 1 on hold, 16 vCPUs unused | domains=5;;;0 "
              "failed=0;;;0 invalid=0;;0;0 loses=2;;0;0 may_lose=1;0;;0 unfixable=0;0;;0 "
              "pending=0;0;;0 unknown_guest=0;;;0 legal=1;;;0 vcpus_unused=16;;;0\n");
}

static void
test_nothing_is_wrong(void **state)
{
    struct run run = begin(&plain);

    (void)state;
    add_verdict(&run, "held", TOPOFIX_VERDICT_INVALID, TOPOFIX_HOLD_MANAGED);
    TOPOFIX_AUTO_FREE char *line = end(&run);
    assert_contains(line, "TOPOFIX OK - 1 domain, 1 on hold, 0 vCPUs unused | domains=1;;;0 ");
}

static void
test_thresholds_are_told(void **state)
{
    struct topofix_nagios_settings settings = { .tells_host = true };
    struct run run;

    (void)state;
    assert_int_equal(topofix_threshold_parse("3", &settings.thresholds.warning), 0);
    assert_int_equal(topofix_threshold_parse("~:20", &settings.thresholds.critical), 0);
    run = begin(&settings);
    add_verdict(&run, "win7", TOPOFIX_VERDICT_LOSES, TOPOFIX_HOLD_NONE);
    TOPOFIX_AUTO_FREE char *line = end(&run);
    assert_contains(line, "TOPOFIX WARNING - 1 of 1 domain loses vCPUs: kvm1/win7; 1 domain, ");
    assert_contains(line, " invalid=0;;0;0 loses=1;;;0 ");
    assert_contains(line, " vcpus_unused=4;3;~:20;0\n");
}

static void
test_failures(void **state)
{
    struct run run = begin(&plain);

    (void)state;
    add_failure(&run, NULL, "qemu:///system: no such socket");
    TOPOFIX_AUTO_FREE char *alone = end(&run);
    assert_string_equal(alone, "TOPOFIX UNKNOWN - qemu:///system: no such socket\n");
    run = begin(&plain);
    add_failure(&run, "gone", "no such domain");
    add_verdict(&run, "win7", TOPOFIX_VERDICT_LOSES, TOPOFIX_HOLD_NONE);
    TOPOFIX_AUTO_FREE char *both = end(&run);
    assert_contains(both, "TOPOFIX UNKNOWN - 1 failure: gone: no such domain; 1 of 2 domains ");
    assert_contains(both, " failed=1;;;0 ");
}

/* Whatever domains are called: one line, one bar, UTF-8, and not too long. */
static void
test_hostile_names(void **state)
{
    static const char *const names[] = {
        "a|b=1;2;3;4", "x\n| loses=0;;0;0", "\033[31mred\r", "\xff\xfe|", "'quoted' \"too\"; ",
    };
    char longest[400];
    struct run run = begin(&plain);

    (void)state;
    memset(longest, 0, sizeof(longest));
    for (size_t i = 0; i + 3 < sizeof(longest); i += 2) {
        longest[i] = '\xc3';
        longest[i + 1] = '\xbc';
    }
    for (size_t i = 0; i < 100; i++) {
        const char *name = i % 6 < 5 ? names[i % 6] : longest;

        add_failure(&run, name, longest);
        for (int verdict = 0; verdict < TOPOFIX_VERDICTS; verdict++) {
            add_verdict(&run, name, (enum topofix_verdict)verdict, TOPOFIX_HOLD_NONE);
        }
    }
    TOPOFIX_AUTO_FREE char *line = end(&run);
    TOPOFIX_AUTO_FREE char *copy = topofix_strdup(line);
    char *bar = strchr(line, '|');
    assert_non_null(bar);
    assert_null(strchr(bar + 1, '|'));
    assert_contains(bar, "| domains=700;;;0 failed=100;;;0 invalid=100;;0;0 ");
    assert_contains(line, "a/b=1;2;3;4: ");
    assert_contains(line, ": a/b=1;2;3;4, x / loses=0;;0;0,  [31mred , ?\?/, ");
    assert_contains(line, "... and 99 more; ");
    topofix_text_clean(copy);
    copy[strlen(line) - 1] = '\n'; /* the one at the end */
    assert_string_equal(copy, line);
}

/* As many domains as there can be: the longest line. */
static void
test_length(void **state)
{
    struct run run = begin(&plain);
    const size_t many = 9999999;

    (void)state;
    for (size_t i = 0; i < 10; i++) {
        add_failure(&run, "a-name-that-is-rather-long-for-a-domain",
                    "a reason that is as long as "
                    "reasons are where somebody has taken the pains to say what was found and what "
                    "was expected and also what is to be done about it");
        for (int verdict = 0; verdict < TOPOFIX_VERDICTS; verdict++) {
            add_verdict(&run, "a-name-that-is-rather-long-for-a-domain",
                        (enum topofix_verdict)verdict, TOPOFIX_HOLD_NONE);
        }
    }
    run.tally.domains = many;
    run.tally.open_unused = many;
    run.tally.holds[TOPOFIX_HOLD_IGNORED] = many;
    run.tally.verdicts[TOPOFIX_VERDICT_UNKNOWN_GUEST] = many;
    TOPOFIX_AUTO_FREE char *line = end(&run);
    assert_contains(line, " vcpus_unused=9999999;;;0\n");
    assert_true(strlen(line) < 1024 - 5 * 3 * 6); /* seven digits instead of two in six groups */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line),     cmocka_unit_test(test_nothing_is_wrong),
        cmocka_unit_test(test_failures), cmocka_unit_test(test_thresholds_are_told),
        cmocka_unit_test(test_length),   cmocka_unit_test(test_hostile_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

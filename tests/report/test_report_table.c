/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "cells.h"
#include "judgement_samples.h"
#include "report/report.h"
#include "summary.h"

static const char loses[] = WIN7("", "<vcpu>4</vcpu>", "");
static const char loses_more[] = WIN7("", "<vcpu>16</vcpu>", "");
static const char may_lose[] = WIN7("", "<vcpu>4</vcpu>", CPU("sockets='2' cores='2' threads='1'"));
static const char legal[] = WIN7("", "<vcpu>4</vcpu>", CPU("sockets='1' cores='4' threads='1'"));
static const char invalid[] = WIN7("", "<vcpu>4</vcpu>", CPU("sockets='1' cores='3' threads='1'"));
static const char ignored[] = WIN7(RECORD("<topofix:ignore/>"), "<vcpu>4</vcpu>", "");
static const char unknown[] = "<domain><name>x</name><vcpu>6</vcpu></domain>";

static struct topofix_result
result_of(const char *name, const char *text)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    struct topofix_result result = {
        .uri = "fake:///", .label = "host", .has_judgement = true, .name = topofix_strdup(name)
    };

    judge(text, &request, &result.judgement);
    result.judgement.assessment.running.state = TOPOFIX_STATE_SHUT_OFF;
    if (result.judgement.assessment.changes) {
        result.action = TOPOFIX_ACTION_WOULD_CHANGE;
    }
    return result;
}

/* The table of domains with these texts, each named by its letter, the first "a". */
static void
check_table(const struct topofix_table_settings *table, const char *const *texts,
            const char *expected, const char *expected_beside)
{
    const struct topofix_report_settings settings = {
        .style = { .run = TOPOFIX_RUN_JUDGE }, .all = true, .has_summary = true, .table = *table
    };
    TOPOFIX_AUTO_DONE(page) struct topofix_page page = { .out = { .bytes = NULL } };
    struct topofix_report *report = topofix_report_table_new(&settings);
    struct topofix_tally tally = { .domains = 0 };

    topofix_report_begin(report, 1, &page);
    for (size_t i = 0; texts[i]; i++) {
        char name[] = { (char)('a' + (char)i), '\0' };
        struct topofix_result result = result_of(name, texts[i]);

        topofix_tally_add(&tally, &result);
        topofix_report_result(report, &result, &page);
        topofix_result_done(&result);
    }
    assert_int_equal(page.out.length, 0);
    topofix_report_end(report, &tally, &page);
    topofix_report_free(report);
    assert_string_equal(topofix_buffer_text(&page.out), expected);
    if (expected_beside) {
        assert_string_equal(topofix_buffer_text(&page.err), expected_beside);
    }
}

static void
test_worst_first(void **state)
{
    static const struct topofix_table_settings table;
    static const char *const texts[] = { legal, unknown, may_lose,   loses,   legal,
                                         legal, invalid, loses_more, ignored, NULL };

    (void)state;
    check_table(
        &table, texts,
        "VERDICT       DOMAIN STATE    GUEST OS  USED      NOW    FIX\n"
        "invalid       g      shut off Windows 7 ? of 4    1x3x1  1x4x1\n"
        "loses         h      shut off Windows 7 1-2 of 16 16x1x1 1x16x1\n"
        "loses         d      shut off Windows 7 1-2 of 4  4x1x1  1x4x1\n"
        "loses         i      shut off Windows 7 1-2 of 4  4x1x1  (on hold: ignored, naming it "
        "lifts that)\n"
        "may-lose      c      shut off Windows 7 2-4 of 4  2x2x1  (written by hand: --only "
        "may-lose, or --edition)\n"
        "unknown-guest b      shut off ?         ? of 6    6x1x1  --os ID\n"
        "legal         3 domains (-v lists them)\n",
        "virt-topofix: 9 domains: 3 legal, 3 loses, 1 may-lose, 1 invalid, 1 unknown-guest, 3 "
        "would change, 1 on hold, 18-23 vCPUs unused\n"
        "virt-topofix: 18 vCPUs are unused whatever the editions, 23 if they are those that use "
        "the fewest; what 2 domains use is not known, and not counted as unused\n"
        "virt-topofix: a fix changes 3 domains; of the others, 1 is on hold, 1 is as somebody "
        "wrote it (--only may-lose), 1 is of an unknown guest (--os)\n"
        "virt-topofix: preview: --dry-run --all; fix: --all\n");
}

static void
test_all_is_well(void **state)
{
    static const struct topofix_table_settings table;
    static const struct topofix_table_settings whole = { .is_whole = true, .lacks_headings = true };
    static const char *const one[] = { legal, NULL };
    static const char *const none[] = { NULL };

    (void)state;
    check_table(&table, one, "legal 1 domain (-v lists it)\n",
                "virt-topofix: 1 domain: 1 legal, 0 vCPUs unused\n");
    check_table(&whole, one, "legal a shut off Windows 7 4 of 4 1x4x1\n", NULL);
    check_table(&table, none, "", "virt-topofix: 0 domains: 0 vCPUs unused\n");
}

static void
test_columns_and_sort(void **state)
{
    static const char *const texts[] = { loses, legal, loses_more, unknown, NULL };
    struct topofix_table_settings table = { .is_whole = true };

    (void)state;
    topofix_columns_add(&table.columns, TOPOFIX_COLUMN_DOMAIN);
    topofix_columns_add(&table.columns, TOPOFIX_COLUMN_UNUSED);
    topofix_columns_add(&table.columns, TOPOFIX_COLUMN_DOMAIN);
    table.sort = TOPOFIX_COLUMN_DOMAIN;
    check_table(&table, texts,
                "DOMAIN UNUSED\n"
                "a         2-3\n"
                "b           0\n"
                "c       14-15\n"
                "d           ?\n",
                NULL);
    table.sort = TOPOFIX_COLUMN_UNUSED;
    check_table(&table, texts,
                "DOMAIN UNUSED\n"
                "c       14-15\n"
                "a         2-3\n"
                "b           0\n"
                "d           ?\n",
                NULL);
    table.sort = TOPOFIX_COLUMN_VCPUS; /* not shown */
    table.lacks_headings = true;
    check_table(&table, texts,
                "a   2-3\n"
                "b     0\n"
                "d     ?\n"
                "c 14-15\n",
                NULL);
}

/* Many of unknown guests are one line, too, so that what loses is seen. */
static void
test_many_unknown(void **state)
{
    static const struct topofix_table_settings table;
    static const struct topofix_table_settings whole = { .is_whole = true };
    const struct topofix_table_settings *const both[] = { &table, &whole };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(both); i++) {
        const struct topofix_report_settings settings = { .table = *both[i], .is_quiet = true };
        TOPOFIX_AUTO_DONE(page) struct topofix_page page = { .out = { .bytes = NULL } };
        struct topofix_report *report = topofix_report_table_new(&settings);
        struct topofix_tally tally = { .domains = 0 };
        size_t n_lines = 0;

        for (size_t k = 0; k < 101; k++) {
            struct topofix_result result = result_of("x", k == 50 ? loses : unknown);

            topofix_report_result(report, &result, &page);
            topofix_result_done(&result);
        }
        topofix_report_end(report, &tally, &page);
        topofix_report_free(report);
        for (const char *p = page.out.bytes; *p; p++) {
            n_lines += *p == '\n';
        }
        assert_int_equal(n_lines, i == 0 ? 3 : 102);
        if (i == 0) {
            assert_contains(page.out.bytes, "unknown-guest 100 domains (--only unknown-guest lists "
                                            "them, --os ID says what one is)\n");
        }
    }
}

/* Each column is in the table once, has a title, and can be shown of any domain. */
static void
test_every_column(void **state)
{
    static const char *const texts[] = { loses, legal, may_lose, invalid, ignored, unknown };

    (void)state;
    for (int column = 0; column < TOPOFIX_COLUMNS; column++) {
        const char *title = topofix_column_look((enum topofix_column)column)->title;
        size_t n_filled = 0;

        assert_true(strlen(title) > 0);
        for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
            TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
            struct topofix_result result = result_of("x", texts[i]);

            topofix_cell_format((enum topofix_column)column, &result, &text);
            assert_null(strchr(topofix_buffer_text(&text), '\n'));
            n_filled += text.length > 0;
            topofix_result_done(&result);
        }
        /* nothing runs here, no edition is known, and the XML has no UUID */
        if (column != TOPOFIX_COLUMN_RUNNING && column != TOPOFIX_COLUMN_EDITION &&
            column != TOPOFIX_COLUMN_UUID) {
            assert_true(n_filled > 0);
        }
    }
}

/* Others' names neither steer the terminal nor break a row. */
static void
test_names_are_clean(void **state)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct topofix_result result = result_of("a\033[2J\nb\xff", loses);

    (void)state;
    topofix_cell_format(TOPOFIX_COLUMN_DOMAIN, &result, &text);
    assert_string_equal(text.bytes, "a [2J b?");
    topofix_result_done(&result);
}

/* Numbers that are equal need no explanation. */
static void
test_summary_of_nothing(void **state)
{
    struct topofix_tally tally = { .domains = 3, .unused_least = 2, .unused_most = 2 };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    (void)state;
    topofix_summary_unused(&tally, &text);
    topofix_summary_prospects(&tally, TOPOFIX_GOAL_FIX, &text);
    assert_int_equal(text.length, 0);
    tally.prospects[TOPOFIX_PROSPECT_BEYOND] = 2;
    topofix_summary_prospects(&tally, TOPOFIX_GOAL_FIX, &text);
    assert_string_equal(text.bytes, "a fix changes nothing: 2 have no topology that helps\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worst_first),        cmocka_unit_test(test_all_is_well),
        cmocka_unit_test(test_columns_and_sort),   cmocka_unit_test(test_every_column),
        cmocka_unit_test(test_many_unknown),       cmocka_unit_test(test_names_are_clean),
        cmocka_unit_test(test_summary_of_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

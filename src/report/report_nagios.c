/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/text.h"
#include "report/report.h"

/* What a line tells of, the worst first. */
enum group {
    GROUP_FAILED,
    GROUP_INVALID,
    GROUP_LOSES,
    GROUP_MAY_LOSE,
    GROUP_UNFIXABLE,
    GROUP_PENDING,
    GROUPS
};

/* How many domains, of how many, and then their names. */
static const struct {
    const char *label; /* of the performance data */
    const char *one;
    const char *several;
    enum topofix_alarm alarm; /* that one of them raises */
} looks[] = {
    [GROUP_FAILED] = { "failed", "failure", "failures", TOPOFIX_ALARM_UNKNOWN },
    [GROUP_INVALID] = { "invalid", "is invalid", "are invalid", TOPOFIX_ALARM_CRITICAL },
    [GROUP_LOSES] = { "loses", "loses vCPUs", "lose vCPUs", TOPOFIX_ALARM_CRITICAL },
    [GROUP_MAY_LOSE] = { "may_lose", "may lose vCPUs", "may lose vCPUs", TOPOFIX_ALARM_WARNING },
    [GROUP_UNFIXABLE] = { "unfixable", "is unfixable", "are unfixable", TOPOFIX_ALARM_WARNING },
    [GROUP_PENDING] = { "pending", "is pending", "are pending", TOPOFIX_ALARM_WARNING },
};
_Static_assert(COUNT_OF(looks) == GROUPS, "a look per group");

/*
 * In bytes. The longest line, with all groups and counts of seven digits, stays below the 1024 that
 * NRPE 2 hands on, which matters because the performance data stands behind the names.
 */
enum { NAME_MAX_BYTES = 32, ERROR_MAX_BYTES = 200, NAMES_END = 420, NAMES_KEPT = 8 };

struct report_nagios {
    struct topofix_report common; /* first, so that a pointer to one is a pointer to the other */
    struct topofix_nagios_settings settings;
    char *names[GROUPS][NAMES_KEPT]; /* the first ones */
    size_t counts[GROUPS];
};

/* Somebody's words within the line: the bar would begin the performance data. */
static char *
tame(const char *words, size_t max_bytes)
{
    char *text = topofix_strdup(words);
    size_t length;

    topofix_text_clean(text);
    for (char *bar = strchr(text, '|'); bar; bar = strchr(bar, '|')) {
        *bar = '/';
    }
    length = strlen(text);
    if (length > max_bytes) {
        length = max_bytes - strlen("...");
        while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80) {
            length--; /* not within a character */
        }
        memcpy(text + length, "...", sizeof("..."));
    }
    return text;
}

static void
add_name(struct report_nagios *report, enum group group, const struct topofix_result *result)
{
    const char *host = report->settings.tells_host && result->label ? result->label : "";
    const char *name = result->name ? result->name : "";
    bool has_failed = group == GROUP_FAILED;
    TOPOFIX_AUTO_FREE char *words =
        topofix_sprintf("%s%s%s%s%s", host, *host ? "/" : "", name, has_failed && *name ? ": " : "",
                        has_failed ? result->error.message : "");
    size_t count = report->counts[group]++;

    if (count < NAMES_KEPT) {
        report->names[group][count] = tame(words, has_failed ? ERROR_MAX_BYTES : NAME_MAX_BYTES);
    }
}

static void
nagios_result(struct topofix_report *common, const struct topofix_result *result,
              struct topofix_page *page)
{
    static const enum group groups[TOPOFIX_VERDICTS] = {
        [TOPOFIX_VERDICT_INVALID] = GROUP_INVALID,
        [TOPOFIX_VERDICT_LOSES] = GROUP_LOSES,
        [TOPOFIX_VERDICT_MAY_LOSE] = GROUP_MAY_LOSE,
        [TOPOFIX_VERDICT_UNFIXABLE] = GROUP_UNFIXABLE,
    };
    struct report_nagios *report = (struct report_nagios *)common;
    enum group group;

    (void)page; /* the state is known at the end */
    if (!topofix_result_counts(result)) {
        return;
    }
    if (result->action == TOPOFIX_ACTION_FAILED) {
        add_name(report, GROUP_FAILED, result);
    }
    if (!result->has_judgement || result->judgement.assessment.hold != TOPOFIX_HOLD_NONE) {
        return;
    }
    group = groups[topofix_result_verdict(result)];
    if (group != GROUP_FAILED) { /* which stands for none here */
        add_name(report, group, result);
    }
    if (topofix_pending_is_due(topofix_result_pending(result))) {
        add_name(report, GROUP_PENDING, result);
    }
}

/* "2 of 8 domains lose vCPUs: win7, win10; ", "1 failure: REASON; " */
static void
add_group(const struct report_nagios *report, enum group group, size_t n_domains,
          struct topofix_buffer *line)
{
    size_t count = report->counts[group];
    size_t n_told = 0;

    topofix_buffer_add_format(line, "%zu ", count);
    if (group != GROUP_FAILED) { /* which need not be of domains */
        topofix_buffer_add_format(line, "of %zu domain%s ", n_domains, n_domains == 1 ? "" : "s");
    }
    topofix_buffer_add_text(line, count == 1 ? looks[group].one : looks[group].several);
    while (n_told < count && n_told < NAMES_KEPT &&
           line->length + strlen(report->names[group][n_told]) < NAMES_END) {
        topofix_buffer_add_format(line, "%s%s", n_told == 0 ? ": " : ", ",
                                  report->names[group][n_told]);
        n_told++;
    }
    if (n_told > 0 && n_told < count) {
        topofix_buffer_add_format(line, " and %zu more", count - n_told);
    }
    topofix_buffer_add_text(line, "; ");
}

/* The sum of what is told, on hold or not. */
static void
add_sum(const struct topofix_tally *tally, struct topofix_buffer *line)
{
    size_t n_held = 0;

    for (int hold = TOPOFIX_HOLD_NONE + 1; hold < TOPOFIX_HOLDS; hold++) {
        n_held += tally->holds[hold];
    }
    topofix_buffer_add_format(line, "%zu domain%s", tally->domains, tally->domains == 1 ? "" : "s");
    if (n_held > 0) {
        topofix_buffer_add_format(line, ", %zu on hold", n_held);
    }
    if (tally->verdicts[TOPOFIX_VERDICT_UNKNOWN_GUEST] > 0) {
        topofix_buffer_add_format(line, ", %zu of unknown guests",
                                  tally->verdicts[TOPOFIX_VERDICT_UNKNOWN_GUEST]);
    }
    topofix_buffer_add_format(line, ", %zu vCPU%s unused", tally->open_unused,
                              tally->open_unused == 1 ? "" : "s");
}

/* 'label'=value;warn;crit;min;max, of which all but value may be empty. */
static void
add_datum(const char *label, size_t value, const char *warning, const char *critical,
          struct topofix_buffer *line)
{
    topofix_buffer_add_format(line, " %s=%zu;%s;%s;0", label, value, warning ? warning : "",
                              critical ? critical : "");
}

static void
add_data(const struct report_nagios *report, const struct topofix_tally *tally,
         struct topofix_buffer *line)
{
    const struct topofix_thresholds *thresholds = &report->settings.thresholds;
    bool counts_vcpus = topofix_thresholds_are_set(thresholds);

    topofix_buffer_add_text(line, " |");
    add_datum("domains", tally->domains, NULL, NULL, line);
    for (int group = 0; group < GROUPS; group++) {
        bool raises = !counts_vcpus || group == GROUP_INVALID;
        enum topofix_alarm alarm = raises ? looks[group].alarm : TOPOFIX_ALARM_OK;

        add_datum(looks[group].label, report->counts[group],
                  alarm == TOPOFIX_ALARM_WARNING ? "0" : NULL,
                  alarm == TOPOFIX_ALARM_CRITICAL ? "0" : NULL, line);
    }
    add_datum("unknown_guest", tally->open[TOPOFIX_VERDICT_UNKNOWN_GUEST], NULL, NULL, line);
    add_datum("legal", tally->open[TOPOFIX_VERDICT_LEGAL], NULL, NULL, line);
    add_datum("vcpus_unused", tally->open_unused, thresholds->warning.text,
              thresholds->critical.text, line);
    topofix_buffer_add_text(line, "\n");
}

static void
nagios_end(struct topofix_report *common, const struct topofix_tally *tally,
           struct topofix_page *page)
{
    const struct report_nagios *report = (const struct report_nagios *)common;
    enum topofix_alarm alarm = topofix_alarm_of(tally, &report->settings.thresholds);
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer line = { .bytes = NULL };

    topofix_buffer_add_format(&line, "TOPOFIX %s - ", topofix_alarm_name(alarm));
    if (tally->domains == 0 && report->counts[GROUP_FAILED] > 0) { /* no number is known */
        topofix_buffer_add_format(&line, "%s\n", report->names[GROUP_FAILED][0]);
    } else {
        for (int group = 0; group < GROUPS; group++) {
            if (report->counts[group] > 0) {
                add_group(report, (enum group)group, tally->domains, &line);
            }
        }
        add_sum(tally, &line);
        add_data(report, tally, &line);
    }
    topofix_buffer_add(&page->out, line.bytes, line.length);
}

static void
nagios_free(struct topofix_report *common)
{
    struct report_nagios *report = (struct report_nagios *)common;

    for (int group = 0; group < GROUPS; group++) {
        for (size_t i = 0; i < NAMES_KEPT; i++) {
            free(report->names[group][i]);
        }
    }
    free(report);
}

struct topofix_report *
topofix_report_nagios_new(const struct topofix_nagios_settings *settings)
{
    static const struct topofix_report_ops ops = { .result = nagios_result,
                                                   .end = nagios_end,
                                                   .free = nagios_free };
    struct report_nagios *report = topofix_alloc(1, sizeof(*report));

    report->common.ops = &ops;
    report->settings = *settings;
    return &report->common;
}

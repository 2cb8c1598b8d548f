/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/alarm.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/number.h"

static const char *const names[] = {
    [TOPOFIX_ALARM_OK] = "OK",
    [TOPOFIX_ALARM_WARNING] = "WARNING",
    [TOPOFIX_ALARM_CRITICAL] = "CRITICAL",
    [TOPOFIX_ALARM_UNKNOWN] = "UNKNOWN",
};
_Static_assert(COUNT_OF(names) == TOPOFIX_ALARMS, "a name per state");

/* Digits and nothing else. */
static int
parse_count(const char *text, size_t length, uint64_t *ret_count)
{
    TOPOFIX_AUTO_FREE char *digits = topofix_strndup(text, length);
    unsigned count;

    if (strspn(digits, "0123456789") != length ||
        topofix_count_parse(digits, TOPOFIX_THRESHOLD_MAX, &count) < 0) {
        return -1;
    }
    *ret_count = count;
    return 0;
}

int
topofix_threshold_parse(const char *text, struct topofix_threshold *ret_threshold)
{
    struct topofix_threshold threshold = { .text = text, .end = UINT64_MAX };
    const char *colon = strchr(text, ':');
    const char *start = text;
    const char *end;

    threshold.is_inside = *start == '@';
    start += threshold.is_inside;
    end = colon ? colon + 1 : start;
    if (colon && !(colon == start + 1 && *start == '~') &&
        parse_count(start, (size_t)(colon - start), &threshold.start) < 0) {
        return -1;
    }
    if (!(colon && *end == '\0') && parse_count(end, strlen(end), &threshold.end) < 0) {
        return -1;
    }
    if (threshold.start > threshold.end) {
        return -1;
    }
    *ret_threshold = threshold;
    return 0;
}

bool
topofix_threshold_is_crossed(const struct topofix_threshold *threshold, uint64_t value)
{
    bool is_within = threshold->start <= value && value <= threshold->end;

    return threshold->text && is_within == threshold->is_inside;
}

bool
topofix_thresholds_are_set(const struct topofix_thresholds *thresholds)
{
    return thresholds->warning.text || thresholds->critical.text;
}

enum topofix_alarm
topofix_alarm_of(const struct topofix_tally *tally, const struct topofix_thresholds *thresholds)
{
    const size_t *open = tally->open;
    bool is_critical = open[TOPOFIX_VERDICT_LOSES] > 0;
    bool is_warning = open[TOPOFIX_VERDICT_MAY_LOSE] > 0 || open[TOPOFIX_VERDICT_UNFIXABLE] > 0 ||
                      tally->open_pending > 0;

    if (tally->actions[TOPOFIX_ACTION_FAILED] > 0) {
        return TOPOFIX_ALARM_UNKNOWN;
    }
    if (topofix_thresholds_are_set(thresholds)) {
        is_critical = topofix_threshold_is_crossed(&thresholds->critical, tally->open_unused);
        is_warning = topofix_threshold_is_crossed(&thresholds->warning, tally->open_unused);
    }
    if (is_critical || open[TOPOFIX_VERDICT_INVALID] > 0) {
        return TOPOFIX_ALARM_CRITICAL;
    }
    return is_warning ? TOPOFIX_ALARM_WARNING : TOPOFIX_ALARM_OK;
}

const char *
topofix_alarm_name(enum topofix_alarm alarm)
{
    return names[alarm];
}

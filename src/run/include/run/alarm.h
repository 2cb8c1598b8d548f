/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * alarm: what a check found, as one of the four states of monitoring systems. The rules for states
 * and ranges are those of the Monitoring Plugins Development Guidelines,
 * https://www.monitoring-plugins.org/doc/guidelines.html.
 */
#ifndef TOPOFIX_ALARM_H
#define TOPOFIX_ALARM_H

#include "run/tally.h"

/* The values are the exit statuses of plugins. */
enum topofix_alarm {
    TOPOFIX_ALARM_OK,
    TOPOFIX_ALARM_WARNING,
    TOPOFIX_ALARM_CRITICAL,
    TOPOFIX_ALARM_UNKNOWN,
    TOPOFIX_ALARMS
};

/* The largest number of a range. */
enum { TOPOFIX_THRESHOLD_MAX = 1000000000 };

/* A range of counts, ends included, outside of which (is_inside: inside of which) a value raises an
 * alarm. */
struct topofix_threshold {
    const char *text; /* as it was written, borrowed; NULL: there is none */
    bool is_inside;
    uint64_t start;
    uint64_t end; /* UINT64_MAX: there is none */
};

struct topofix_thresholds {
    struct topofix_threshold warning;
    struct topofix_threshold critical;
};

/*
 * Reads "[@][START:][END]", in which START may be "~" for no lower end: "10" is 0 to 10, "10:" at
 * least 10, "@10:20" is an alarm from 10 to 20. Counts are whole numbers of at most
 * TOPOFIX_THRESHOLD_MAX. Returns 0, or -1 with *ret_threshold untouched.
 */
int
topofix_threshold_parse(const char *text, struct topofix_threshold *ret_threshold);

/* Whether a value raises the alarm; false where there is no threshold. */
bool
topofix_threshold_is_crossed(const struct topofix_threshold *threshold, uint64_t value);

/* Whether thresholds decide, and not the verdicts. */
bool
topofix_thresholds_are_set(const struct topofix_thresholds *thresholds);

/*
 * The state of a check, of which domains on hold are no part. UNKNOWN: anything failed. CRITICAL: a
 * topology is invalid, a guest loses vCPUs. WARNING: a guest may lose vCPUs, loses some that no
 * topology gives it, or is pending. With thresholds the vCPUs that are unused whatever the editions
 * decide instead, but for failures and for what is invalid.
 */
enum topofix_alarm
topofix_alarm_of(const struct topofix_tally *tally, const struct topofix_thresholds *thresholds);

/* "CRITICAL". */
const char *
topofix_alarm_name(enum topofix_alarm alarm);

#endif

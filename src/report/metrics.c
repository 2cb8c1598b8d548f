/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/metrics.h"

#include <inttypes.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/text.h"

/* The values of the labels, as in JSON. */
static const char *const hold_words[] = {
    [TOPOFIX_HOLD_NONE] = "none",
    [TOPOFIX_HOLD_TRANSIENT] = "transient",
    [TOPOFIX_HOLD_MANAGED] = "managed",
    [TOPOFIX_HOLD_IGNORED] = "ignored",
};
_Static_assert(COUNT_OF(hold_words) == TOPOFIX_HOLDS, "a word per hold");

static const char *const pending_words[] = {
    [TOPOFIX_PENDING_UNKNOWN] = "unknown",
    [TOPOFIX_PENDING_NONE] = "none",
    [TOPOFIX_PENDING_RESTART] = "restart",
    [TOPOFIX_PENDING_SAVED_STATE] = "saved-state",
};
_Static_assert(COUNT_OF(pending_words) == TOPOFIX_PENDINGS, "a word per kind of pending");

/*
 * Adds a label's value: a string from outside, repaired to UTF-8, with a backslash before
 * characters that would end it.
 */
static void
add_value(const char *value, struct topofix_buffer *text)
{
    TOPOFIX_AUTO_FREE char *copy = topofix_strdup(value ? value : "");

    topofix_text_repair(copy);
    topofix_buffer_add_text(text, "\"");
    for (const char *at = copy; *at; at++) {
        if (*at == '\n') {
            topofix_buffer_add_text(text, "\\n");
        } else {
            topofix_buffer_add(text, "\\", *at == '"' || *at == '\\');
            topofix_buffer_add(text, at, 1);
        }
    }
    topofix_buffer_add_text(text, "\"");
}

static const char unused_least_name[] = "virt_topofix_domain_vcpus_unused_least";
static const char unused_most_name[] = "virt_topofix_domain_vcpus_unused_most";

/* Adds the labels of a domain's samples. */
static void
add_labels(const char *uri, const char *uuid, const char *name, struct topofix_buffer *text)
{
    topofix_buffer_add_text(text, "{uri=");
    add_value(uri, text);
    topofix_buffer_add_text(text, ",domain=");
    add_value(name, text);
    topofix_buffer_add_text(text, ",uuid=");
    add_value(uuid, text);
    topofix_buffer_add_text(text, "}");
}

void
topofix_metrics_add(struct topofix_metrics *metrics, const char *uri, const char *uuid,
                    const struct topofix_outcome *outcome)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer labels = { .bytes = NULL };

    metrics->failed += outcome->has_failed;
    if (!outcome->has_judgement) {
        return;
    }
    metrics->domains[outcome->verdict][outcome->hold]++;
    metrics->pending[outcome->pending]++;
    if (outcome->is_unused_known) {
        add_labels(uri, uuid, outcome->name, &labels);
        topofix_buffer_add_format(&metrics->unused_least, "%s%s %u\n", unused_least_name,
                                  topofix_buffer_text(&labels), outcome->unused.min);
        topofix_buffer_add_format(&metrics->unused_most, "%s%s %u\n", unused_most_name,
                                  topofix_buffer_text(&labels), outcome->unused.max);
    }
}

void
topofix_metrics_add_result(struct topofix_metrics *metrics, const struct topofix_result *result)
{
    struct topofix_outcome outcome;

    if (!topofix_result_counts(result)) {
        return;
    }
    if (!result->name) {
        metrics->connections_down++;
        return;
    }
    topofix_outcome_of_result(result, &outcome);
    topofix_metrics_add(metrics, result->uri, result->uuid, &outcome);
    topofix_outcome_done(&outcome);
}

static void
add_head(const char *name, const char *type, const char *help, struct topofix_buffer *text)
{
    topofix_buffer_add_format(text, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* Adds a metric without labels. */
static void
add_number(const char *name, const char *type, const char *help, uint64_t value,
           struct topofix_buffer *text)
{
    add_head(name, type, help, text);
    topofix_buffer_add_format(text, "%s %" PRIu64 "\n", name, value);
}

/* Zeros are included, because gaps in a series cannot be compared with its past. */
static void
add_domains(const struct topofix_metrics *metrics, struct topofix_buffer *text)
{
    add_head("virt_topofix_domains", "gauge", "Domains by verdict and by what holds a fix back.",
             text);
    for (int verdict = 0; verdict < TOPOFIX_VERDICTS; verdict++) {
        for (int hold = 0; hold < TOPOFIX_HOLDS; hold++) {
            topofix_buffer_add_format(
                text, "virt_topofix_domains{verdict=\"%s\",hold=\"%s\"} %" PRIu64 "\n",
                topofix_verdict_name((enum topofix_verdict)verdict), hold_words[hold],
                metrics->domains[verdict][hold]);
        }
    }
    add_head("virt_topofix_domains_pending", "gauge",
             "Domains by what must happen before their definition is in force.", text);
    for (int pending = 0; pending < TOPOFIX_PENDINGS; pending++) {
        topofix_buffer_add_format(text,
                                  "virt_topofix_domains_pending{pending=\"%s\"} %" PRIu64 "\n",
                                  pending_words[pending], metrics->pending[pending]);
    }
    add_number("virt_topofix_domains_failed", "gauge",
               "Domains that could not be read, or not be fixed, at the last look.",
               metrics->failed, text);
}

static void
add_unused(const struct topofix_metrics *metrics, struct topofix_buffer *text)
{
    if (metrics->unused_least.length == 0) {
        return;
    }
    add_head(unused_least_name, "gauge",
             "Present vCPUs that the guest does not use, whatever its edition.", text);
    topofix_buffer_add(text, metrics->unused_least.bytes, metrics->unused_least.length);
    add_head(unused_most_name, "gauge",
             "Present vCPUs that the guest does not use if it is the edition that uses the fewest.",
             text);
    topofix_buffer_add(text, metrics->unused_most.bytes, metrics->unused_most.length);
}

void
topofix_metrics_format(const struct topofix_metrics *metrics, struct topofix_buffer *ret_text)
{
    add_head("virt_topofix_build_info", "gauge", "The program that wrote this file.", ret_text);
    topofix_buffer_add_text(ret_text,
                            "virt_topofix_build_info{version=\"" TOPOFIX_VERSION "\"} 1\n");
    add_domains(metrics, ret_text);
    add_unused(metrics, ret_text);
    add_number("virt_topofix_connections_down", "gauge",
               "Connections to hypervisors that are not open.", metrics->connections_down,
               ret_text);
    if (metrics->has_totals) {
        add_number("virt_topofix_fixes_total", "counter",
                   "Fixes written since the watch was started.", metrics->fixes_total, ret_text);
        add_number("virt_topofix_failures_total", "counter",
                   "Looks at a domain that failed since the watch was started.",
                   metrics->failures_total, ret_text);
    }
    if (metrics->last_pass > 0) {
        add_number("virt_topofix_last_pass_timestamp_seconds", "gauge",
                   "When all domains had been looked at, in seconds since 1970.",
                   (uint64_t)metrics->last_pass, ret_text);
    }
}

void
topofix_metrics_done(struct topofix_metrics *metrics)
{
    topofix_buffer_done(&metrics->unused_least);
    topofix_buffer_done(&metrics->unused_most);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/smp_report.h"

#include "base/alloc.h"
#include "forms/words.h"
#include "json.h"
#include "knowledge/limits_words.h"
#include "report/limits_report.h"
#include "report/reason_text.h"

bool
topofix_smp_reading_matters(const struct topofix_smp_reading *reading)
{
    enum topofix_verdict verdict = reading->diagnosis.verdict;

    return reading->diagnosis.n_reasons > 0 ||
           (verdict != TOPOFIX_VERDICT_LEGAL && verdict != TOPOFIX_VERDICT_UNKNOWN_GUEST);
}

static struct topofix_reason_context
context_of(const struct topofix_smp_report *report, const struct topofix_smp_reading *reading)
{
    return (struct topofix_reason_context){ .guest = &reading->guest,
                                            .policy = report->policy,
                                            .machine = report->machine,
                                            .subject = "it" };
}

void
topofix_smp_report_add_text(const struct topofix_smp_report *report,
                            const struct topofix_smp_reading *reading, bool is_verbose,
                            struct topofix_buffer *ret_text)
{
    const struct topofix_reason_context context = context_of(report, reading);
    const struct topofix_diagnosis *diagnosis = &reading->diagnosis;
    char topology[TOPOFIX_TOPOLOGY_TEXT_MAX];

    topofix_words_topology(&reading->smp.topology, topology);
    topofix_buffer_add_format(
        ret_text, "%s%s%sQEMU makes %s of it: %s", reading->machines ? "with " : "",
        reading->machines ? reading->machines : "", reading->machines ? ", " : "", topology,
        topofix_verdict_name(diagnosis->verdict));
    for (size_t i = 0; i < diagnosis->n_reasons; i++) {
        const struct topofix_number *number = diagnosis->reasons[i].number;

        topofix_buffer_add_text(ret_text, i == 0 ? ": " : "; ");
        topofix_reason_add_text(&diagnosis->reasons[i], &context, ret_text);
        if (is_verbose && number && number->source) {
            topofix_buffer_add_text(ret_text, " [");
            topofix_limits_source(number, ret_text);
            topofix_buffer_add_text(ret_text, "]");
        }
    }
    if (diagnosis->is_usable_known) {
        topofix_buffer_add_text(ret_text, ": ");
        topofix_words_range(&diagnosis->usable_now, reading->guest.vcpus.present, ret_text);
        topofix_buffer_add_text(ret_text, " vCPUs are used");
    }
}

static struct json_object *
usable_object(const struct topofix_diagnosis *diagnosis)
{
    struct json_object *object;

    if (!diagnosis->is_usable_known) {
        return NULL;
    }
    object = topofix_json_object_new();
    topofix_json_put_count(object, "min", diagnosis->usable_now.min);
    topofix_json_put_count(object, "max", diagnosis->usable_now.max);
    return object;
}

static struct json_object *
reasons_array(const struct topofix_smp_report *report, const struct topofix_smp_reading *reading)
{
    const struct topofix_reason_context context = context_of(report, reading);
    struct json_object *array = topofix_json_array_new();

    for (size_t i = 0; i < reading->diagnosis.n_reasons; i++) {
        const struct topofix_reason *reason = &reading->diagnosis.reasons[i];
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer source = { .bytes = NULL };
        struct json_object *object = topofix_json_object_new();

        topofix_reason_add_text(reason, &context, &text);
        if (reason->number) {
            topofix_limits_source(reason->number, &source);
        }
        topofix_json_put_text(object, "code", topofix_reason_name(reason->code));
        topofix_json_put_text(object, "text", topofix_buffer_text(&text));
        topofix_json_put_text(object, "source",
                              source.length > 0 ? topofix_buffer_text(&source) : NULL);
        topofix_json_array_add(array, object);
    }
    return array;
}

static struct json_object *
reading_object(const struct topofix_smp_report *report, const struct topofix_smp_reading *reading)
{
    struct json_object *object = topofix_json_object_new();

    topofix_json_put_text(object, "machines", reading->machines);
    topofix_json_put(object, "topology", topofix_json_topology(&reading->smp.topology));
    topofix_json_put_text(object, "verdict", topofix_verdict_name(reading->diagnosis.verdict));
    topofix_json_put(object, "usable", usable_object(&reading->diagnosis));
    topofix_json_put(object, "reasons", reasons_array(report, reading));
    return object;
}

void
topofix_smp_report_add_json(const struct topofix_smp_report *report,
                            struct topofix_buffer *ret_text)
{
    struct json_object *object = topofix_json_object_new();
    struct json_object *readings = topofix_json_array_new();

    for (size_t i = 0; i < report->n_readings; i++) {
        topofix_json_array_add(readings, reading_object(report, &report->readings[i]));
    }
    topofix_json_put(object, "version", topofix_json_checked(json_object_new_int(1)));
    topofix_json_put_text(object, "argument", report->argument);
    topofix_json_put_text(object, "result", report->result);
    topofix_json_put(object, "readings", readings);
    topofix_json_finish(object, ret_text);
}

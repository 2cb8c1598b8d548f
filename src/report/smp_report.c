/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/smp_report.h"

#include "diagnosis_text.h"
#include "forms/words.h"
#include "json.h"

bool
topofix_smp_reading_matters(const struct topofix_smp_reading *reading)
{
    return topofix_diagnosis_matters(&reading->diagnosis);
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
    char topology[TOPOFIX_TOPOLOGY_TEXT_MAX];

    topofix_words_topology(&reading->smp.topology, topology);
    topofix_buffer_add_format(
        ret_text, "%s%s%sQEMU makes %s of it: ", reading->machines ? "with " : "",
        reading->machines ? reading->machines : "", reading->machines ? ", " : "", topology);
    topofix_diagnosis_add_text(&reading->diagnosis, &context, is_verbose, ret_text);
}

static struct json_object *
reading_object(const struct topofix_smp_report *report, const struct topofix_smp_reading *reading)
{
    const struct topofix_reason_context context = context_of(report, reading);
    struct json_object *object = topofix_json_object_new();

    topofix_json_put_text(object, "machines", reading->machines);
    topofix_json_put(object, "topology", topofix_json_topology(&reading->smp.topology));
    topofix_diagnosis_put_json(&reading->diagnosis, &context, object);
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

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/emit_report.h"

#include "diagnosis_text.h"
#include "forms/words.h"
#include "json.h"

static struct topofix_reason_context
context_of(const struct topofix_emit_report *report)
{
    return (struct topofix_reason_context){ .guest = report->guest,
                                            .policy = report->policy,
                                            .machine = report->machine,
                                            .subject = "it" };
}

bool
topofix_emit_report_matters(const struct topofix_emit_report *report)
{
    return topofix_diagnosis_matters(&report->diagnosis);
}

void
topofix_emit_report_add_text(const struct topofix_emit_report *report, bool is_verbose,
                             struct topofix_buffer *ret_text)
{
    const struct topofix_reason_context context = context_of(report);
    char topology[TOPOFIX_TOPOLOGY_TEXT_MAX];

    topofix_words_topology(&report->guest->topology, topology);
    topofix_buffer_add_format(ret_text, "%s: ", topology);
    topofix_diagnosis_add_text(&report->diagnosis, &context, is_verbose, ret_text);
}

void
topofix_emit_report_add_json(const struct topofix_emit_report *report,
                             struct topofix_buffer *ret_text)
{
    const struct topofix_reason_context context = context_of(report);
    struct json_object *object = topofix_json_object_new();
    struct json_object *vcpus = topofix_json_object_new();

    topofix_json_put_count(vcpus, "maximum", report->guest->vcpus.maximum);
    topofix_json_put_count(vcpus, "current", report->guest->vcpus.present);
    topofix_json_put(object, "version", topofix_json_checked(json_object_new_int(1)));
    topofix_json_put_text(object, "form", topofix_emit_words[report->form]);
    topofix_json_put_text(object, "fragment", report->fragment);
    topofix_json_put(object, "vcpus", vcpus);
    topofix_json_put(object, "topology", topofix_json_topology(&report->guest->topology));
    topofix_diagnosis_put_json(&report->diagnosis, &context, object);
    topofix_json_finish(object, ret_text);
}

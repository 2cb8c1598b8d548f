/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "diagnosis_text.h"

#include "forms/words.h"
#include "knowledge/limits_words.h"

bool
topofix_diagnosis_matters(const struct topofix_diagnosis *diagnosis)
{
    return diagnosis->n_reasons > 0 || (diagnosis->verdict != TOPOFIX_VERDICT_LEGAL &&
                                        diagnosis->verdict != TOPOFIX_VERDICT_UNKNOWN_GUEST);
}

void
topofix_diagnosis_add_text(const struct topofix_diagnosis *diagnosis,
                           const struct topofix_reason_context *context, bool is_verbose,
                           struct topofix_buffer *ret_text)
{
    topofix_buffer_add_text(ret_text, topofix_verdict_name(diagnosis->verdict));
    for (size_t i = 0; i < diagnosis->n_reasons; i++) {
        const struct topofix_number *number = diagnosis->reasons[i].number;

        topofix_buffer_add_text(ret_text, i == 0 ? ": " : "; ");
        topofix_reason_add_text(&diagnosis->reasons[i], context, ret_text);
        if (is_verbose && number && number->source) {
            topofix_buffer_add_text(ret_text, " [");
            topofix_limits_source(number, ret_text);
            topofix_buffer_add_text(ret_text, "]");
        }
    }
    if (diagnosis->is_usable_known) {
        topofix_buffer_add_text(ret_text, ": ");
        topofix_words_range(&diagnosis->usable_now, context->guest->vcpus.present, ret_text);
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
reasons_array(const struct topofix_diagnosis *diagnosis,
              const struct topofix_reason_context *context)
{
    struct json_object *array = topofix_json_array_new();

    for (size_t i = 0; i < diagnosis->n_reasons; i++) {
        const struct topofix_reason *reason = &diagnosis->reasons[i];
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer source = { .bytes = NULL };
        struct json_object *object = topofix_json_object_new();

        topofix_reason_add_text(reason, context, &text);
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

void
topofix_diagnosis_put_json(const struct topofix_diagnosis *diagnosis,
                           const struct topofix_reason_context *context, struct json_object *object)
{
    topofix_json_put_text(object, "verdict", topofix_verdict_name(diagnosis->verdict));
    topofix_json_put(object, "usable", usable_object(diagnosis));
    topofix_json_put(object, "reasons", reasons_array(diagnosis, context));
}

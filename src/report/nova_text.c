/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/nova_text.h"

#include "diagnosis_text.h"
#include "forms/nova_image.h"
#include "forms/words.h"
#include "json_nova.h"

static const struct topofix_policy no_wishes;

static struct topofix_reason_context
context_of(const struct topofix_nova_verdict *verdict)
{
    return (struct topofix_reason_context){ .guest = &verdict->guest,
                                            .policy = &no_wishes,
                                            .subject = "it" };
}

void
topofix_nova_text_verdict(const struct topofix_nova_verdict *verdict, bool is_verbose,
                          struct topofix_buffer *ret_text)
{
    const struct topofix_reason_context context = context_of(verdict);
    char topology[TOPOFIX_TOPOLOGY_TEXT_MAX];

    topofix_words_topology(&verdict->guest.topology, topology);
    topofix_buffer_add_format(ret_text, "Nova chooses %s: ", topology);
    topofix_diagnosis_add_text(&verdict->diagnosis, &context, is_verbose, ret_text);
    if (verdict->has_image) {
        topofix_buffer_add_text(ret_text, "; to set: ");
        topofix_nova_image_command(&verdict->image, ret_text);
    } else if (verdict->has_better) {
        topofix_buffer_add_text(ret_text, "; the flavor allows nothing better, whatever the image "
                                          "says");
    }
}

static void
put_property(const char *name, long long value, void *context)
{
    topofix_json_put(context, name, topofix_json_checked(json_object_new_int64(value)));
}

struct json_object *
topofix_json_nova_image(const struct topofix_nova_values *image)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer command = { .bytes = NULL };
    struct json_object *object = topofix_json_object_new();
    struct json_object *properties = topofix_json_object_new();

    topofix_nova_image_command(image, &command);
    topofix_nova_image_each(image, put_property, properties);
    topofix_json_put_text(object, "command", topofix_buffer_text(&command));
    topofix_json_put(object, "properties", properties);
    return object;
}

struct json_object *
topofix_json_nova_verdict(const struct topofix_nova_verdict *verdict)
{
    const struct topofix_reason_context context = context_of(verdict);
    struct json_object *object = topofix_json_object_new();

    topofix_json_put(object, "topology", topofix_json_topology(&verdict->guest.topology));
    topofix_diagnosis_put_json(&verdict->diagnosis, &context, object);
    topofix_json_put(object, "image",
                     verdict->has_image ? topofix_json_nova_image(&verdict->image) : NULL);
    return object;
}

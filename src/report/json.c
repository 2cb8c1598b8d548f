/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "json.h"

#include <stdbool.h>

#include "base/alloc.h"
#include "base/text.h"

static bool
is_ascii(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text >= 0x80) {
            return false;
        }
    }
    return true;
}

void
topofix_json_put_text(struct json_object *object, const char *key, const char *text)
{
    TOPOFIX_AUTO_FREE char *copy = NULL;

    /* control characters of ASCII, such as the line breaks of a diff, are json-c's to escape */
    if (text && !is_ascii(text)) {
        copy = topofix_strdup(text);
        topofix_text_repair(copy);
        text = copy;
    }
    topofix_json_put(object, key, text ? json_object_new_string(text) : NULL);
}

void
topofix_json_finish(struct json_object *object, struct topofix_buffer *ret_text)
{
    topofix_buffer_add_text(
        ret_text,
        json_object_to_json_string_ext(object, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
                                                   JSON_C_TO_STRING_NOSLASHESCAPE));
    topofix_buffer_add_text(ret_text, "\n");
    json_object_put(object);
}

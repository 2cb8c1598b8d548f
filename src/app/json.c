/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "json.h"

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

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

    /* json-c escapes ASCII control characters, such as the newlines of a diff */
    if (text && !is_ascii(text)) {
        copy = topofix_strdup(text);
        topofix_text_repair(copy);
        text = copy;
    }
    topofix_json_put(object, key, text ? topofix_json_checked(json_object_new_string(text)) : NULL);
}

static void
add_escape(unsigned code, struct topofix_buffer *text)
{
    if (code > 0xffff) {
        code -= 0x10000;
        topofix_buffer_add_format(text, "\\u%04x\\u%04x", 0xd800 + (code >> 10),
                                  0xdc00 + (code & 0x3ff));
    } else {
        topofix_buffer_add_format(text, "\\u%04x", code);
    }
}

static void
add_indentation(int depth, struct topofix_buffer *text)
{
    for (int i = 0; i < depth; i++) {
        topofix_buffer_add_text(text, "  ");
    }
}

/*
 * Control characters beyond ASCII occur only within strings. Escaping them keeps the data but
 * protects a terminal. json-c escapes those of ASCII itself, except DEL, so that a newline is one
 * of the layout.
 */
static void
add_escaped(const char *json, int depth, struct topofix_buffer *text)
{
    const char *from = json;

    for (const char *at = json; *at; at++) {
        unsigned code;
        size_t length = (unsigned char)*at < 0x7f ? 0 : topofix_text_hostile(at, &code);

        if (length > 0) {
            topofix_buffer_add(text, from, (size_t)(at - from));
            add_escape(code, text);
            from = at + length;
            at = from - 1;
        } else if (*at == '\n' && depth > 0) {
            topofix_buffer_add(text, from, (size_t)(at + 1 - from));
            add_indentation(depth, text);
            from = at + 1;
        }
    }
    topofix_buffer_add_text(text, from);
}

struct json_object *
topofix_json_topology(const struct topofix_topology *topology)
{
    struct json_object *object = topofix_json_object_new();

    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        topofix_json_put_count(object, topofix_level_name((enum topofix_level)level),
                               topology->count[level]);
    }
    return object;
}

/* Frees the object. */
static void
add_object(struct json_object *object, int layout, int depth, struct topofix_buffer *text)
{
    const char *json =
        json_object_to_json_string_ext(object, layout | JSON_C_TO_STRING_NOSLASHESCAPE);

    if (json) {
        add_escaped(json, depth, text);
    } else {
        topofix_alloc_failed();
    }
    json_object_put(object);
}

void
topofix_json_part_add(struct json_object *object, int depth, struct topofix_buffer *text)
{
    add_object(object, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED, depth, text);
}

void
topofix_json_finish(struct json_object *object, struct topofix_buffer *ret_text)
{
    topofix_json_part_add(object, 0, ret_text);
    topofix_buffer_add_text(ret_text, "\n");
}

void
topofix_json_finish_line(struct json_object *object, struct topofix_buffer *ret_text)
{
    add_object(object, JSON_C_TO_STRING_PLAIN, 0, ret_text);
    topofix_buffer_add_text(ret_text, "\n");
}

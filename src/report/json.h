/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * json: the few ways in which reports put values into JSON objects. The only file that sees json-c
 * beside the reports themselves.
 */
#ifndef TOPOFIX_JSON_H
#define TOPOFIX_JSON_H

#include <json-c/json.h>
#include <stdint.h>

#include "base/buffer.h"

static inline void
topofix_json_put(struct json_object *object, const char *key, struct json_object *value)
{
    json_object_object_add(object, key, value);
}

/* null for NULL. What is no UTF-8 is made so: JSON is nothing else. */
void
topofix_json_put_text(struct json_object *object, const char *key, const char *text);

static inline void
topofix_json_put_count(struct json_object *object, const char *key, uint64_t count)
{
    topofix_json_put(object, key, json_object_new_uint64(count));
}

/* null for 0, which stands for "no limit known". */
static inline void
topofix_json_put_limit(struct json_object *object, const char *key, unsigned limit)
{
    topofix_json_put(object, key, limit > 0 ? json_object_new_uint64(limit) : NULL);
}

/* Appends the object as text and a newline, and frees it. */
void
topofix_json_finish(struct json_object *object, struct topofix_buffer *ret_text);

/* The same as one line. */
void
topofix_json_finish_line(struct json_object *object, struct topofix_buffer *ret_text);

#endif

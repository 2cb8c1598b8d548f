/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * json: the few ways in which reports put values into JSON objects. The only file that sees json-c
 * beside the reports themselves.
 */
#ifndef TOPOFIX_JSON_H
#define TOPOFIX_JSON_H

#include <json-c/json.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "core/topology.h"

/* json-c returns NULL where no memory is left, which would else be a null that nobody meant. */
static inline struct json_object *
topofix_json_checked(struct json_object *value)
{
    if (!value) {
        topofix_alloc_failed();
    }
    return value;
}

static inline struct json_object *
topofix_json_object_new(void)
{
    return topofix_json_checked(json_object_new_object());
}

static inline struct json_object *
topofix_json_array_new(void)
{
    return topofix_json_checked(json_object_new_array());
}

/* Takes over value, as the next one. */
static inline void
topofix_json_put(struct json_object *object, const char *key, struct json_object *value)
{
    if (json_object_object_add(object, key, value) < 0) {
        topofix_alloc_failed();
    }
}

static inline void
topofix_json_array_add(struct json_object *array, struct json_object *value)
{
    if (json_object_array_add(array, value) < 0) {
        topofix_alloc_failed();
    }
}

/* null for NULL. What is no UTF-8 is made so: JSON is nothing else. */
void
topofix_json_put_text(struct json_object *object, const char *key, const char *text);

static inline void
topofix_json_put_count(struct json_object *object, const char *key, uint64_t count)
{
    topofix_json_put(object, key, topofix_json_checked(json_object_new_uint64(count)));
}

/* null for 0, which stands for "no limit known". */
static inline void
topofix_json_put_limit(struct json_object *object, const char *key, unsigned limit)
{
    topofix_json_put(object, key,
                     limit > 0 ? topofix_json_checked(json_object_new_uint64(limit)) : NULL);
}

/* The count of each level, by its name. */
struct json_object *
topofix_json_topology(const struct topofix_topology *topology);

/* Appends the object as text and a newline, and frees it. */
void
topofix_json_finish(struct json_object *object, struct topofix_buffer *ret_text);

/* The same as one line. */
void
topofix_json_finish_line(struct json_object *object, struct topofix_buffer *ret_text);

#endif

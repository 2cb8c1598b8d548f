/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * json: helpers that put values into JSON objects. Apart from the reports themselves, only this
 * file uses json-c.
 */
#ifndef TOPOFIX_JSON_H
#define TOPOFIX_JSON_H

#include <json-c/json.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "core/topology.h"

/* json-c returns NULL if memory runs out. Unchecked, that would become a null in the output. */
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

/* Takes ownership of value, like topofix_json_array_add(). */
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

/* Puts null for NULL. JSON requires UTF-8, so invalid bytes are replaced. */
void
topofix_json_put_text(struct json_object *object, const char *key, const char *text);

static inline void
topofix_json_put_count(struct json_object *object, const char *key, uint64_t count)
{
    topofix_json_put(object, key, topofix_json_checked(json_object_new_uint64(count)));
}

/* Puts null for 0, which means that no limit is known. */
static inline void
topofix_json_put_limit(struct json_object *object, const char *key, unsigned limit)
{
    topofix_json_put(object, key,
                     limit > 0 ? topofix_json_checked(json_object_new_uint64(limit)) : NULL);
}

/* An object with the count of each level, by its name. */
struct json_object *
topofix_json_topology(const struct topofix_topology *topology);

/*
 * Appends the object as text, as a part of a document that stands depth levels below its root: all
 * lines but the first are indented for it, and there is no final newline. Frees the object.
 */
void
topofix_json_part_add(struct json_object *object, int depth, struct topofix_buffer *text);

/* Appends the object as text with a final newline, and frees it. */
void
topofix_json_finish(struct json_object *object, struct topofix_buffer *ret_text);

/* The same, on one line. */
void
topofix_json_finish_line(struct json_object *object, struct topofix_buffer *ret_text);

#endif

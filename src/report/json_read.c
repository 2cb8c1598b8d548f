/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "json_read.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"

static const char *
type_of(struct json_object *value)
{
    static const char *const types[] = {
        [json_type_null] = "null",         [json_type_boolean] = "a boolean",
        [json_type_double] = "a fraction", [json_type_int] = "a number",
        [json_type_object] = "an object",  [json_type_array] = "a list",
        [json_type_string] = "a text",
    };

    return types[json_object_get_type(value)];
}

static void
extend(const char *path, const char *key, char ret_path[TOPOFIX_JSON_PATH_MAX])
{
    (void)snprintf(ret_path, TOPOFIX_JSON_PATH_MAX, "%.100s%s%.50s", path,
                   path[0] != '\0' ? "." : "", key);
}

int
topofix_json_fail(const struct topofix_json_place *place, const char *key,
                  struct topofix_error *err, const char *format, ...)
{
    char message[256];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(message, sizeof(message), format, args);
    va_end(args);
    return topofix_error_set(err, TOPOFIX_ERROR_INPUT, "%s%s%s: %s", place->path,
                             place->path[0] != '\0' ? "." : "", key, message);
}

/* json-c 0.18 takes bytes above 127 for control characters where it is strict. */
static int
strictness(void)
{
    return json_c_version_num() < (18 << 8) ? JSON_TOKENER_STRICT : 0;
}

/* Whether only white space follows, which json-c leaves to the caller where it is not strict. */
static bool
is_blank(const char *bytes, size_t begin, size_t end)
{
    while (begin < end && bytes[begin] != '\0' && strchr(" \t\r\n", bytes[begin])) {
        begin++;
    }
    return begin == end;
}

/*
 * At most what json-c needs for the values, without their texts. An empty object alone takes 700
 * bytes, for two in the text. What stands in texts is counted, too: there is little of it, and
 * json-c 0.18, which also takes single quotes, may see other texts than a scanner.
 */
static size_t
weigh(const char *bytes, size_t length)
{
    static const unsigned short weights[256] = {
        ['{'] = 768, /* an object with a table of 16 members */
        ['['] = 384, /* a list with room for 32 values */
        [','] = 96,  /* one more value, and its place */
        [':'] = 160, /* the key of a member, and its place */
    };
    size_t weight = 0;

    for (size_t i = 0; i < length; i++) {
        weight += weights[(unsigned char)bytes[i]];
    }
    return weight;
}

struct json_object *
topofix_json_parse(const char *bytes, size_t length, struct topofix_error *err)
{
    struct json_tokener *tokener;
    struct json_object *object = NULL;
    enum json_tokener_error problem;
    size_t end;

    if (weigh(bytes, length) > TOPOFIX_JSON_VALUES_MIB * (size_t)1024 * 1024) {
        topofix_error_set(err, TOPOFIX_ERROR_INPUT, "more values than fit into %d MiB",
                          TOPOFIX_JSON_VALUES_MIB);
        return NULL;
    }
    tokener = json_tokener_new();
    if (!tokener || length > INT_MAX) {
        topofix_alloc_failed();
    }
    json_tokener_set_flags(tokener, strictness() | JSON_TOKENER_VALIDATE_UTF8);
    object = json_tokener_parse_ex(tokener, bytes, (int)length);
    problem = json_tokener_get_error(tokener);
    end = json_tokener_get_parse_end(tokener);
    json_tokener_free(tokener);
    if (problem == json_tokener_continue || length == 0) {
        topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                          "byte %zu: ends within the document, expected the rest of it", length);
    } else if (problem != json_tokener_success || !json_object_is_type(object, json_type_object)) {
        topofix_error_set(
            err, TOPOFIX_ERROR_INPUT, "byte %zu: found %s, expected the JSON of one run", end,
            problem != json_tokener_success ? json_tokener_error_desc(problem) : type_of(object));
    } else if (!is_blank(bytes, end, length)) {
        topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                          "byte %zu: found unexpected characters, expected the JSON of one run",
                          end);
    } else {
        return object;
    }
    json_object_put(object);
    return NULL;
}

/* The member, or NULL for null and where there is none. */
static struct json_object *
member_of(const struct topofix_json_place *place, const char *key)
{
    struct json_object *value = NULL;

    if (place->object) {
        (void)json_object_object_get_ex(place->object, key, &value);
    }
    return value;
}

static int
check_type(const struct topofix_json_place *place, const char *key, struct json_object *value,
           enum json_type type, const char *expected, struct topofix_error *err)
{
    return value && !json_object_is_type(value, type)
               ? topofix_json_fail(place, key, err, "found %s, expected %s", type_of(value),
                                   expected)
               : 0;
}

int
topofix_json_text(const struct topofix_json_place *place, const char *key, const char **ret_text,
                  struct topofix_error *err)
{
    struct json_object *value = member_of(place, key);

    if (check_type(place, key, value, json_type_string, "a text or null", err) < 0) {
        return -1;
    }
    *ret_text = value ? json_object_get_string(value) : NULL;
    return 0;
}

int
topofix_json_word(const struct topofix_json_place *place, const char *key, const char *const *words,
                  size_t n_words, unsigned none, unsigned *ret_word, struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer expected = { .bytes = NULL };
    const char *text;

    if (topofix_json_text(place, key, &text, err) < 0) {
        return -1;
    }
    if (!text) {
        *ret_word = none;
        return 0;
    }
    for (size_t i = 0; i < n_words; i++) {
        if (words[i] && strcmp(words[i], text) == 0) {
            *ret_word = (unsigned)i;
            return 0;
        }
        topofix_buffer_add_format(&expected, "%s%s", expected.length > 0 && words[i] ? ", " : "",
                                  words[i] ? words[i] : "");
    }
    return topofix_json_fail(place, key, err, "found '%.60s', expected one of %s", text,
                             topofix_buffer_text(&expected));
}

int
topofix_json_count(const struct topofix_json_place *place, const char *key, unsigned least,
                   unsigned most, unsigned *ret_count, struct topofix_error *err)
{
    struct json_object *value = member_of(place, key);

    if (!json_object_is_type(value, json_type_int)) {
        return topofix_json_fail(place, key, err, "found %s, expected a number of %u to %u",
                                 type_of(value), least, most);
    }
    if (json_object_get_int64(value) < least || json_object_get_int64(value) > most) {
        return topofix_json_fail(place, key, err, "found %.40s, expected a number of %u to %u",
                                 json_object_get_string(value), least, most);
    }
    *ret_count = (unsigned)json_object_get_int64(value);
    return 0;
}

int
topofix_json_member(const struct topofix_json_place *place, const char *key,
                    struct topofix_json_place *ret_member, struct topofix_error *err)
{
    struct json_object *value = member_of(place, key);

    if (check_type(place, key, value, json_type_object, "an object or null", err) < 0) {
        return -1;
    }
    ret_member->object = value;
    extend(place->path, key, ret_member->path);
    return 0;
}

int
topofix_json_list(const struct topofix_json_place *place, const char *key,
                  struct json_object **ret_list, struct topofix_error *err)
{
    struct json_object *value = member_of(place, key);

    if (check_type(place, key, value, json_type_array, "a list or null", err) < 0) {
        return -1;
    }
    *ret_list = value;
    return 0;
}

int
topofix_json_item(const struct topofix_json_place *place, const char *key, struct json_object *list,
                  size_t number, struct topofix_json_place *ret_item, struct topofix_error *err)
{
    struct json_object *value = json_object_array_get_idx(list, number);
    char item[64];

    (void)snprintf(item, sizeof(item), "%s[%zu]", key, number);
    if (!json_object_is_type(value, json_type_object)) {
        return topofix_json_fail(place, item, err, "found %s, expected an object", type_of(value));
    }
    ret_item->object = value;
    extend(place->path, item, ret_item->path);
    return 0;
}

int
topofix_json_read_topology(const struct topofix_json_place *place, const char *key,
                           struct topofix_topology *ret_topology, bool *ret_is_there,
                           struct topofix_error *err)
{
    struct topofix_json_place topology;

    if (topofix_json_member(place, key, &topology, err) < 0) {
        return -1;
    }
    *ret_is_there = topology.object != NULL;
    for (int level = 0; level < TOPOFIX_LEVELS && *ret_is_there; level++) {
        if (topofix_json_count(&topology, topofix_level_name((enum topofix_level)level), 1,
                               UINT_MAX, &ret_topology->count[level], err) < 0) {
            return -1;
        }
    }
    return 0;
}

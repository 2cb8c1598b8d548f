/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "inspect/answer.h"

#include <json-c/json.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/text.h"

enum { VERSION = 1, DEPTH_MAX = 4 };

static const char *const keys[] = {
    [TOPOFIX_INSPECT_TYPE] = "type",          [TOPOFIX_INSPECT_DISTRO] = "distro",
    [TOPOFIX_INSPECT_OSINFO] = "osinfo",      [TOPOFIX_INSPECT_PRODUCT] = "product",
    [TOPOFIX_INSPECT_VARIANT] = "variant",    [TOPOFIX_INSPECT_EDITION] = "edition",
    [TOPOFIX_INSPECT_VERSION] = "os_version", [TOPOFIX_INSPECT_BUILD] = "build",
};
_Static_assert(COUNT_OF(keys) == TOPOFIX_INSPECT_FIELDS, "a key per field");

static const char key_of_version[] = "version";
static const char key_of_sockets[] = "licensed_sockets";

void
topofix_inspect_answer_set(struct topofix_inspect_answer *answer, enum topofix_inspect_field field,
                           const char *text)
{
    free(answer->fields[field]);
    answer->fields[field] = NULL;
    if (text && *text != '\0') {
        answer->fields[field] = topofix_strndup(text, strnlen(text, TOPOFIX_INSPECT_TEXT_MAX));
        topofix_text_clean(answer->fields[field]);
    }
}

/* json-c returns NULL where no memory is left, which is a null in JSON. */
static void
put(struct json_object *object, const char *key, struct json_object *value, bool is_known)
{
    if (!object || (is_known && !value) || json_object_object_add(object, key, value) < 0) {
        topofix_alloc_failed();
    }
}

void
topofix_inspect_answer_format(const struct topofix_inspect_answer *answer,
                              struct topofix_buffer *ret_text)
{
    struct json_object *object = json_object_new_object();
    const char *json;

    put(object, key_of_version, json_object_new_int(VERSION), true);
    for (int field = 0; field < TOPOFIX_INSPECT_FIELDS; field++) {
        const char *text = answer->fields[field];

        put(object, keys[field], text ? json_object_new_string(text) : NULL, text != NULL);
    }
    put(object, key_of_sockets,
        answer->licensed_sockets > 0 ? json_object_new_int64(answer->licensed_sockets) : NULL,
        answer->licensed_sockets > 0);
    json = json_object_to_json_string_ext(
        object, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE);
    if (!json) {
        topofix_alloc_failed();
    }
    topofix_buffer_add_format(ret_text, "%s\n", json);
    json_object_put(object);
}

/* json-c 0.18 takes bytes above 127 for control characters where it is strict. */
static int
strictness(void)
{
    return json_c_version_num() < (18 << 8) ? JSON_TOKENER_STRICT : 0;
}

/* The one object that the text is, or NULL. To be put. */
static struct json_object *
parse_object(const char *text, size_t length)
{
    struct json_tokener *tokener = json_tokener_new_ex(DEPTH_MAX);
    struct json_object *object;
    bool is_whole;

    if (!tokener) {
        topofix_alloc_failed();
    }
    json_tokener_set_flags(tokener, strictness() | JSON_TOKENER_ALLOW_TRAILING_CHARS);
    object = json_tokener_parse_ex(tokener, text, (int)length);
    is_whole = json_tokener_get_error(tokener) == json_tokener_success;
    for (size_t i = json_tokener_get_parse_end(tokener); is_whole && i < length; i++) {
        is_whole = text[i] != '\0' && strchr(" \t\r\n", text[i]) != NULL;
    }
    json_tokener_free(tokener);
    if (!is_whole || !json_object_is_type(object, json_type_object)) {
        json_object_put(object);
        return NULL;
    }
    return object;
}

static int
read_texts(struct json_object *object, struct topofix_inspect_answer *answer,
           struct topofix_error *err)
{
    for (int field = 0; field < TOPOFIX_INSPECT_FIELDS; field++) {
        struct json_object *value = NULL;

        if (!json_object_object_get_ex(object, keys[field], &value) || !value) {
            continue;
        }
        if (!json_object_is_type(value, json_type_string)) {
            return topofix_error_set(err, TOPOFIX_ERROR_INPUT, "its answer's \"%s\" is no string",
                                     keys[field]);
        }
        topofix_inspect_answer_set(answer, (enum topofix_inspect_field)field,
                                   json_object_get_string(value));
    }
    return 0;
}

static int
read_numbers(struct json_object *object, struct topofix_inspect_answer *answer,
             struct topofix_error *err)
{
    struct json_object *version = NULL;
    struct json_object *sockets = NULL;
    int64_t number;

    if (!json_object_object_get_ex(object, key_of_version, &version) ||
        !json_object_is_type(version, json_type_int) || json_object_get_int64(version) != VERSION) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "its answer has no \"%s\": %d: install the same version of both "
                                 "programs",
                                 key_of_version, VERSION);
    }
    if (!json_object_object_get_ex(object, key_of_sockets, &sockets) || !sockets) {
        return 0;
    }
    number = json_object_is_type(sockets, json_type_int) ? json_object_get_int64(sockets) : -1;
    if (number < 1 || number > TOPOFIX_INSPECT_SOCKETS_MAX) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "its answer's \"%s\" is no number of 1 to %d", key_of_sockets,
                                 TOPOFIX_INSPECT_SOCKETS_MAX);
    }
    answer->licensed_sockets = (unsigned)number;
    return 0;
}

int
topofix_inspect_answer_parse(const char *text, size_t length,
                             struct topofix_inspect_answer *ret_answer, struct topofix_error *err)
{
    struct json_object *object = NULL;
    int result;

    *ret_answer = (struct topofix_inspect_answer){ .licensed_sockets = 0 };
    if (length <= TOPOFIX_INSPECT_ANSWER_MAX) {
        object = parse_object(text, length);
    }
    if (!object) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "its answer is not one JSON object of at most %d bytes",
                                 TOPOFIX_INSPECT_ANSWER_MAX);
    }
    result = read_numbers(object, ret_answer, err);
    if (result == 0) {
        result = read_texts(object, ret_answer, err);
    }
    json_object_put(object);
    if (result < 0) {
        topofix_inspect_answer_done(ret_answer);
    }
    return result;
}

void
topofix_inspect_answer_done(struct topofix_inspect_answer *answer)
{
    for (int field = 0; field < TOPOFIX_INSPECT_FIELDS; field++) {
        free(answer->fields[field]);
    }
    *answer = (struct topofix_inspect_answer){ .licensed_sockets = 0 };
}

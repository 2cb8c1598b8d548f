/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * json_read: members of a JSON document that somebody else may have written. What is missing is
 * null, members that nobody asks for are no mistake, and a wrong type is an error that names the
 * member.
 */
#ifndef TOPOFIX_JSON_READ_H
#define TOPOFIX_JSON_READ_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "core/topology.h"

/* VALUES_MIB: the memory that the values of a document may take, beside its text. A run over 10,000
 * domains needs some 200. */
enum { TOPOFIX_JSON_PATH_MAX = 160, TOPOFIX_JSON_VALUES_MIB = 512 };

/* An object of the document, and how it is reached: "domains[3]", "domains[3].vcpus". */
struct topofix_json_place {
    struct json_object *object; /* borrowed; NULL: null, of which each member is null */
    char path[TOPOFIX_JSON_PATH_MAX];
};

/* Parses a whole document, which is to be an object; to be freed with json_object_put. NULL with an
 * error, which says at which byte unless there is too much of it. */
struct json_object *
topofix_json_parse(const char *bytes, size_t length, struct topofix_error *err);

/* The next functions return 0, or -1 with a message that begins with the member's path. */

/* A text, borrowed, or NULL for null. */
int
topofix_json_text(const struct topofix_json_place *place, const char *key, const char **ret_text,
                  struct topofix_error *err);

/* The place of a text among words with gaps of NULL, or none for null. */
int
topofix_json_word(const struct topofix_json_place *place, const char *key, const char *const *words,
                  size_t n_words, unsigned none, unsigned *ret_word, struct topofix_error *err);

/* A whole number of least to most; null is none. */
int
topofix_json_count(const struct topofix_json_place *place, const char *key, unsigned least,
                   unsigned most, unsigned *ret_count, struct topofix_error *err);

/* An object, or null. */
int
topofix_json_member(const struct topofix_json_place *place, const char *key,
                    struct topofix_json_place *ret_member, struct topofix_error *err);

/* A list, borrowed; one of no items for null. */
int
topofix_json_list(const struct topofix_json_place *place, const char *key,
                  struct json_object **ret_list, struct topofix_error *err);

/* The object with this number in the list of the key. */
int
topofix_json_item(const struct topofix_json_place *place, const char *key, struct json_object *list,
                  size_t number, struct topofix_json_place *ret_item, struct topofix_error *err);

/* The five counts of an object; *ret_is_there is false for null. */
int
topofix_json_read_topology(const struct topofix_json_place *place, const char *key,
                           struct topofix_topology *ret_topology, bool *ret_is_there,
                           struct topofix_error *err);

/* An error about a member: "domains[3].verdict: found 'x', expected ...". Always returns -1. */
__attribute__((format(printf, 4, 5))) int
topofix_json_fail(const struct topofix_json_place *place, const char *key,
                  struct topofix_error *err, const char *format, ...);

#endif

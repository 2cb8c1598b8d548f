/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/nova.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/buffer.h"
#include "base/nearest.h"
#include "nova_keys.h"

/* Nova's names without "hw:" and "hw_". */
static const struct {
    const char *name;
    enum topofix_nova_level level;
    bool is_maximum;
} keys[] = {
    { .name = "cpu_sockets", .level = TOPOFIX_NOVA_SOCKETS },
    { .name = "cpu_cores", .level = TOPOFIX_NOVA_CORES },
    { .name = "cpu_threads", .level = TOPOFIX_NOVA_THREADS },
    { .name = "cpu_max_sockets", .level = TOPOFIX_NOVA_SOCKETS, .is_maximum = true },
    { .name = "cpu_max_cores", .level = TOPOFIX_NOVA_CORES, .is_maximum = true },
    { .name = "cpu_max_threads", .level = TOPOFIX_NOVA_THREADS, .is_maximum = true },
};

static const char *const error_meanings[] = {
    [TOPOFIX_NOVA_OK] = "no error",
    [TOPOFIX_NOVA_LIMITS_RANGE_EXCEEDED] = "a maximum of the image is above that of the flavor",
    [TOPOFIX_NOVA_TOPOLOGY_RANGE_EXCEEDED] = "a preference of the image is above the maximum",
    [TOPOFIX_NOVA_LIMITS_IMPOSSIBLE] = "no topology lies within the maxima",
};
_Static_assert(COUNT_OF(error_meanings) == TOPOFIX_NOVA_ERRORS, "a text per error");

const char *
topofix_nova_error_meaning(enum topofix_nova_error error)
{
    return error_meanings[error];
}

static int
parse_value(const char *text, const char *value, long long *ret_value, struct topofix_error *err)
{
    char *end = NULL;

    errno = 0;
    *ret_value = strtoll(value, &end, 10);
    if (end == value || errno != 0 || end[strspn(end, " \t\r\n")] != '\0') {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "InvalidRequest: found '%.60s', expected a whole number", text);
    }
    return 0;
}

/*
 * Nova passes over a key that it does not know, and the wish is lost without a word. Here it is an
 * error, which suggests the key that was probably meant.
 */
static int
check_other_key(const char *prefix, const char *text, const char *key, size_t length,
                struct topofix_error *err)
{
    enum topofix_nova_place place =
        strcmp(prefix, TOPOFIX_NOVA_FLAVOR_PREFIX) == 0 ? TOPOFIX_NOVA_FLAVOR : TOPOFIX_NOVA_IMAGE;
    TOPOFIX_AUTO_FREE char *name = topofix_strndup(key, length);
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer hint = { .bytes = NULL };
    struct topofix_nearest nearest = { .typed = name };

    if (topofix_nova_key_is_known(place, name)) {
        return 0;
    }
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        topofix_nearest_consider(&nearest, keys[i].name, keys[i].name);
    }
    topofix_nova_keys_consider(place, &nearest);
    topofix_nearest_format(&nearest, prefix, &hint);
    if (nearest.count == 0) {
        topofix_buffer_add_format(&hint, ", expected %scpu_max_sockets or another of its keys",
                                  prefix);
    }
    return topofix_error_set(err, TOPOFIX_ERROR_WISH, "found '%.60s', which Nova does not know%s",
                             text, topofix_buffer_text(&hint));
}

/* KEY=VALUE, with Nova's prefix before the key. */
static int
read_property(const char *prefix, const char *text, struct topofix_nova_values *values,
              struct topofix_error *err)
{
    const char *equals = strchr(text, '=');
    const char *key = text + strlen(prefix);
    size_t length;

    if (!equals || strncmp(text, prefix, strlen(prefix)) != 0) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "found '%.60s', expected %scpu_max_sockets=N or the like", text,
                                 prefix);
    }
    length = (size_t)(equals - key);
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        if (strlen(keys[i].name) == length && memcmp(keys[i].name, key, length) == 0) {
            return parse_value(text, equals + 1,
                               keys[i].is_maximum ? &values->maximum[keys[i].level]
                                                  : &values->preferred[keys[i].level],
                               err);
        }
    }
    return check_other_key(prefix, text, key, length, err);
}

int
topofix_nova_values_read(const char *prefix, const char *const *properties, size_t n_properties,
                         struct topofix_nova_values *values, struct topofix_error *err)
{
    for (size_t i = 0; i < n_properties; i++) {
        if (read_property(prefix, properties[i], values, err) < 0) {
            return -1;
        }
    }
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/nearest.h"
#include "base/number.h"
#include "base/text.h"
#include "option_apply.h"

/* The key with this name, or -1 with a message that names the nearest ones, or all. */
static int
find_key(const struct topofix_option *option, const char *typed, struct topofix_error *err)
{
    struct topofix_nearest nearest = { .typed = typed };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer hint = { .bytes = NULL };
    TOPOFIX_AUTO_FREE char *clean = topofix_sprintf("%.60s", typed);

    for (int key = 0; key < TOPOFIX_SAID_KEYS; key++) {
        if (strcasecmp(topofix_said_names[key], typed) == 0) {
            return key;
        }
        topofix_nearest_consider(&nearest, topofix_said_names[key], topofix_said_names[key]);
    }
    topofix_text_clean(clean);
    topofix_nearest_format(&nearest, "", &hint);
    if (nearest.count == 0) {
        topofix_buffer_add_text(&hint, ", expected ");
        topofix_choices_format(topofix_said_names, "", &hint);
    }
    return topofix_error_set(err, TOPOFIX_ERROR_WISH, "--%s: found '%s', which is no key%s",
                             option->name, clean, topofix_buffer_text(&hint));
}

/* The options own what is said, as argv holds it only as a part of a word. */
static void
keep(char **owned, const char **said, const char *value)
{
    free(*owned);
    *owned = topofix_strdup(value);
    *said = *owned;
}

static int
set_value(struct topofix_options *options, const struct topofix_option *option, int key,
          const char *value, struct topofix_error *err)
{
    struct topofix_said *said = &options->says.said;
    unsigned *count;

    if (key == TOPOFIX_SAID_OS) {
        keep(&options->said_os, &said->os, value);
        return 0;
    }
    if (key == TOPOFIX_SAID_EDITION) {
        keep(&options->said_edition, &said->edition, value);
        return 0;
    }
    if (key == TOPOFIX_SAID_IGNORE) {
        said->ignore = strcasecmp(value, "yes") == 0;
        if (!said->ignore && strcasecmp(value, "no") != 0) {
            return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                     "--%s: found ignore=%.60s, expected yes or no", option->name,
                                     value);
        }
        return 0;
    }
    count = &said->bounds.count[key - TOPOFIX_SAID_MAX_FIRST];
    if (topofix_count_parse(value, TOPOFIX_VCPUS_MAX, count) < 0 || *count == 0) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "--%s: found %s=%.60s, expected a count of 1 to %u", option->name,
                                 topofix_said_names[key], value, TOPOFIX_VCPUS_MAX);
    }
    return 0;
}

static void
unset_value(struct topofix_options *options, int key)
{
    struct topofix_said *said = &options->says.said;

    if (key == TOPOFIX_SAID_OS) {
        said->os = NULL;
    } else if (key == TOPOFIX_SAID_EDITION) {
        said->edition = NULL;
    } else if (key == TOPOFIX_SAID_IGNORE) {
        said->ignore = false;
    } else {
        said->bounds.count[key - TOPOFIX_SAID_MAX_FIRST] = 0;
    }
}

/* One KEY=VALUE or, where values are not wanted, KEY. */
static int
apply_one(struct topofix_options *options, const struct topofix_option *option, char *word,
          bool wants_value, struct topofix_error *err)
{
    char *equals = wants_value ? strchr(word, '=') : NULL;
    int key;

    if (wants_value && (!equals || equals[1] == '\0')) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH, "--%s: found '%.60s', expected KEY=VALUE",
                                 option->name, word);
    }
    if (equals) {
        *equals = '\0';
    }
    key = find_key(option, word, err);
    if (key < 0) {
        return -1;
    }
    options->says.keys |= 1u << key;
    if (equals) {
        return set_value(options, option, key, equals + 1, err);
    }
    unset_value(options, key);
    return 0;
}

static int
apply_list(struct topofix_options *options, const struct topofix_option *option,
           const char *argument, bool wants_value, struct topofix_error *err)
{
    for (;;) {
        size_t length = strcspn(argument, ",");
        TOPOFIX_AUTO_FREE char *word = topofix_strndup(argument, length);

        if (apply_one(options, option, word, wants_value, err) < 0) {
            return -1;
        }
        if (argument[length] == '\0') {
            return 0;
        }
        argument += length + 1;
    }
}

int
topofix_apply_set(struct topofix_options *options, const struct topofix_option *option,
                  const char *argument, struct topofix_error *err)
{
    return apply_list(options, option, argument, true, err);
}

int
topofix_apply_unset(struct topofix_options *options, const struct topofix_option *option,
                    const char *argument, struct topofix_error *err)
{
    return apply_list(options, option, argument, false, err);
}

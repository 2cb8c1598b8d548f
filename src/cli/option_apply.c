/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "option_apply.h"

#include <string.h>

#include "base/alloc.h"
#include "base/number.h"
#include "judge/judgement.h"

/* The member at option->offset. */
#define MEMBER(type, options, option) ((type *)(void *)((char *)(options) + (option)->offset))

void
topofix_texts_add(struct topofix_texts *texts, const char *text)
{
    texts->items = topofix_grow(texts->items, texts->count, sizeof(*texts->items));
    texts->items[texts->count++] = text;
}

int
topofix_apply_flag(struct topofix_options *options, const struct topofix_option *option,
                   const char *argument, struct topofix_error *err)
{
    (void)argument;
    (void)err;
    *MEMBER(bool, options, option) = true;
    return 0;
}

int
topofix_apply_text(struct topofix_options *options, const struct topofix_option *option,
                   const char *argument, struct topofix_error *err)
{
    (void)err;
    *MEMBER(const char *, options, option) = argument;
    return 0;
}

int
topofix_apply_list(struct topofix_options *options, const struct topofix_option *option,
                   const char *argument, struct topofix_error *err)
{
    (void)err;
    topofix_texts_add(MEMBER(struct topofix_texts, options, option), argument);
    return 0;
}

int
topofix_apply_count(struct topofix_options *options, const struct topofix_option *option,
                    const char *argument, struct topofix_error *err)
{
    unsigned *count = MEMBER(unsigned, options, option);

    if (topofix_count_parse(argument, option->most, count) < 0 || *count == 0) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "--%s: found '%.60s', expected a count of 1 to %u", option->name,
                                 argument, option->most);
    }
    return 0;
}

int
topofix_apply_number(struct topofix_options *options, const struct topofix_option *option,
                     const char *argument, struct topofix_error *err)
{
    if (topofix_count_parse(argument, option->most, MEMBER(unsigned, options, option)) < 0) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "--%s: found '%.60s', expected a number of 0 to %u", option->name,
                                 argument, option->most);
    }
    return 0;
}

void
topofix_choices_format(const char *const *words, const char *prefix,
                       struct topofix_buffer *ret_text)
{
    for (size_t i = 0; words[i]; i++) {
        const char *separator = i == 0 ? "" : words[i + 1] ? ", " : " or ";

        topofix_buffer_add_format(ret_text, "%s%s%s", separator, prefix, words[i]);
    }
}

/* The place of a word among the option's, upper and lower case alike, or -1 with a message that
 * lists them all. */
static int
parse_word(const struct topofix_option *option, const char *word, size_t length,
           struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer expected = { .bytes = NULL };

    for (int i = 0; option->words[i]; i++) {
        if (strlen(option->words[i]) == length &&
            strncasecmp(option->words[i], word, length) == 0) {
            return i;
        }
    }
    topofix_choices_format(option->words, "", &expected);
    return topofix_error_set(err, TOPOFIX_ERROR_WISH, "--%s: found '%.*s', expected %s",
                             option->name, length > 60 ? 60 : (int)length, word,
                             topofix_buffer_text(&expected));
}

/* The members are enums, which gcc and clang keep in an unsigned. */
_Static_assert(sizeof(enum topofix_when) == sizeof(unsigned) &&
                   sizeof(enum topofix_hook_policy) == sizeof(unsigned),
               "an enum is as wide as what topofix_apply_word sets");

int
topofix_apply_word(struct topofix_options *options, const struct topofix_option *option,
                   const char *argument, struct topofix_error *err)
{
    int word = parse_word(option, argument, strlen(argument), err);

    if (word < 0) {
        return -1;
    }
    *MEMBER(unsigned, options, option) = (unsigned)word;
    return 0;
}

int
topofix_apply_word_set(struct topofix_options *options, const struct topofix_option *option,
                       const char *argument, struct topofix_error *err)
{
    for (;;) {
        size_t length = strcspn(argument, ",");
        int word = parse_word(option, argument, length, err);

        if (word < 0) {
            return -1;
        }
        *MEMBER(unsigned, options, option) |= 1u << word;
        if (argument[length] == '\0') {
            return 0;
        }
        argument += length + 1;
    }
}

int
topofix_apply_columns(struct topofix_options *options, const struct topofix_option *option,
                      const char *argument, struct topofix_error *err)
{
    options->columns.count = 0; /* the last one counts, as it does for other options */
    options->adds_columns = *argument == '+';
    argument += options->adds_columns;
    for (;;) {
        size_t length = strcspn(argument, ",");
        int word = parse_word(option, argument, length, err);

        if (word < 0) {
            return -1;
        }
        topofix_columns_add(&options->columns, (enum topofix_column)word);
        if (argument[length] == '\0') {
            return 0;
        }
        argument += length + 1;
    }
}

/* A number of at most three digits, and the place behind it; NULL where there is none. */
static const char *
parse_part(const char *text, unsigned *ret_part)
{
    size_t length = strspn(text, "0123456789");

    *ret_part = 0;
    for (size_t i = 0; i < length && length <= 3; i++) {
        *ret_part = *ret_part * 10 + (unsigned)(text[i] - '0');
    }
    return length > 0 && length <= 3 ? text + length : NULL;
}

int
topofix_apply_version(struct topofix_options *options, const struct topofix_option *option,
                      const char *argument, struct topofix_error *err)
{
    enum { PARTS = 3, PARTS_NEEDED = 2 };
    const char *rest = argument;
    unsigned version = 0;
    int n_parts = 0;

    while (rest && n_parts < PARTS) {
        unsigned part;

        rest = parse_part(rest, &part);
        version = version * 1000 + part;
        n_parts++;
        if (!rest || *rest != '.') {
            break;
        }
        rest++;
    }
    if (!rest || *rest != '\0' || n_parts < PARTS_NEEDED || version == 0 || rest[-1] == '.') {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "--%s: found '%.60s', expected a version such as 10.0 or 10.0.2",
                                 option->name, argument);
    }
    *MEMBER(unsigned, options, option) = n_parts == PARTS ? version : version * 1000;
    return 0;
}

int
topofix_apply_vcpus(struct topofix_options *options, const struct topofix_option *option,
                    const char *argument, struct topofix_error *err)
{
    static const char key[] = ",maxvcpus=";
    struct topofix_resize_wish *wish = MEMBER(struct topofix_resize_wish, options, option);
    const char *comma = strchr(argument, ',');
    TOPOFIX_AUTO_FREE char *present =
        topofix_strndup(argument, comma ? (size_t)(comma - argument) : strlen(argument));
    bool is_key = comma && strncmp(comma, key, strlen(key)) == 0;

    if (topofix_count_parse(present, option->most, &wish->present) < 0 || wish->present == 0 ||
        (comma && !is_key) ||
        topofix_count_parse(is_key ? comma + strlen(key) : present, option->most, &wish->maximum) <
            0) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "--%s: found '%.60s', expected N or N,maxvcpus=M with counts of 1 "
                                 "to %u",
                                 option->name, argument, option->most);
    }
    if (wish->maximum < wish->present) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "--%s: found maxvcpus=%u for %u vCPUs, expected at least as many",
                                 option->name, wish->maximum, wish->present);
    }
    return 0;
}

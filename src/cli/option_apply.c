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
    texts->items = topofix_realloc(texts->items, texts->count + 1, sizeof(*texts->items));
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
    unsigned max = option->value > 0 ? (unsigned)option->value : TOPOFIX_VCPUS_MAX;

    if (topofix_number_parse(argument, max, count) < 0 || *count == 0) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "--%s: found '%.60s', expected a count of 1 to %u", option->name,
                                 argument, max);
    }
    return 0;
}

/* The place of a word among words, or -1 with a message that lists them all. */
static int
parse_word(const struct topofix_option *option, const char *const *words, size_t n_words,
           const char *word, size_t length, struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer expected = { .bytes = NULL };

    for (size_t i = 0; i < n_words; i++) {
        if (strlen(words[i]) == length && memcmp(words[i], word, length) == 0) {
            return (int)i;
        }
        topofix_buffer_add_format(&expected, "%s%s", i ? ", " : "", words[i]);
    }
    return topofix_error_set(err, TOPOFIX_ERROR_WISH, "--%s: found '%.*s', expected %s",
                             option->name, length > 60 ? 60 : (int)length, word,
                             topofix_buffer_text(&expected));
}

int
topofix_apply_when(struct topofix_options *options, const struct topofix_option *option,
                   const char *argument, struct topofix_error *err)
{
    static const char *const words[] = { [TOPOFIX_WHEN_AUTO] = "auto",
                                         [TOPOFIX_WHEN_ALWAYS] = "always",
                                         [TOPOFIX_WHEN_NEVER] = "never" };
    int word = parse_word(option, words, 3, argument, strlen(argument), err);

    if (word < 0) {
        return -1;
    }
    *MEMBER(enum topofix_when, options, option) = (enum topofix_when)word;
    return 0;
}

int
topofix_apply_format(struct topofix_options *options, const struct topofix_option *option,
                     const char *argument, struct topofix_error *err)
{
    static const char *const words[] = {
        [TOPOFIX_FORMAT_TEXT] = "text", [TOPOFIX_FORMAT_JSON] = "json"
    };
    int word = parse_word(option, words, 2, argument, strlen(argument), err);

    if (word < 0) {
        return -1;
    }
    options->format = (enum topofix_format)word;
    return 0;
}

/* VERDICT[,VERDICT]..., of which "pending" is one */
int
topofix_apply_only(struct topofix_options *options, const struct topofix_option *option,
                   const char *argument, struct topofix_error *err)
{
    const char *words[TOPOFIX_VERDICTS + 1];

    words[TOPOFIX_VERDICTS] = "pending"; /* whose bit is TOPOFIX_ONLY_PENDING */
    for (int i = 0; i < TOPOFIX_VERDICTS; i++) {
        words[i] = topofix_verdict_name((enum topofix_verdict)i);
    }
    for (;;) {
        size_t length = strcspn(argument, ",");
        int verdict = parse_word(option, words, TOPOFIX_VERDICTS + 1, argument, length, err);

        if (verdict < 0) {
            return -1;
        }
        options->only |= 1u << verdict;
        if (argument[length] == '\0') {
            return 0;
        }
        argument += length + 1;
    }
}

int
topofix_apply_mode(struct topofix_options *options, const struct topofix_option *option,
                   const char *argument, struct topofix_error *err)
{
    enum topofix_mode mode = (enum topofix_mode)option->value;

    if (options->mode != TOPOFIX_MODE_DOMAINS && options->mode != mode) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH, "--%s: does not go with %s", option->name,
                                 topofix_mode_name(options->mode));
    }
    options->mode = mode;
    if (argument) {
        topofix_texts_add(&options->words, argument);
    }
    return 0;
}

int
topofix_apply_order(struct topofix_options *options, const struct topofix_option *option,
                    const char *argument, struct topofix_error *err)
{
    static const char *const words[] = {
        [TOPOFIX_ORDER_FEWEST_SOCKETS] = "fewest-sockets", [TOPOFIX_ORDER_NOVA] = "nova"
    };
    int word = parse_word(option, words, TOPOFIX_ORDERS, argument, strlen(argument), err);

    if (word < 0) {
        return -1;
    }
    *MEMBER(enum topofix_order, options, option) = (enum topofix_order)word;
    return 0;
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
topofix_apply_solve(struct topofix_options *options, const struct topofix_option *option,
                    const char *argument, struct topofix_error *err)
{
    struct topofix_option count = *option;

    count.value = 0;
    return topofix_apply_mode(options, option, NULL, err) < 0
               ? -1
               : topofix_apply_count(options, &count, argument, err);
}

int
topofix_apply_smp(struct topofix_options *options, const struct topofix_option *option,
                  const char *argument, struct topofix_error *err)
{
    return topofix_apply_mode(options, option, NULL, err) < 0
               ? -1
               : topofix_apply_text(options, option, argument, err);
}

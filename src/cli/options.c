/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "options.h"

#include <assert.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/nearest.h"
#include "option_apply.h"
#include "option_check.h"

enum { JOBS_DEFAULT = 4, RESCAN_DEFAULT = 300 };

/* What getopt_long returns for long options and for aliases, above any letter. */
enum { LONG_BASE = 256, ALIAS_BASE = LONG_BASE + TOPOFIX_OPTIONS_MAX };

static const struct topofix_option *
find_option(int code)
{
    if (code >= LONG_BASE) {
        return &topofix_option_table[(code - LONG_BASE) % TOPOFIX_OPTIONS_MAX];
    }
    for (size_t i = 0; i < topofix_option_count; i++) {
        if (topofix_option_table[i].letter == code) {
            return &topofix_option_table[i];
        }
    }
    return NULL;
}

/*
 * Sets the error for a long option that is not unique or not known: getopt_long accepts unique
 * abbreviations.
 */
static int
fail_long(const char *word, struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    TOPOFIX_AUTO_FREE char *name = topofix_strndup(word + 2, strcspn(word + 2, "="));
    struct topofix_nearest nearest = { .typed = name };
    int count = 0;

    for (size_t i = 0; i < topofix_option_count; i++) {
        const struct topofix_option *option = &topofix_option_table[i];

        if (!option->help) {
            continue;
        }
        const char *const names[] = { option->name, option->alias };

        for (size_t k = 0; k < COUNT_OF(names) && names[k]; k++) {
            if (strncmp(names[k], name, strlen(name)) == 0) {
                topofix_buffer_add_format(&text, "%s--%s", count ? ", " : "", names[k]);
                count++;
            }
            topofix_nearest_consider(&nearest, names[k], names[k]);
        }
    }
    if (count > 1) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "--%.60s: the beginning of several options, expected one of %s",
                                 name, topofix_buffer_text(&text));
    }
    topofix_buffer_clear(&text);
    topofix_nearest_format(&nearest, "--", &text);
    return topofix_error_set(err, TOPOFIX_ERROR_WISH, "--%.60s: no such option, see --help%s", name,
                             topofix_buffer_text(&text));
}

static int
fail_usage(char **argv, int code, struct topofix_error *err)
{
    const char *word = argv[optind - 1];
    const struct topofix_option *option = optopt ? find_option(optopt) : NULL;

    if (code == ':') {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH, "%.60s: no argument, expected %s", word,
                                 option ? option->metavar : "one");
    }
    if (option && (!option->metavar || (optopt >= ALIAS_BASE && option->alias_argument))) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH, "%.60s: takes no argument", word);
    }
    if (optopt > 0 && optopt < LONG_BASE) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH, "-%c: no such option, see --help",
                                 optopt);
    }
    return fail_long(word, err);
}

static struct option *
getopt_table(struct topofix_buffer *ret_letters)
{
    struct option *longs = topofix_alloc(topofix_option_count * 2 + 1, sizeof(*longs));
    size_t n_longs = 0;

    topofix_buffer_add_text(ret_letters, ":");
    for (size_t i = 0; i < topofix_option_count; i++) {
        const struct topofix_option *option = &topofix_option_table[i];

        bool takes = option->metavar != NULL;

        longs[n_longs++] = (struct option){ .name = option->name,
                                            .has_arg = takes ? required_argument : no_argument,
                                            .val = LONG_BASE + (int)i };
        if (option->alias) {
            takes = takes && !option->alias_argument;
            longs[n_longs++] = (struct option){ .name = option->alias,
                                                .has_arg = takes ? required_argument : no_argument,
                                                .val = ALIAS_BASE + (int)i };
        }
        if (option->letter) {
            topofix_buffer_add_format(ret_letters, "%c%s", option->letter,
                                      option->metavar ? ":" : "");
        }
    }
    return longs;
}

static int
choose_mode(struct topofix_options *options, const struct topofix_option *option,
            struct topofix_error *err)
{
    if (option->starts == TOPOFIX_MODE_DOMAINS) {
        return 0;
    }
    if (options->mode != TOPOFIX_MODE_DOMAINS && options->mode != option->starts) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH, "--%s and --%s cannot be combined",
                                 topofix_mode_name(options->mode), option->name);
    }
    options->mode = option->starts;
    return 0;
}

static int
take_option(int code, struct topofix_options *options, bool *given, struct topofix_error *err)
{
    const struct topofix_option *option = find_option(code);
    const char *argument;

    assert(option); /* getopt_long returns only what stands in the table */
    argument = code >= ALIAS_BASE && option->alias_argument ? option->alias_argument : optarg;
    if (choose_mode(options, option, err) < 0 ||
        (option->apply && option->apply(options, option, argument, err) < 0)) {
        return -1;
    }
    given[option - topofix_option_table] = true;
    return 0;
}

/* Behind a mistake only the format still matters, as it says how the mistake is told. */
static void
seek_format(int argc, char **argv, const char *letters, const struct option *longs,
            struct topofix_options *options)
{
    int code;

    while ((code = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
        const struct topofix_option *option = code == ':' || code == '?' ? NULL : find_option(code);

        if (option && option->offset == offsetof(struct topofix_options, format)) {
            (void)take_option(code, options, (bool[TOPOFIX_OPTIONS_MAX]){ false }, NULL);
        }
    }
}

/* Sets ret_given for each row of the table that the user gave. */
static int
parse_words(int argc, char **argv, struct topofix_options *options, bool *ret_given,
            struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer letters = { .bytes = NULL };
    TOPOFIX_AUTO_FREE struct option *longs = getopt_table(&letters);
    int code;

    optind = 0; /* not 1: glibc then forgets which words an earlier parse had put aside */
    while ((code = getopt_long(argc, argv, topofix_buffer_text(&letters), longs, NULL)) != -1) {
        bool is_option = code != ':' && code != '?';

        if ((is_option ? take_option(code, options, ret_given, err) : fail_usage(argv, code, err)) <
            0) {
            seek_format(argc, argv, topofix_buffer_text(&letters), longs, options);
            return -1;
        }
    }
    for (; optind < argc; optind++) {
        topofix_texts_add(&options->words, argv[optind]);
    }
    return 0;
}

int
topofix_options_parse(int argc, char **argv, struct topofix_options *ret_options,
                      struct topofix_error *err)
{
    bool given[TOPOFIX_OPTIONS_MAX] = { false };

    *ret_options = (struct topofix_options){ .jobs = JOBS_DEFAULT,
                                             .rescan = RESCAN_DEFAULT,
                                             .hook_policy = TOPOFIX_HOOK_POLICIES };
    if (parse_words(argc, argv, ret_options, given, err) < 0) {
        return -1;
    }
    if (ret_options->help || ret_options->version || ret_options->list_options ||
        ret_options->list_words) {
        return 0;
    }
    return topofix_options_check(ret_options, given, err);
}

void
topofix_options_done(struct topofix_options *options)
{
    free(options->connects.items);
    free(options->words.items);
    free(options->limits_files.items);
    free(options->flavors.items);
    free(options->images.items);
    free(options->said_os);
    free(options->said_edition);
    free(options->said_profile);
    *options = (struct topofix_options){ .jobs = JOBS_DEFAULT };
}

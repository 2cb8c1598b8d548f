/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "options.h"

#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "number.h"
#include "option_table.h"

enum { JOBS_DEFAULT = 4, JOBS_MAX = 64 };

/* The member at option->offset. */
#define MEMBER(type, options, option) ((type *)(void *)((char *)(options) + (option)->offset))

static int
apply_flag(struct topofix_options *options, const struct topofix_option *option,
           const char *argument, struct topofix_error *err)
{
    (void)argument;
    (void)err;
    *MEMBER(bool, options, option) = true;
    return 0;
}

static void
texts_add(struct topofix_texts *texts, const char *text)
{
    texts->items = topofix_realloc(texts->items, texts->count + 1, sizeof(*texts->items));
    texts->items[texts->count++] = text;
}

static int
apply_list(struct topofix_options *options, const struct topofix_option *option,
           const char *argument, struct topofix_error *err)
{
    (void)err;
    texts_add(MEMBER(struct topofix_texts, options, option), argument);
    return 0;
}

static int
apply_file(struct topofix_options *options, const struct topofix_option *option,
           const char *argument, struct topofix_error *err)
{
    options->is_file = true;
    return apply_list(options, option, argument, err);
}

static int
apply_text(struct topofix_options *options, const struct topofix_option *option,
           const char *argument, struct topofix_error *err)
{
    (void)err;
    *MEMBER(const char *, options, option) = argument;
    return 0;
}

static int
apply_count(struct topofix_options *options, const struct topofix_option *option,
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

/* Looks a word up among words; the message lists them all. */
static int
parse_word(const struct topofix_option *option, const char *const *words, size_t n_words,
           const char *word, size_t length, struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer expected = {.bytes = NULL};

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

static int
apply_when(struct topofix_options *options, const struct topofix_option *option,
           const char *argument, struct topofix_error *err)
{
    static const char *const words[] = {[TOPOFIX_WHEN_AUTO] = "auto",
                                        [TOPOFIX_WHEN_ALWAYS] = "always",
                                        [TOPOFIX_WHEN_NEVER] = "never"};
    int word = parse_word(option, words, 3, argument, strlen(argument), err);

    if (word < 0) {
        return -1;
    }
    *MEMBER(enum topofix_when, options, option) = (enum topofix_when)word;
    return 0;
}

static int
apply_format(struct topofix_options *options, const struct topofix_option *option,
             const char *argument, struct topofix_error *err)
{
    static const char *const words[] = {
        [TOPOFIX_FORMAT_TEXT] = "text", [TOPOFIX_FORMAT_JSON] = "json"};
    int word = parse_word(option, words, 2, argument, strlen(argument), err);

    if (word < 0) {
        return -1;
    }
    options->format = (enum topofix_format)word;
    return 0;
}

/* VERDICT[,VERDICT]... */
static int
apply_only(struct topofix_options *options, const struct topofix_option *option,
           const char *argument, struct topofix_error *err)
{
    const char *words[TOPOFIX_VERDICTS];

    for (int i = 0; i < TOPOFIX_VERDICTS; i++) {
        words[i] = topofix_verdict_name((enum topofix_verdict)i);
    }
    for (;;) {
        size_t length = strcspn(argument, ",");
        int verdict = parse_word(option, words, TOPOFIX_VERDICTS, argument, length, err);

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

#define AT(member) offsetof(struct topofix_options, member)
#define BOUND_OPTIONS(level_name, plural, level)                                               \
    {.name = "max-" level_name,                                                                \
     .metavar = "N",                                                                           \
     .help = "at most N " plural,                                                              \
     .apply = apply_count,                                                                     \
     .offset = AT(maximum.count[level])},                                                      \
    {                                                                                          \
        .name = level_name, .metavar = "N", .help = "exactly N " plural, .apply = apply_count, \
        .offset = AT(wanted.count[level])                                                      \
    }

const struct topofix_option topofix_option_table[] = {
    {.letter = 'c',
     .name = "connect",
     .metavar = "URI",
     .apply = apply_list,
     .offset = AT(connects),
     .help = "connect to this hypervisor (may repeat)"},
    {.name = "all",
     .apply = apply_flag,
     .offset = AT(all),
     .help = "all persistent domains of the connections"},
    {.name = "file",
     .metavar = "PATH",
     .apply = apply_file,
     .offset = AT(files),
     .help = "a domain's XML instead of a connection; '-' is stdin"},
    {.letter = 'n',
     .name = "dry-run",
     .apply = apply_flag,
     .offset = AT(dry_run),
     .help = "change nothing, print a diff"},
    {.name = "check",
     .apply = apply_flag,
     .offset = AT(check),
     .help = "change nothing, print a verdict per domain"},
    {.name = "undo",
     .apply = apply_flag,
     .offset = AT(undo),
     .help = "bring back what the fix replaced"},
    {.name = "os",
     .metavar = "ID",
     .apply = apply_text,
     .offset = AT(os),
     .help = "the guest OS, as libosinfo's id or short id"},
    {.name = "edition",
     .metavar = "NAME",
     .apply = apply_text,
     .offset = AT(edition),
     .help = "the guest's edition, such as professional"},
    {.name = "only",
     .metavar = "VERDICT,...",
     .apply = apply_only,
     .offset = AT(only),
     .help = "act only on domains with these verdicts"},
    BOUND_OPTIONS("sockets", "sockets", TOPOFIX_LEVEL_SOCKETS),
    BOUND_OPTIONS("dies", "dies per socket", TOPOFIX_LEVEL_DIES),
    BOUND_OPTIONS("clusters", "clusters per die", TOPOFIX_LEVEL_CLUSTERS),
    BOUND_OPTIONS("cores", "cores per cluster", TOPOFIX_LEVEL_CORES),
    BOUND_OPTIONS("threads", "threads per core", TOPOFIX_LEVEL_THREADS),
    {.letter = 'j',
     .name = "jobs",
     .metavar = "N",
     .apply = apply_count,
     .offset = AT(jobs),
     .value = JOBS_MAX,
     .help = "work on N domains at a time (default 4)"},
    {.name = "format",
     .metavar = "text|json",
     .apply = apply_format,
     .offset = AT(format),
     .help = "how to print the result"},
    {.name = "color",
     .metavar = "WHEN",
     .apply = apply_when,
     .offset = AT(color),
     .help = "auto, always or never"},
    {.name = "progress",
     .metavar = "WHEN",
     .apply = apply_when,
     .offset = AT(progress),
     .help = "a bar on stderr: auto, always or never"},
    {.letter = 'q',
     .name = "quiet",
     .apply = apply_flag,
     .offset = AT(quiet),
     .help = "only errors and the result itself"},
    {.letter = 'v',
     .name = "verbose",
     .apply = apply_flag,
     .offset = AT(verbose),
     .help = "also sources, and domains that need nothing"},
    {.letter = 'h',
     .name = "help",
     .apply = apply_flag,
     .offset = AT(help),
     .help = "print this and exit"},
    {.letter = 'V',
     .name = "version",
     .apply = apply_flag,
     .offset = AT(version),
     .help = "print the version and exit"},
    {.name = "list-options", .apply = apply_flag, .offset = AT(list_options)},
};
const size_t topofix_option_count = sizeof(topofix_option_table) / sizeof(topofix_option_table[0]);

/* Returned by getopt_long for long options: beyond any letter. */
enum { LONG_BASE = 256 };

static const struct topofix_option *
find_option(int code)
{
    if (code >= LONG_BASE) {
        return &topofix_option_table[code - LONG_BASE];
    }
    for (size_t i = 0; i < topofix_option_count; i++) {
        if (topofix_option_table[i].letter == code) {
            return &topofix_option_table[i];
        }
    }
    return NULL;
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
    if (option && option->metavar == NULL) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH, "%.60s: takes no argument", word);
    }
    if (optopt > 0 && optopt < LONG_BASE) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH, "-%c: no such option, see --help",
                                 optopt);
    }
    return topofix_error_set(err, TOPOFIX_ERROR_WISH, "%.60s: no such option, see --help", word);
}

static int
parse_words(int argc, char **argv, struct topofix_options *options, struct topofix_error *err)
{
    TOPOFIX_AUTO_FREE struct option *longs =
        topofix_alloc(topofix_option_count + 1, sizeof(*longs));
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer letters = {.bytes = NULL};
    int code;

    topofix_buffer_add_text(&letters, ":");
    for (size_t i = 0; i < topofix_option_count; i++) {
        const struct topofix_option *option = &topofix_option_table[i];

        longs[i] = (struct option){.name = option->name,
                                   .has_arg = option->metavar ? required_argument : no_argument,
                                   .val = LONG_BASE + (int)i};
        if (option->letter) {
            topofix_buffer_add_format(&letters, "%c%s", option->letter, option->metavar ? ":" : "");
        }
    }
    optind = 1;
    while ((code = getopt_long(argc, argv, topofix_buffer_text(&letters), longs, NULL)) != -1) {
        const struct topofix_option *option = code == ':' || code == '?' ? NULL : find_option(code);

        if (!option) {
            return fail_usage(argv, code, err);
        }
        if (option->apply(options, option, optarg, err) < 0) {
            return -1;
        }
    }
    for (; optind < argc; optind++) {
        texts_add(&options->domains, argv[optind]);
    }
    return 0;
}

static int
check_wishes(const struct topofix_options *options, struct topofix_error *err)
{
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        unsigned maximum = options->maximum.count[level];
        unsigned wanted = options->wanted.count[level];

        if (maximum > 0 && wanted > maximum) {
            const char *name = topofix_level_name((enum topofix_level)level);

            return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                     "--%s: found %u, expected at most %u "
                                     "as --max-%s says",
                                     name, wanted, maximum, name);
        }
    }
    return 0;
}

/* What goes with what. */
static int
check_combination(struct topofix_options *options, struct topofix_error *err)
{
    const char *problem = NULL;

    if (options->help || options->version || options->list_options) {
        return 0;
    }
    if (options->check && options->dry_run) {
        problem = "--check and --dry-run: expected one of them";
    } else if (options->check && options->undo) {
        problem = "--check and --undo: expected one of them";
    } else if (options->quiet && options->verbose) {
        problem = "--quiet and --verbose: expected one of them";
    } else if (options->is_file && (options->all || options->connects.count > 0 || options->undo)) {
        problem = "--file: goes with neither --all, --connect nor --undo";
    } else if (options->all && options->domains.count > 0) {
        problem = "--all: no DOMAIN expected beside it";
    } else if (!options->all && !options->is_file && options->domains.count == 0) {
        problem = "no domain: expected DOMAIN..., --all or --file PATH; see --help";
    } else if (options->is_file && options->files.count + options->domains.count > 1 &&
               !options->check && !options->dry_run && options->format == TOPOFIX_FORMAT_TEXT) {
        problem = "--file: several files only with --check, --dry-run or --format json";
    }
    if (problem) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH, "%s", problem);
    }
    return check_wishes(options, err);
}

int
topofix_options_parse(int argc, char **argv, struct topofix_options *ret_options,
                      struct topofix_error *err)
{
    *ret_options = (struct topofix_options){.jobs = JOBS_DEFAULT};
    if (parse_words(argc, argv, ret_options, err) < 0) {
        return -1;
    }
    return check_combination(ret_options, err);
}

void
topofix_options_done(struct topofix_options *options)
{
    free(options->connects.items);
    free(options->files.items);
    free(options->domains.items);
    *options = (struct topofix_options){.jobs = JOBS_DEFAULT};
}

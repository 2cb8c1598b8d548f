/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "option_check.h"

#include "base/alloc.h"
#include "option_table.h"

/* Where it belongs, if it is to few things; else with what it does not go. */
static int
fail_mode(const struct topofix_option *option, enum topofix_mode mode, struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer homes = { .bytes = NULL };
    int count = 0;

    for (int home = 0; home < TOPOFIX_MODES; home++) {
        if ((option->modes >> home & 1) != 0) {
            topofix_buffer_add_format(&homes, "%s%s", count ? " or " : "",
                                      topofix_mode_name((enum topofix_mode)home));
            count++;
        }
    }
    if (count > 2) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH, "--%s: does not go with %s", option->name,
                                 topofix_mode_name(mode));
    }
    return topofix_error_set(err, TOPOFIX_ERROR_WISH, "--%s: expected only with %s%s%s",
                             option->name, topofix_buffer_text(&homes),
                             mode == TOPOFIX_MODE_DOMAINS ? "" : ", found with ",
                             mode == TOPOFIX_MODE_DOMAINS ? "" : topofix_mode_name(mode));
}

static int
check_modes(const struct topofix_options *options, uint64_t given, struct topofix_error *err)
{
    for (size_t i = 0; i < topofix_option_count; i++) {
        const struct topofix_option *option = &topofix_option_table[i];

        if ((given >> i & 1) != 0 && (option->modes >> options->mode & 1) == 0) {
            return fail_mode(option, options->mode, err);
        }
    }
    return 0;
}

static const char *
problem_with_words(const struct topofix_options *options)
{
    switch (options->mode) {
    case TOPOFIX_MODE_DOMAINS:
        if (options->all && options->words.count > 0) {
            return "--all: no DOMAIN expected beside it";
        }
        if (!options->all && options->words.count == 0) {
            return "no domain: expected DOMAIN..., --all or --file PATH; see --help";
        }
        return NULL;
    case TOPOFIX_MODE_FILE:
        if (options->words.count > 1 && !options->check && !options->dry_run &&
            options->format == TOPOFIX_FORMAT_TEXT) {
            return "--file: several files only with --check, --dry-run or --format json";
        }
        return NULL;
    case TOPOFIX_MODE_LIMITS:
        return options->words.count > 1 ? "--limits: found several words, expected one OS or none"
                                        : NULL;
    case TOPOFIX_MODE_INSTALL_HOOK:
    case TOPOFIX_MODE_REMOVE_HOOK:
    case TOPOFIX_MODE_HOOK_STATUS:
        return options->words.count > 0
                   ? "no DOMAIN expected beside --install-hook, --remove-hook and --hook-status"
                   : NULL;
    case TOPOFIX_MODE_AFTER_START:
        return options->words.count > 1 ? "--after-start: found several domains, expected one"
                                        : NULL;
    default:
        return options->words.count > 0 ? "no DOMAIN expected beside --solve and --smp" : NULL;
    }
}

/* Nova knows neither the guest OS nor the machine, and three levels only. */
static const char *
problem_with_order(const struct topofix_options *options)
{
    bool has_foreign = options->os || options->edition || options->machine ||
                       options->libvirt_version > 0 || options->qemu_version > 0 ||
                       options->maximum.count[TOPOFIX_LEVEL_DIES] > 0 ||
                       options->wanted.count[TOPOFIX_LEVEL_DIES] > 0 ||
                       options->maximum.count[TOPOFIX_LEVEL_CLUSTERS] > 0 ||
                       options->wanted.count[TOPOFIX_LEVEL_CLUSTERS] > 0;

    if (options->edition && !options->os &&
        (options->mode == TOPOFIX_MODE_SOLVE || options->mode == TOPOFIX_MODE_SMP)) {
        return "--edition: expected --os beside it";
    }
    if (options->order == TOPOFIX_ORDER_NOVA) {
        return has_foreign ? "--order nova: goes with neither --os, --edition, --machine, "
                             "versions, dies nor clusters, which Nova does not look at"
                           : NULL;
    }
    return options->flavors.count + options->images.count > 0
               ? "--flavor and --image: expected only with --order nova"
               : NULL;
}

static const char *
problem_with_pairs(const struct topofix_options *options)
{
    if (options->check && options->dry_run) {
        return "--check and --dry-run: expected one of them";
    }
    if (options->check && options->undo) {
        return "--check and --undo: expected one of them";
    }
    if (options->strict && !options->check) {
        return "--strict: expected --check beside it";
    }
    if (options->quiet && options->verbose) {
        return "--quiet and --verbose: expected one of them";
    }
    return NULL;
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
                                     "--%s: found %u, expected at most %u as --max-%s says", name,
                                     wanted, maximum, name);
        }
    }
    return 0;
}

int
topofix_options_check(const struct topofix_options *options, uint64_t given,
                      struct topofix_error *err)
{
    const char *problem;

    if (check_modes(options, given, err) < 0) {
        return -1;
    }
    problem = problem_with_pairs(options);
    if (!problem) {
        problem = problem_with_words(options);
    }
    if (!problem) {
        problem = problem_with_order(options);
    }
    if (problem) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH, "%s", problem);
    }
    /* Nova drops a preference above the maximum without a word; that is its answer, and no mistake
     */
    return options->order == TOPOFIX_ORDER_NOVA ? 0 : check_wishes(options, err);
}

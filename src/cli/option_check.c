/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "option_check.h"

#include <assert.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "judge/remedy.h"
#include "option_apply.h"
#include "option_table.h"

/* These words stand for an option with this argument in the tables below. */
static const char order_nova[] = "order nova";
static const char format_json[] = "format json";
static const char format_nagios[] = "format nagios";
static const char fix_add[] = "fix topoext=add";
static const char fix_fold[] = "fix topoext=fold";
static const char fix_cells[] = "fix numa=cells";
static const char fix_sockets[] = "fix numa=sockets";
static const char *const remedies[] = {
    [TOPOFIX_REMEDY_TOPOEXT_ADD] = fix_add,
    [TOPOFIX_REMEDY_TOPOEXT_FOLD] = fix_fold,
    [TOPOFIX_REMEDY_NUMA_CELLS] = fix_cells,
    [TOPOFIX_REMEDY_NUMA_SOCKETS] = fix_sockets,
};
_Static_assert(COUNT_OF(remedies) == TOPOFIX_REMEDIES, "a name per remedy");
static const char format_osinfo[] = "format osinfo";

/* Pairs of options in which one would ignore the other. why may be NULL. */
static const struct {
    const char *a;
    const char *b;
    const char *why;
} exclusions[] = {
    { "check", "dry-run", NULL },
    { "check", "undo", "--undo --dry-run shows what an undo would do" },
    { "vcpus", "undo", "--undo alone brings back what a resize replaced" },
    { "vcpus", "check", "--vcpus --dry-run shows what a resize would do" },
    { "vcpus", "all", "name the domains that are to be resized" },
    { "vcpus", "only", "a resize is for each domain that is named" },
    { "mirror", "undo", "--undo alone brings back what a mirror replaced" },
    { "mirror", "check", "--mirror --dry-run shows what it would do" },
    { "mirror", "all", "name the domains that are to be mirrored" },
    { "mirror", "only", "a mirror is for each domain that is named" },
    { "mirror", "vcpus", "resize first, and pin all vCPUs" },
    { "fix", "undo", "--undo alone brings back what a fix replaced" },
    { "mirror", "fix", "a mirror makes cores of threads that the guest does not see" },
    { "vcpus", "fix", "resize first" },
    { fix_add, fix_fold, "threads are either shown or made cores" },
    { fix_cells, fix_sockets, "either the cells follow the sockets, or these the cells" },
    { "remember", "mirror", "--set says it of a domain" },
    { "remember", "check", "nothing is written" },
    { "remember", "undo", "an undo goes by no OS" },
    { "remember", "vcpus", "--set says it of a domain" },
    { "inspect", "undo", "an undo goes by no OS" },
    { "quiet", "verbose", NULL },
    { "verbose", format_osinfo, "libosinfo has no place for sources" },
    { "yes", "interactive", NULL },
    { "yes", "check", "nothing is asked" },
    { "yes", "dry-run", "nothing is asked" },
    { "interactive", "check", "nothing is written" },
    { "interactive", "dry-run", "nothing is written" },
    { "interactive", "jobs", "one domain is asked about at a time" },
    { "interactive", format_json, NULL },
    { "columns", "verbose", "sentences have no columns" },
    { "sort", "verbose", "sentences come as they are found" },
    { "noheadings", "verbose", "sentences have no headings" },
    { "columns", format_json, NULL },
    { "sort", format_json, NULL },
    { "noheadings", format_json, NULL },
    { "stat", format_json, NULL },
    { "columns", format_nagios, "it is one line" },
    { "sort", format_nagios, "it is one line" },
    { "noheadings", format_nagios, "it is one line" },
    { "strict", format_nagios, "a pending domain is a WARNING there" },
    { "verbose", format_nagios, "it is one line" },
    { "report", format_nagios, "a run that monitors writes nothing" },
    { "metrics-file", format_nagios, "a run that monitors writes nothing" },
    { order_nova, "machine", "Nova does not look at the machine type" },
    { order_nova, "libvirt-version", "Nova does not look at versions" },
    { order_nova, "qemu-version", "Nova does not look at versions" },
    { order_nova, "max-dies", "Nova chooses sockets, cores and threads only" },
    { order_nova, "dies", "Nova chooses sockets, cores and threads only" },
    { order_nova, "max-clusters", "Nova chooses sockets, cores and threads only" },
    { order_nova, "clusters", "Nova chooses sockets, cores and threads only" },
};

enum { ANY_MODE = ~0, BARE_GUESTS = 1 << TOPOFIX_MODE_SOLVE | 1 << TOPOFIX_MODE_SMP };

enum { DOMAINS_MODE = 1 << TOPOFIX_MODE_DOMAINS };

/* Options that need another one in these modes. */
static const struct {
    const char *option;
    const char *needed;
    unsigned modes;
} needs[] = {
    { "strict", "check", (unsigned)ANY_MODE },
    { "columns", "check", (unsigned)ANY_MODE },
    { "sort", "check", (unsigned)ANY_MODE },
    { "noheadings", "check", (unsigned)ANY_MODE },
    { "stat", "dry-run", (unsigned)ANY_MODE },
    { "mirror", "capabilities", 1 << TOPOFIX_MODE_FILE },
    { "pin", "mirror", (unsigned)ANY_MODE },
    { "edition", "os", BARE_GUESTS },
    { "forget", "undo", (unsigned)ANY_MODE },
    { "metrics-file", "check", DOMAINS_MODE },
    { "metrics-file", "all", DOMAINS_MODE },
    { "flavor", order_nova, (unsigned)ANY_MODE },
    { "image", order_nova, (unsigned)ANY_MODE },
    { format_nagios, "check", (unsigned)ANY_MODE },
    { "warning", format_nagios, (unsigned)ANY_MODE },
    { "merge", "report", (unsigned)ANY_MODE },
    { "critical", format_nagios, (unsigned)ANY_MODE },
    { format_osinfo, "limits", (unsigned)ANY_MODE },
    { "emit", "os", (unsigned)ANY_MODE },
    { "emit", "vcpus", (unsigned)ANY_MODE },
};

/* What the arguments that are not options may be. */
static const struct {
    size_t most;
    const char *expected;
} words_of_modes[] = {
    [TOPOFIX_MODE_DOMAINS] = { .most = SIZE_MAX },
    [TOPOFIX_MODE_FILE] = { .most = SIZE_MAX },
    [TOPOFIX_MODE_LIMITS] = { .most = 1, .expected = "one OS or profile, or none" },
    [TOPOFIX_MODE_SOLVE] = { .expected = "no DOMAIN" },
    [TOPOFIX_MODE_SMP] = { .expected = "no DOMAIN" },
    [TOPOFIX_MODE_EMIT] = { .expected = "no DOMAIN" },
    [TOPOFIX_MODE_INSTALL_HOOK] = { .expected = "no DOMAIN" },
    [TOPOFIX_MODE_REMOVE_HOOK] = { .expected = "no DOMAIN" },
    [TOPOFIX_MODE_HOOK_STATUS] = { .expected = "no DOMAIN" },
    [TOPOFIX_MODE_AFTER_START] = { .most = 1, .expected = "one DOMAIN" },
    [TOPOFIX_MODE_WATCH] = { .expected = "no DOMAIN" },
    [TOPOFIX_MODE_MERGE] = { .most = SIZE_MAX },
};
_Static_assert(COUNT_OF(words_of_modes) == TOPOFIX_MODES, "a row per mode");

static bool
is_given(const char *name, const struct topofix_options *options, const bool *given)
{
    if (name == order_nova) {
        return options->order == TOPOFIX_ORDER_NOVA;
    }
    if (name == format_json) {
        return options->format == TOPOFIX_FORMAT_JSON;
    }
    if (name == format_nagios) {
        return options->format == TOPOFIX_FORMAT_NAGIOS;
    }
    if (name == format_osinfo) {
        return options->format == TOPOFIX_FORMAT_OSINFO;
    }
    for (int i = 0; i < TOPOFIX_REMEDIES; i++) {
        if (name == remedies[i]) {
            return (options->remedies >> i & 1) != 0;
        }
    }
    for (size_t i = 0; i < topofix_option_count; i++) {
        if (strcmp(topofix_option_table[i].name, name) == 0) {
            return given[i];
        }
    }
    assert(false && "a table names an option that does not exist");
    return false;
}

/*
 * Reports an option that belongs to other modes. Without a mode option, the message asks for one of
 * them.
 */
static int
fail_mode(const struct topofix_option *option, enum topofix_mode mode, struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer homes = { .bytes = NULL };
    const char *names[TOPOFIX_MODES + 1] = { NULL };
    size_t count = 0;

    if (mode != TOPOFIX_MODE_DOMAINS) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH, "--%s and --%s cannot be combined",
                                 topofix_mode_name(mode), option->name);
    }
    for (int home = TOPOFIX_MODE_DOMAINS + 1; home < TOPOFIX_MODES; home++) {
        if ((option->modes >> home & 1) != 0) {
            names[count++] = topofix_mode_name((enum topofix_mode)home);
        }
    }
    topofix_choices_format(names, "--", &homes);
    return topofix_error_set(err, TOPOFIX_ERROR_WISH, "--%s needs %s", option->name,
                             topofix_buffer_text(&homes));
}

static int
check_modes(const struct topofix_options *options, const bool *given, struct topofix_error *err)
{
    for (size_t i = 0; i < topofix_option_count; i++) {
        const struct topofix_option *option = &topofix_option_table[i];

        if (given[i] && (option->modes >> options->mode & 1) == 0) {
            return fail_mode(option, options->mode, err);
        }
    }
    return 0;
}

static int
check_pairs(const struct topofix_options *options, const bool *given, struct topofix_error *err)
{
    for (size_t i = 0; i < COUNT_OF(exclusions); i++) {
        const char *why = exclusions[i].why;

        if (is_given(exclusions[i].a, options, given) &&
            is_given(exclusions[i].b, options, given)) {
            return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                     "--%s and --%s cannot be combined%s%s", exclusions[i].a,
                                     exclusions[i].b, why ? ": " : "", why ? why : "");
        }
    }
    for (size_t i = 0; i < COUNT_OF(needs); i++) {
        if ((needs[i].modes >> options->mode & 1) != 0 &&
            is_given(needs[i].option, options, given) &&
            !is_given(needs[i].needed, options, given)) {
            return topofix_error_set(err, TOPOFIX_ERROR_WISH, "--%s needs --%s", needs[i].option,
                                     needs[i].needed);
        }
    }
    return 0;
}

/* Options that do a thing of their own, and what belongs beside them: how it is done and told, not
 * what else is. NULL behind them. */
static const char *const beside_said[] = { "set",         "unset",    "connect",      "dry-run",
                                           "limits-file", "jobs",     "stat",         "format",
                                           "color",       "progress", "quiet",        "help",
                                           "verbose",     "version",  "list-options", "list-words",
                                           NULL };
static const char *const beside_verify[] = { "verify",       "all",        "connect", "limits-file",
                                             "jobs",         "format",     "color",   "progress",
                                             "quiet",        "verbose",    "help",    "version",
                                             "list-options", "list-words", NULL };
static const struct {
    const char *option;
    const char *const *beside;
} own[] = {
    { .option = "set", .beside = beside_said },
    { .option = "unset", .beside = beside_said },
    { .option = "verify", .beside = beside_verify },
};

static bool
is_in(const char *name, const char *const *list)
{
    while (*list && strcmp(*list, name) != 0) {
        list++;
    }
    return *list;
}

static int
check_own(const struct topofix_options *options, const bool *given, struct topofix_error *err)
{
    for (size_t i = 0; i < COUNT_OF(own); i++) {
        if (!is_given(own[i].option, options, given)) {
            continue;
        }
        for (size_t k = 0; k < topofix_option_count; k++) {
            const char *name = topofix_option_table[k].name;

            if (given[k] && !is_in(name, own[i].beside)) {
                return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                         "--%s and --%s cannot be combined", own[i].option, name);
            }
        }
    }
    return options->remember && !options->os && !options->edition && !options->profile &&
                   !is_given("set", options, given) && !is_given("unset", options, given)
               ? topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                   "--remember needs --os, --edition or --profile")
               : 0;
}

static int
check_words(const struct topofix_options *options, struct topofix_error *err)
{
    size_t count = options->words.count;
    size_t most = options->all ? 0 : words_of_modes[options->mode].most;

    if (count > most) {
        return topofix_error_set(
            err, TOPOFIX_ERROR_WISH, "--%s: found '%.60s', expected %s",
            options->all ? "all" : topofix_mode_name(options->mode), options->words.items[most],
            options->all ? "no DOMAIN" : words_of_modes[options->mode].expected);
    }
    if (options->mode == TOPOFIX_MODE_DOMAINS && !options->all && count == 0) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "no domain named: expected DOMAIN..., --all or --file PATH; see "
                                 "--help");
    }
    if (options->mode == TOPOFIX_MODE_FILE && count > 1 && !options->check && !options->dry_run &&
        options->format == TOPOFIX_FORMAT_TEXT) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "--file: found %zu files, expected one, or --check, --dry-run or "
                                 "--format json beside them",
                                 count);
    }
    return 0;
}

const char topofix_document_ending[] = ".json";

/* Each tells its host by its name, and none is a domain that somebody forgot to take away. */
static int
check_documents(const struct topofix_options *options, struct topofix_error *err)
{
    for (size_t i = 0; i < options->words.count && options->mode == TOPOFIX_MODE_MERGE; i++) {
        const char *path = options->words.items[i];
        const char *slash = strrchr(path, '/');
        size_t length = strlen(slash ? slash + 1 : path);
        size_t ending = strlen(topofix_document_ending);

        if (length <= ending ||
            strcmp(path + strlen(path) - ending, topofix_document_ending) != 0) {
            return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                     "--merge: found '%.60s', expected the name of a file such as "
                                     "HOST%s",
                                     path, topofix_document_ending);
        }
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
                                     "--%s: found %u, expected at most %u, as --max-%s says", name,
                                     wanted, maximum, name);
        }
    }
    return 0;
}

int
topofix_options_check(const struct topofix_options *options, const bool *given,
                      struct topofix_error *err)
{
    if (check_modes(options, given, err) < 0 || check_pairs(options, given, err) < 0 ||
        check_own(options, given, err) < 0 || check_words(options, err) < 0 ||
        check_documents(options, err) < 0) {
        return -1;
    }
    /* Nova silently drops a preference above the maximum, so this is not an error. */
    return options->order == TOPOFIX_ORDER_NOVA ? 0 : check_wishes(options, err);
}

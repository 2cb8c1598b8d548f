/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "actions.h"
#include "bare_guest.h"
#include "base/array.h"
#include "base/buffer.h"
#include "base/descriptors.h"
#include "evidence/guest_os.h"
#include "knowledge/knowledge.h"
#include "knowledge/os_names.h"
#include "knowledge/profile_names.h"
#include "option_table.h"
#include "output.h"
#include "report_file.h"
#include "site_limits.h"

static int
check_machine(const struct topofix_options *options, struct topofix_error *err)
{
    if (options->machine &&
        topofix_bare_machine_parse(options->machine).kind == TOPOFIX_MACHINE_UNKNOWN) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "--machine: found '%.60s', expected a QEMU machine type such as "
                                 "pc-q35-7.2",
                                 options->machine);
    }
    return 0;
}

/* Checks names that can be wrong before any domain is read. */
static int
check_os(const struct topofix_options *options, const struct topofix_limits *limits,
         struct topofix_error *err)
{
    bool is_said = options->says.keys != 0;
    const char *typed = is_said ? options->says.said.os : options->os;
    const char *edition = is_said ? options->says.said.edition : options->edition;
    const struct topofix_os *os;

    if (!typed) {
        return edition ? topofix_edition_typed_check(limits, edition, err) : 0;
    }
    os = topofix_os_typed_find(limits, is_said ? "--set os" : "--os", typed, err);
    if (!os) {
        return -1;
    }
    return edition && !topofix_edition_typed_find(os, edition, err) ? -1 : 0;
}

static int
check_profile(const struct topofix_options *options, const struct topofix_limits *limits,
              struct topofix_error *err)
{
    bool is_said = options->says.keys != 0;
    const char *typed = is_said ? options->says.said.profile : options->profile;

    return typed && !topofix_profile_typed_find(limits, is_said ? "--set profile" : "--profile",
                                                typed, err)
               ? -1
               : 0;
}

static int
print_and_exit(void (*format)(struct topofix_buffer *))
{
    struct topofix_buffer text = { .bytes = NULL };
    int result;

    format(&text);
    result = topofix_output_result(&text);
    topofix_buffer_done(&text);
    return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

static void
version_format(struct topofix_buffer *ret_text)
{
    topofix_buffer_add_text(ret_text, "virt-topofix " TOPOFIX_VERSION "\n");
}

static void
options_format(struct topofix_buffer *ret_text)
{
    for (size_t i = 0; i < topofix_option_count; i++) {
        const struct topofix_option *option = &topofix_option_table[i];

        if (option->help) {
            topofix_buffer_add_format(ret_text, "--%s\n", option->name);
        }
        if (option->help && option->alias) {
            topofix_buffer_add_format(ret_text, "--%s\n", option->alias);
        }
    }
}

static void
words_format(struct topofix_buffer *ret_text)
{
    for (size_t i = 0; i < topofix_option_count; i++) {
        const struct topofix_option *option = &topofix_option_table[i];

        if (option->words) {
            topofix_buffer_add_format(ret_text, "--%s", option->name);
            for (size_t k = 0; option->words[k]; k++) {
                topofix_buffer_add_format(ret_text, " %s", option->words[k]);
            }
            topofix_buffer_add_text(ret_text, "\n");
        }
    }
}

typedef int
action(const struct topofix_options *options, const struct topofix_limits *limits);

static action *const actions[] = {
    [TOPOFIX_MODE_DOMAINS] = topofix_action_domains,
    [TOPOFIX_MODE_FILE] = topofix_action_file,
    [TOPOFIX_MODE_LIMITS] = topofix_action_limits,
    [TOPOFIX_MODE_SOLVE] = topofix_action_solve,
    [TOPOFIX_MODE_SMP] = topofix_action_smp,
    [TOPOFIX_MODE_EMIT] = topofix_action_emit,
    [TOPOFIX_MODE_INSTALL_HOOK] = topofix_action_install_hook,
    [TOPOFIX_MODE_REMOVE_HOOK] = topofix_action_remove_hook,
    [TOPOFIX_MODE_HOOK_STATUS] = topofix_action_hook_status,
    [TOPOFIX_MODE_AFTER_START] = topofix_action_after_start,
    [TOPOFIX_MODE_WATCH] = topofix_action_watch,
    [TOPOFIX_MODE_MERGE] = topofix_action_merge,
};
_Static_assert(COUNT_OF(actions) == TOPOFIX_MODES, "an action per mode");

/*
 * An error in the site's limits must stop everything that uses them, because a wrong table would
 * write wrong topologies. An undo, and what only handles the hook's files, must work regardless.
 */
static bool
goes_by_limits(const struct topofix_options *options)
{
    return !(options->mode == TOPOFIX_MODE_INSTALL_HOOK ||
             options->mode == TOPOFIX_MODE_REMOVE_HOOK ||
             options->mode == TOPOFIX_MODE_HOOK_STATUS || options->mode == TOPOFIX_MODE_MERGE ||
             (options->mode == TOPOFIX_MODE_DOMAINS && options->undo)) ||
           options->limits_files.count > 0;
}

static int
run_with_knowledge(const struct topofix_options *options)
{
    struct topofix_error err;
    struct topofix_knowledge *knowledge = topofix_site_limits_load(options, &err);
    const struct topofix_limits *limits;
    bool is_site_broken = !knowledge;
    int status;

    if (is_site_broken && !goes_by_limits(options)) {
        topofix_output_error_format("warning: %s; only the built-in limits are used", err.message);
        knowledge = topofix_knowledge_load(NULL, NULL, 0, &err);
    }
    if (!knowledge) {
        return topofix_output_failure(options, &err);
    }
    limits = topofix_knowledge_limits(knowledge);
    if (check_os(options, limits, &err) < 0 || check_profile(options, limits, &err) < 0 ||
        check_machine(options, &err) < 0 || topofix_report_file_check(options, &err) < 0) {
        status = topofix_output_usage(options, &err);
    } else {
        status = actions[options->mode](options, limits);
    }
    topofix_knowledge_free(knowledge);
    /* the hook judges without the site's limits */
    if (is_site_broken && options->mode == TOPOFIX_MODE_HOOK_STATUS && status == EXIT_SUCCESS) {
        status = EXIT_FAILURE;
    }
    return status;
}

static int
run(const struct topofix_options *options)
{
    if (options->help) {
        return print_and_exit(topofix_help_format);
    }
    if (options->version) {
        return print_and_exit(version_format);
    }
    if (options->list_options) {
        return print_and_exit(options_format);
    }
    if (options->list_words) {
        return print_and_exit(words_format);
    }
    return run_with_knowledge(options);
}

/*
 * A closed pipe should end the program, but not during a write to libvirt: the signal stays
 * blocked, and output.c decides when to end. A file that would outgrow the limit of the user is a
 * failed write like that on a full disk.
 */
static void
block_signals_of_writes(void)
{
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    sigaddset(&signals, SIGXFSZ);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
}

/*
 * Lists of thousands of domains go back to the system as soon as they are freed. glibc would
 * otherwise keep each size that was freed once (mallopt(3), M_MMAP_THRESHOLD).
 */
static void
give_memory_back(void)
{
#ifdef __GLIBC__
    enum { LARGE_BYTES = 128 * 1024 };

    (void)mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
#endif
}

int
main(int argc, char **argv)
{
    struct topofix_options options;
    struct topofix_error err;
    int status;

    if (topofix_descriptors_fill_unusable() < 0) {
        return EXIT_FAILURE;
    }
    setlocale(LC_CTYPE, ""); /* for the characters that can be shown; words and numbers do not
                                depend on the locale */
    block_signals_of_writes();
    give_memory_back();
    if (topofix_options_parse(argc, argv, &options, &err) < 0) {
        status = topofix_output_usage(&options, &err);
    } else {
        status = run(&options);
    }
    topofix_options_done(&options);
    return status;
}

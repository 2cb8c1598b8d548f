/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "option_table.h"

#include <assert.h>

#include "base/array.h"
#include "judge/request.h"
#include "option_apply.h"

enum {
    DOMAINS = 1 << TOPOFIX_MODE_DOMAINS,
    FILES = 1 << TOPOFIX_MODE_FILE,
    LIMITS = 1 << TOPOFIX_MODE_LIMITS,
    SOLVE = 1 << TOPOFIX_MODE_SOLVE,
    SMP = 1 << TOPOFIX_MODE_SMP,
    EMIT = 1 << TOPOFIX_MODE_EMIT,
    INSTALL_HOOK = 1 << TOPOFIX_MODE_INSTALL_HOOK,
    REMOVE_HOOK = 1 << TOPOFIX_MODE_REMOVE_HOOK,
    HOOK_STATUS = 1 << TOPOFIX_MODE_HOOK_STATUS,
    AFTER_START = 1 << TOPOFIX_MODE_AFTER_START,
    WATCH = 1 << TOPOFIX_MODE_WATCH,
    MERGE = 1 << TOPOFIX_MODE_MERGE,
    GUESTS = DOMAINS | FILES,
    BARE = SOLVE | SMP | EMIT, /* there is no domain */
    WISHES = GUESTS | BARE | WATCH,
    ANY = ~0,
};

#define AT(member) offsetof(struct topofix_options, member)

/* The words of an argument, each at the index of its value, and a final NULL. */
static const char *const when_words[] = {
    [TOPOFIX_WHEN_AUTO] = "auto",
    [TOPOFIX_WHEN_ALWAYS] = "always",
    [TOPOFIX_WHEN_NEVER] = "never",
    NULL,
};
static const char *const format_words[] = {
    [TOPOFIX_FORMAT_TEXT] = "text",
    [TOPOFIX_FORMAT_JSON] = "json",
    [TOPOFIX_FORMAT_NAGIOS] = "nagios",
    [TOPOFIX_FORMAT_OSINFO] = "osinfo",
    NULL,
};
static const char *const order_words[] = {
    [TOPOFIX_ORDER_FEWEST_SOCKETS] = "fewest-sockets",
    [TOPOFIX_ORDER_NOVA] = "nova",
    NULL,
};
static const char *const policy_words[] = {
    [TOPOFIX_HOOK_WARN] = "warn",
    [TOPOFIX_HOOK_FIX_NEXT] = "fix-next",
    [TOPOFIX_HOOK_REFUSE] = "refuse",
    [TOPOFIX_HOOK_FIX_FIRST] = "fix-first",
    NULL,
};
static const char *const remedy_words[] = {
    [TOPOFIX_REMEDY_TOPOEXT_ADD] = "topoext=add",
    [TOPOFIX_REMEDY_TOPOEXT_FOLD] = "topoext=fold",
    [TOPOFIX_REMEDY_NUMA_CELLS] = "numa=cells",
    [TOPOFIX_REMEDY_NUMA_SOCKETS] = "numa=sockets",
    NULL,
};
/* The bit of TOPOFIX_ONLY_PENDING follows those of the verdicts. */
static const char *const only_words[] = {
    [TOPOFIX_VERDICT_LEGAL] = "legal",
    [TOPOFIX_VERDICT_LOSES] = "loses",
    [TOPOFIX_VERDICT_MAY_LOSE] = "may-lose",
    [TOPOFIX_VERDICT_INVALID] = "invalid",
    [TOPOFIX_VERDICT_UNKNOWN_GUEST] = "unknown-guest",
    [TOPOFIX_VERDICT_UNFIXABLE] = "unfixable",
    [TOPOFIX_VERDICTS] = "pending",
    NULL,
};

#define ASSERT_WORDS(words, count) \
    _Static_assert(COUNT_OF(words) == (count) + 1, "a word per value")
ASSERT_WORDS(order_words, TOPOFIX_ORDERS);
ASSERT_WORDS(policy_words, TOPOFIX_HOOK_POLICIES);
ASSERT_WORDS(remedy_words, TOPOFIX_REMEDIES);
ASSERT_WORDS(only_words, TOPOFIX_VERDICTS + 1);

/* clang-format off */
/* NOLINTBEGIN(bugprone-macro-parentheses): the macro's arguments are strings and members */

/* An upper bound and a wanted value for each level. */
#define LEVEL_OPTIONS(level_name, what, level)                                                     \
    { .name = "max-" level_name, .metavar = "N", .modes = WISHES, .apply = topofix_apply_count,    \
      .offset = AT(maximum.count[level]), .most = TOPOFIX_VCPUS_MAX,                               \
      .help = "at most N " what },                                                                 \
    { .name = level_name, .metavar = "N", .modes = WISHES, .apply = topofix_apply_count,           \
      .offset = AT(wanted.count[level]), .most = TOPOFIX_VCPUS_MAX, .help = "exactly N " what }

const struct topofix_option topofix_option_table[] = {
    { .letter = 'c', .name = "connect", .metavar = "URI", .modes = DOMAINS | AFTER_START | WATCH,
      .apply = topofix_apply_list, .offset = AT(connects),
      .help = "connect to this hypervisor (may repeat)" },
    { .name = "all", .modes = DOMAINS, .apply = topofix_apply_flag, .offset = AT(all),
      .help = "all persistent domains of the connections" },
    { .name = "file", .metavar = "PATH", .modes = FILES, .starts = TOPOFIX_MODE_FILE,
      .apply = topofix_apply_list, .offset = AT(words),
      .help = "XML instead of a connection; '-' is stdin" },
    { .letter = 'n', .name = "dry-run", .modes = GUESTS | WATCH, .apply = topofix_apply_flag,
      .offset = AT(dry_run), .alias = "print-diff", .help = "change nothing, print a diff" },
    { .name = "check", .modes = GUESTS, .apply = topofix_apply_flag, .offset = AT(check),
      .help = "change nothing, print a verdict per domain" },
    { .name = "strict", .modes = DOMAINS, .apply = topofix_apply_flag, .offset = AT(strict),
      .help = "check: what is pending needs a change, too" },
    { .name = "inspect", .modes = DOMAINS, .apply = topofix_apply_flag, .offset = AT(inspect),
      .help = "read the edition and its sockets from the disks" },
    { .name = "verify", .modes = DOMAINS, .apply = topofix_apply_flag, .offset = AT(verify),
      .help = "change nothing, say whether guests use all vCPUs" },
    { .name = "undo", .modes = DOMAINS, .apply = topofix_apply_flag, .offset = AT(undo),
      .help = "bring back what the fix replaced" },
    { .name = "forget", .modes = DOMAINS, .apply = topofix_apply_flag, .offset = AT(forget),
      .help = "undo: leave no mark that it is to be ignored" },
    { .name = "set", .metavar = "KEY=VALUE,...", .modes = DOMAINS, .apply = topofix_apply_set,
      .offset = AT(says), .help = "say os, edition, profile, max-LEVEL or ignore" },
    { .name = "unset", .metavar = "KEY,...", .modes = DOMAINS, .apply = topofix_apply_unset,
      .offset = AT(says), .help = "say it no longer" },
    { .name = "remember", .modes = DOMAINS, .apply = topofix_apply_flag, .offset = AT(remember),
      .help = "keep --os, --edition, --profile in the metadata" },
    { .name = "watch", .modes = WATCH, .starts = TOPOFIX_MODE_WATCH,
      .help = "stay, and fix each domain as it is defined" },
    { .name = "rescan", .metavar = "SECONDS", .modes = WATCH, .apply = topofix_apply_number,
      .offset = AT(rescan), .most = 86400,
      .help = "look at all domains so often; 0: never (default 300)" },
    { .name = "vcpus", .metavar = "N[,maxvcpus=M]", .modes = GUESTS | EMIT,
      .apply = topofix_apply_vcpus, .offset = AT(resize), .most = TOPOFIX_VCPUS_MAX,
      .help = "resize to N vCPUs, and all that must follow" },
    { .name = "mirror", .modes = GUESTS, .apply = topofix_apply_flag, .offset = AT(mirror),
      .help = "show pinned guests the shape of the host" },
    { .name = "fix", .metavar = "REMEDY,...", .modes = GUESTS, .words = remedy_words,
      .apply = topofix_apply_word_set, .offset = AT(remedies),
      .help = "also where no vCPU is lost:" },
    { .name = "pin", .modes = GUESTS, .apply = topofix_apply_flag, .offset = AT(pin),
      .help = "--mirror: pin the vCPUs that have no pin" },
    { .name = "capabilities", .metavar = "PATH", .modes = FILES, .apply = topofix_apply_text,
      .offset = AT(capabilities), .help = "the host of --file, as virsh capabilities says" },
    { .name = "solve", .metavar = "VCPUS", .modes = SOLVE, .starts = TOPOFIX_MODE_SOLVE,
      .apply = topofix_apply_count, .offset = AT(vcpus), .most = TOPOFIX_VCPUS_MAX,
      .help = "rank the legal topologies of so many vCPUs" },
    { .name = "smp", .metavar = "ARG", .modes = SMP, .starts = TOPOFIX_MODE_SMP,
      .apply = topofix_apply_text, .offset = AT(smp),
      .help = "rewrite the argument of QEMU's -smp" },
    { .name = "emit", .metavar = "FORM", .modes = EMIT, .starts = TOPOFIX_MODE_EMIT,
      .words = topofix_emit_words, .apply = topofix_apply_word, .offset = AT(emit),
      .help = "print what is right at once, for" },
    { .name = "limits", .modes = LIMITS, .starts = TOPOFIX_MODE_LIMITS,
      .help = "show what each guest OS can use, and who says so" },
    { .name = "limits-file", .metavar = "PATH", .modes = WISHES | LIMITS,
      .apply = topofix_apply_list, .offset = AT(limits_files),
      .help = "add or override limits (may repeat)" },
    { .name = "os", .metavar = "ID", .modes = WISHES, .apply = topofix_apply_text,
      .offset = AT(os), .alias = "osinfo", .help = "the guest OS, as libosinfo's id or short id" },
    { .name = "edition", .metavar = "NAME", .modes = WISHES, .apply = topofix_apply_text,
      .offset = AT(edition), .help = "the guest's edition, such as professional" },
    { .name = "profile", .metavar = "ID", .modes = WISHES, .apply = topofix_apply_text,
      .offset = AT(profile), .help = "the application in it, such as oracle-se2" },
    { .name = "machine", .metavar = "TYPE", .modes = BARE, .apply = topofix_apply_text,
      .offset = AT(machine), .help = "the machine type, such as pc-q35-6.1" },
    { .name = "libvirt-version", .metavar = "X.Y", .modes = FILES | BARE,
      .apply = topofix_apply_version, .offset = AT(libvirt_version),
      .help = "the libvirt that it is for, without connection" },
    { .name = "qemu-version", .metavar = "X.Y", .modes = FILES | BARE,
      .apply = topofix_apply_version, .offset = AT(qemu_version),
      .help = "likewise the QEMU" },
    { .name = "only", .metavar = "VERDICT,...", .modes = GUESTS | WATCH, .words = only_words,
      .apply = topofix_apply_word_set, .offset = AT(only), .help = "act only on" },
    LEVEL_OPTIONS("sockets", "sockets", TOPOFIX_LEVEL_SOCKETS),
    LEVEL_OPTIONS("dies", "dies per socket", TOPOFIX_LEVEL_DIES),
    LEVEL_OPTIONS("clusters", "clusters per die", TOPOFIX_LEVEL_CLUSTERS),
    LEVEL_OPTIONS("cores", "cores per cluster", TOPOFIX_LEVEL_CORES),
    LEVEL_OPTIONS("threads", "threads per core", TOPOFIX_LEVEL_THREADS),
    { .name = "order", .metavar = "ORDER", .modes = SOLVE, .words = order_words,
      .apply = topofix_apply_word, .offset = AT(order), .help = "the order of the ranking:" },
    { .name = "flavor", .metavar = "KEY=VALUE", .modes = SOLVE, .apply = topofix_apply_list,
      .offset = AT(flavors), .help = "Nova's extra spec, hw:cpu_max_sockets=2 (repeats)" },
    { .name = "image", .metavar = "KEY=VALUE", .modes = SOLVE, .apply = topofix_apply_list,
      .offset = AT(images), .help = "Nova's property, hw_cpu_max_sockets=2 (repeats)" },
    { .name = "explain", .modes = SOLVE, .apply = topofix_apply_flag, .offset = AT(explain),
      .help = "say which rule rejects each rejected candidate" },
    { .name = "install-hook", .modes = INSTALL_HOOK, .starts = TOPOFIX_MODE_INSTALL_HOOK,
      .help = "install the libvirt hook, or renew it" },
    { .name = "policy", .metavar = "POLICY", .modes = INSTALL_HOOK, .words = policy_words,
      .apply = topofix_apply_word, .offset = AT(hook_policy), .help = "what it does:" },
    { .name = "remove-hook", .modes = REMOVE_HOOK, .starts = TOPOFIX_MODE_REMOVE_HOOK,
      .help = "remove the libvirt hook" },
    { .name = "hook-status", .modes = HOOK_STATUS, .starts = TOPOFIX_MODE_HOOK_STATUS,
      .help = "say whether the libvirt hook is in force" },
    { .name = "after-start", .metavar = "DOMAIN", .modes = AFTER_START,
      .starts = TOPOFIX_MODE_AFTER_START, .apply = topofix_apply_list, .offset = AT(words),
      .help = "for the hook: wait for the start's end, fix, log" },
    { .letter = 'y', .name = "yes", .modes = DOMAINS, .apply = topofix_apply_flag,
      .offset = AT(yes), .help = "do not ask before a batch is written" },
    { .name = "interactive", .modes = DOMAINS, .apply = topofix_apply_flag,
      .offset = AT(interactive), .alias = "confirm", .help = "ask for each domain" },
    { .letter = 'j', .name = "jobs", .metavar = "N", .modes = GUESTS,
      .apply = topofix_apply_count, .offset = AT(jobs), .most = 64,
      .help = "work on N domains at a time (default 4)" },
    { .name = "format", .metavar = "FORMAT", .modes = GUESTS | LIMITS | BARE | WATCH,
      .words = format_words, .apply = topofix_apply_word, .offset = AT(format),
      .alias = "json", .alias_argument = "json", .help = "print the result as" },
    { .name = "warning", .metavar = "RANGE", .modes = GUESTS, .apply = topofix_apply_threshold,
      .offset = AT(thresholds.warning), .help = "nagios: warn by the count of unused vCPUs" },
    { .name = "critical", .metavar = "RANGE", .modes = GUESTS, .apply = topofix_apply_threshold,
      .offset = AT(thresholds.critical), .help = "nagios: be critical by that count" },
    { .name = "metrics-file", .metavar = "PATH", .modes = DOMAINS | WATCH,
      .apply = topofix_apply_text, .offset = AT(metrics_file),
      .help = "also put the numbers there, for Prometheus" },
    { .name = "columns", .metavar = "LIST", .modes = GUESTS, .words = topofix_column_words,
      .apply = topofix_apply_columns, .offset = AT(columns),
      .help = "the table's columns, +LIST for more of them:" },
    { .name = "sort", .metavar = "COLUMN", .modes = GUESTS, .words = topofix_column_words,
      .apply = topofix_apply_word, .offset = AT(sort), .help = "sort the table by one of:" },
    { .name = "noheadings", .modes = GUESTS, .apply = topofix_apply_flag,
      .offset = AT(noheadings), .help = "print the table without its headings" },
    { .name = "stat", .modes = GUESTS, .apply = topofix_apply_flag, .offset = AT(stat),
      .help = "dry-run: a line per domain instead of its diff" },
    { .name = "report", .metavar = "FILE", .modes = GUESTS | MERGE, .apply = topofix_apply_text,
      .offset = AT(report), .help = "write all of it as an HTML page, too" },
    { .name = "merge", .metavar = "HOST.json", .modes = MERGE, .starts = TOPOFIX_MODE_MERGE,
      .apply = topofix_apply_list, .offset = AT(words),
      .help = "report: of what other hosts wrote as JSON" },
    { .name = "color", .metavar = "WHEN", .modes = GUESTS | WATCH, .words = when_words,
      .apply = topofix_apply_word, .offset = AT(color), .help = "color the output:" },
    { .name = "progress", .metavar = "WHEN", .modes = DOMAINS, .words = when_words,
      .apply = topofix_apply_word, .offset = AT(progress), .help = "a bar on stderr:" },
    { .letter = 'q', .name = "quiet", .modes = GUESTS | BARE | WATCH, .apply = topofix_apply_flag,
      .offset = AT(quiet), .help = "only errors and the result itself" },
    { .letter = 'v', .name = "verbose", .modes = GUESTS | LIMITS | BARE | WATCH,
      .apply = topofix_apply_flag,
      .offset = AT(verbose), .help = "also sources, and domains that need nothing" },
    { .letter = 'h', .name = "help", .modes = ANY, .apply = topofix_apply_flag,
      .offset = AT(help), .help = "print this and exit" },
    { .letter = 'V', .name = "version", .modes = ANY, .apply = topofix_apply_flag,
      .offset = AT(version), .help = "print the version and exit" },
    { .name = "list-options", .modes = ANY, .apply = topofix_apply_flag,
      .offset = AT(list_options) },
    { .name = "list-words", .modes = ANY, .apply = topofix_apply_flag, .offset = AT(list_words) },
};
/* NOLINTEND(bugprone-macro-parentheses) */
/* clang-format on */

const size_t topofix_option_count = COUNT_OF(topofix_option_table);
_Static_assert(COUNT_OF(topofix_option_table) <= TOPOFIX_OPTIONS_MAX,
               "room to note which options were given");

const char *
topofix_mode_name(enum topofix_mode mode)
{
    size_t i = 0;

    assert(mode != TOPOFIX_MODE_DOMAINS && mode < TOPOFIX_MODES);
    while (topofix_option_table[i].starts != mode) {
        i++;
    }
    return topofix_option_table[i].name;
}

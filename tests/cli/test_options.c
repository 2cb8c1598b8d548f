/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/array.h"
#include "judge/judgement.h"
#include "option_table.h"
#include "options.h"
#include "testing.h"

enum { WORDS_MAX = 16 };

/* Parses the words of a NULL-terminated list. */
static int
parse(const char *const *words, struct topofix_options *ret_options, struct topofix_error *err)
{
    char *argv[WORDS_MAX + 2] = { (char *)"virt-topofix" };
    int argc = 1;

    for (; words[argc - 1]; argc++) {
        assert_true(argc <= WORDS_MAX);
        argv[argc] = (char *)words[argc - 1];
    }
    return topofix_options_parse(argc, argv, ret_options, err);
}

static void
parse_well(const char *const *words, struct topofix_options *ret_options)
{
    struct topofix_error err;

    if (parse(words, ret_options, &err) < 0) {
        fail_msg("%s", err.message);
    }
}

static void
test_defaults(void **state)
{
    static const char *const words[] = { "win7", NULL };
    struct topofix_options options;

    (void)state;
    parse_well(words, &options);
    assert_int_equal(options.mode, TOPOFIX_MODE_DOMAINS);
    assert_int_equal(options.words.count, 1);
    assert_string_equal(options.words.items[0], "win7");
    assert_int_equal(options.jobs, 4);
    assert_int_equal(options.only, 0);
    assert_int_equal(options.format, TOPOFIX_FORMAT_TEXT);
    assert_false(topofix_topology_is_set(&options.maximum));
    assert_false(topofix_topology_is_set(&options.wanted));
    topofix_options_done(&options);
}

static void
test_everything(void **state)
{
    static const char *const words[] = { "a",
                                         "-nc",
                                         "test:///default",
                                         "--connect=x",
                                         "-j2",
                                         "--sockets",
                                         "2",
                                         "--max-threads=1",
                                         "--only=loses,may-lose",
                                         "b",
                                         "--",
                                         "-c",
                                         NULL };
    struct topofix_options options;

    (void)state;
    parse_well(words, &options);
    assert_true(options.dry_run);
    assert_int_equal(options.connects.count, 2);
    assert_string_equal(options.connects.items[1], "x");
    assert_int_equal(options.jobs, 2);
    assert_false(options.strict);
    assert_topology(&options.wanted, 2, 0, 0, 0, 0);
    assert_topology(&options.maximum, 0, 0, 0, 0, 1);
    assert_int_equal(options.only, 1u << TOPOFIX_VERDICT_LOSES | 1u << TOPOFIX_VERDICT_MAY_LOSE);
    assert_int_equal(options.words.count, 3);
    assert_string_equal(options.words.items[2], "-c");
    topofix_options_done(&options);
}

static void
test_files(void **state)
{
    static const char *const words[] = { "--file", "a", "b", "--check", "--file=-", NULL };
    struct topofix_options options;

    (void)state;
    parse_well(words, &options);
    assert_int_equal(options.mode, TOPOFIX_MODE_FILE);
    assert_int_equal(options.words.count, 3);
    topofix_options_done(&options);
}

static void
test_watch(void **state)
{
    static const char *const words[] = { "--watch", "-c", "a",        "-c", "b",
                                         "-n",      "-q", "--rescan", "0",  NULL };
    static const char *const alone[] = { "--watch", NULL };
    static const char *const wrong[][6] = {
        { "--watch", "win7" },
        { "--watch", "--all" },
        { "--watch", "--check" },
        { "--watch", "--undo" },
        { "--watch", "--jobs", "2" },
        { "--watch", "--file", "a" },
        { "--watch", "--rescan", "86401" },
        { "--watch", "--rescan", "-1" },
        { "--rescan", "9", "--all" },
    };
    struct topofix_options options;
    struct topofix_error err;

    (void)state;
    parse_well(words, &options);
    assert_int_equal(options.mode, TOPOFIX_MODE_WATCH);
    assert_int_equal(options.connects.count, 2);
    assert_int_equal(options.rescan, 0);
    assert_true(options.dry_run);
    topofix_options_done(&options);
    parse_well(alone, &options);
    assert_int_equal(options.rescan, 300);
    topofix_options_done(&options);
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_int_equal(parse(wrong[i], &options, &err), -1);
        topofix_options_done(&options);
    }
}

static void
test_pending(void **state)
{
    static const char *const words[] = { "--check",       "--strict", "--only",
                                         "legal,pending", "--all",    NULL };
    static const char *const alone[] = { "--strict", "--all", NULL };
    static const char *const of_a_file[] = { "--check", "--strict", "--file", "a", NULL };
    struct topofix_options options;
    struct topofix_error err;

    (void)state;
    parse_well(words, &options);
    assert_true(options.strict);
    assert_int_equal(options.only, TOPOFIX_ONLY_PENDING | 1u << TOPOFIX_VERDICT_LEGAL);
    topofix_options_done(&options);
    assert_int_equal(parse(alone, &options, &err), -1);
    assert_string_equal(err.message, "--strict needs --check");
    topofix_options_done(&options);
    assert_int_equal(parse(of_a_file, &options, &err), -1);
    assert_string_equal(err.message, "--file and --strict cannot be combined");
    topofix_options_done(&options);
}

static void
test_policy(void **state)
{
    static const char *const silent[] = { "--install-hook", NULL };
    static const char *const said[] = { "--install-hook", "--policy=refuse", NULL };
    struct topofix_options options;

    (void)state;
    parse_well(silent, &options);
    assert_int_equal(options.mode, TOPOFIX_MODE_INSTALL_HOOK);
    assert_int_equal(options.hook_policy, TOPOFIX_HOOK_POLICIES);
    topofix_options_done(&options);
    parse_well(said, &options);
    assert_int_equal(options.hook_policy, TOPOFIX_HOOK_REFUSE);
    topofix_options_done(&options);
}

static void
test_columns(void **state)
{
    static const char *const these[] = { "--check", "--columns=DOMAIN,fix,domain", "--sort=Used",
                                         "a", NULL };
    static const char *const more[] = { "--check", "--columns=domain", "--columns", "+uuid", "a",
                                        NULL };
    struct topofix_options options;

    (void)state;
    parse_well(these, &options);
    assert_int_equal(options.columns.count, 2);
    assert_int_equal(options.columns.items[0], TOPOFIX_COLUMN_DOMAIN);
    assert_int_equal(options.columns.items[1], TOPOFIX_COLUMN_FIX);
    assert_int_equal(options.sort, TOPOFIX_COLUMN_USED);
    assert_false(options.adds_columns);
    topofix_options_done(&options);
    parse_well(more, &options);
    assert_int_equal(options.columns.count, 1);
    assert_int_equal(options.columns.items[0], TOPOFIX_COLUMN_UUID);
    assert_true(options.adds_columns);
    topofix_options_done(&options);
}

/* The names that other tools have for the same. */
static void
test_aliases(void **state)
{
    static const char *const words[] = { "--print-diff", "--osinfo", "win7", "--json", "a", NULL };
    static const char *const joined[] = { "--osinfo=win7", "--js", "--file", "a", NULL };
    static const char *const too_much[] = { "--json=yes", "a", NULL };
    static const char *const too_little[] = { "a", "--osinfo", NULL };
    struct topofix_options options;
    struct topofix_error err;

    (void)state;
    parse_well(words, &options);
    assert_true(options.dry_run);
    assert_string_equal(options.os, "win7");
    assert_int_equal(options.format, TOPOFIX_FORMAT_JSON);
    assert_int_equal(options.words.count, 1);
    topofix_options_done(&options);
    parse_well(joined, &options);
    assert_string_equal(options.os, "win7");
    assert_int_equal(options.format, TOPOFIX_FORMAT_JSON);
    topofix_options_done(&options);
    assert_int_equal(parse(too_much, &options, &err), -1);
    assert_string_equal(err.message, "--json=yes: takes no argument");
    topofix_options_done(&options);
    assert_int_equal(parse(too_little, &options, &err), -1);
    assert_string_equal(err.message, "--osinfo: no argument, expected ID");
    topofix_options_done(&options);
}

/* What one says, the other makes no use of. */
static void
test_combinations(void **state)
{
    static const struct {
        const char *words[WORDS_MAX];
        const char *message;
    } cases[] = {
        { { "--all", "--check", "-n" }, "--check and --dry-run cannot be combined" },
        { { "--fix=topoext=add,topoext=fold", "win7" },
          "--fix topoext=add and --fix topoext=fold cannot be combined: threads are either shown "
          "or made cores" },
        { { "--all", "-q", "-v" }, "--quiet and --verbose cannot be combined" },
        { { "--all", "--check", "--undo" },
          "--check and --undo cannot be combined: --undo --dry-run shows what an undo would do" },
        { { "--all", "--columns=domain" }, "--columns needs --check" },
        { { "--all", "--check", "-v", "--sort=used" },
          "--sort and --verbose cannot be combined: sentences come as they are found" },
        { { "--all", "--check", "--noheadings", "--json" },
          "--noheadings and --format json cannot be combined" },
        { { "--all", "--stat" }, "--stat needs --dry-run" },
        { { "--all", "--verify", "--check" }, "--verify and --check cannot be combined" },
        { { "--all", "--verify", "--os=win7" }, "--verify and --os cannot be combined" },
        { { "--verify" }, "no domain named: expected DOMAIN..., --all or --file PATH; see --help" },
        { { "--all", "-y", "--interactive" }, "--yes and --interactive cannot be combined" },
        { { "--all", "-y", "-n" }, "--yes and --dry-run cannot be combined: nothing is asked" },
        { { "--all", "--confirm", "--check" },
          "--interactive and --check cannot be combined: nothing is written" },
        { { "--solve=4", "--smp=4" }, "--solve and --smp cannot be combined" },
        { { "--solve=4", "--all" }, "--solve and --all cannot be combined" },
        { { "--solve=4", "--edition=pro" }, "--edition needs --os" },
        { { "--solve=4", "--flavor=hw:cpu_sockets=1" }, "--flavor needs --order nova" },
        { { "--solve=4", "--image=hw_cpu_sockets=1" }, "--image needs --order nova" },
        { { "--solve=4", "--order=nova", "--machine=q35" },
          "--order nova and --machine cannot be combined: Nova does not look at the machine type" },
        { { "--solve=4", "--order=nova", "--max-dies=2" },
          "--order nova and --max-dies cannot be combined: Nova chooses sockets, cores and threads "
          "only" },
        { { "--solve=4", "--dies=3", "--max-dies=2" },
          "--dies: found 3, expected at most 2, as --max-dies says" },
        { { "--all", "a" }, "--all: found 'a', expected no DOMAIN" },
        { { "--solve=4", "a" }, "--solve: found 'a', expected no DOMAIN" },
        { { "--hook-status", "a" }, "--hook-status: found 'a', expected no DOMAIN" },
        { { "--limits", "win7", "win8" },
          "--limits: found 'win8', expected one OS or profile, or none" },
        { { "--after-start=a", "b" }, "--after-start: found 'b', expected one DOMAIN" },
        { { "--file=a", "b" },
          "--file: found 2 files, expected one, or --check, --dry-run or --format json beside "
          "them" },
        { { "-q" }, "no domain named: expected DOMAIN..., --all or --file PATH; see --help" },
        { { "--check", "--edition=pro", "a" }, NULL },
        { { "--file=a", "b", "--format=json" }, NULL },
        { { "--solve=4", "--order=nova", "--sockets=4", "--max-sockets=2" }, NULL },
        { { "--undo", "-n", "a" }, NULL },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_options options;
        struct topofix_error err;

        if (!cases[i].message) {
            parse_well(cases[i].words, &options);
        } else {
            assert_int_equal(parse(cases[i].words, &options, &err), -1);
            assert_string_equal(err.message, cases[i].message);
        }
        topofix_options_done(&options);
    }
}

static void
test_errors_name_the_option(void **state)
{
    static const char *const words[] = { "--sockets", "none", "win7", NULL };
    static const char *const steering[] = { "--color", "\033[31m\n", NULL };
    struct topofix_options options;
    struct topofix_error err;

    (void)state;
    assert_int_equal(parse(words, &options, &err), -1);
    assert_string_equal(err.message, "--sockets: found 'none', expected a count of 1 to 8192");
    topofix_options_done(&options);
    assert_int_equal(parse(steering, &options, &err), -1);
    assert_null(strchr(err.message, '\033'));
    assert_null(strchr(err.message, '\n'));
    topofix_options_done(&options);
}

/* What is wrong, and what was meant. */
static void
test_errors_help(void **state)
{
    static const struct {
        const char *word;
        const char *message;
    } cases[] = {
        { "--chekc", "--chekc: no such option, see --help; did you mean --check?" },
        { "--conect=x", "--conect: no such option, see --help; did you mean --connect?" },
        { "--frobnicate", "--frobnicate: no such option, see --help" },
        { "--max",
          "--max: the beginning of several options, expected one of --max-sockets, --max-dies, "
          "--max-clusters, --max-cores, --max-threads" },
        { "--colo=always", NULL },
        { "--policy=warn", "--policy needs --install-hook" },
        { "--machine=q35", "--machine needs --solve, --smp or --emit" },
        { "--explain", "--explain needs --solve" },
        { "--qemu-version=7.2", "--qemu-version needs --file, --solve, --smp or --emit" },
        { "--color=red", "--color: found 'red', expected auto, always or never" },
        { "--only=loses,x", "--only: found 'x', expected legal, loses, may-lose, invalid, "
                            "unknown-guest, unfixable or "
                            "pending" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const char *words[] = { "win7", cases[i].word, NULL };
        struct topofix_options options;
        struct topofix_error err;

        if (!cases[i].message) {
            parse_well(words, &options);
        } else {
            assert_int_equal(parse(words, &options, &err), -1);
            assert_string_equal(err.message, cases[i].message);
        }
        topofix_options_done(&options);
    }
}

/* getopt keeps its place between calls, even in a word that is gone. */
static void
test_parses_do_not_depend_on_earlier_ones(void **state)
{
    static const char *const later[] = { "win7", NULL };
    char word[16] = "--max-"; /* the beginning of several */
    const char *const earlier[] = { word, NULL };
    struct topofix_options options;
    struct topofix_error err;

    (void)state;
    assert_int_equal(parse(earlier, &options, &err), -1);
    topofix_options_done(&options);
    memset(word, 'x', sizeof(word) - 1);
    parse_well(later, &options);
    assert_string_equal(options.words.items[0], "win7");
    topofix_options_done(&options);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_everything),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_watch),
        cmocka_unit_test(test_pending),

        cmocka_unit_test(test_errors_name_the_option),
        cmocka_unit_test(test_errors_help),

        cmocka_unit_test(test_policy),
        cmocka_unit_test(test_combinations),
        cmocka_unit_test(test_aliases),
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_parses_do_not_depend_on_earlier_ones),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

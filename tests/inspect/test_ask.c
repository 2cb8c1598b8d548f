/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Programs in the place of virt-topofix-inspect: one that answers, and those that do everything
 * else.
 */
#include "inspect/ask.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "testing.h"

enum { LIMIT = 20000, SHORT_LIMIT = 300, GRACE = 300 };

static char folder[] = "/tmp/topofix.XXXXXX";
static char program[64];

static int
make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder)) {
        return -1;
    }
    snprintf(program, sizeof(program), "%s/inspect", folder);
    return 0;
}

static int
remove_folder(void **state)
{
    (void)state;
    unlink(program);
    return rmdir(folder);
}

/* A shell's script becomes the program. */
static void
become(const char *script)
{
    FILE *file;

    unlink(program);
    file = fopen(program, "we");
    assert_non_null(file);
    fprintf(file, "#!/bin/sh\n%s\n", script);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(program, 0700), 0);
}

static int
ask(uint64_t limit, struct topofix_inspect_answer *ret_answer, char **ret_told,
    struct topofix_error *err)
{
    const struct topofix_inspector inspector = { .program = program,
                                                 .limit = limit,
                                                 .grace = GRACE };

    return topofix_inspector_ask(&inspector, "qemu:///system", "-name", ret_answer, ret_told, err);
}

/* Fails with these words, and has told others. */
static void
assert_fails(const char *script, uint64_t limit, const char *words, const char *told_words)
{
    struct topofix_inspect_answer answer;
    struct topofix_error err;
    char *told;

    become(script);
    assert_int_equal(ask(limit, &answer, &told, &err), -1);
    assert_contains(err.message, words);
    assert_null(answer.fields[TOPOFIX_INSPECT_PRODUCT]);
    if (told_words) {
        assert_non_null(told);
        assert_string_equal(told, told_words);
    } else {
        assert_null(told);
    }
    free(told);
}

static void
test_an_answer(void **state)
{
    struct topofix_inspect_answer answer;
    char *told;

    (void)state;
    become("echo '{\"version\": 1, \"product\": \"Windows 10 Pro\", \"licensed_sockets\": 2}'");
    assert_int_equal(ask(LIMIT, &answer, &told, NULL), 0);
    assert_string_equal(answer.fields[TOPOFIX_INSPECT_PRODUCT], "Windows 10 Pro");
    assert_int_equal(answer.licensed_sockets, 2);
    assert_null(told);
    topofix_inspect_answer_done(&answer);
}

static void
test_its_arguments_and_what_it_tells(void **state)
{
    struct topofix_inspect_answer answer;
    char *told;

    (void)state;
    become("echo '{\"version\": 1}'; printf '%s|' \"$@\" >&2; printf 'x\\033[1m\\n\\n' >&2");
    assert_int_equal(ask(LIMIT, &answer, &told, NULL), 0);
    assert_string_equal(told, "--connect=qemu:///system|--timeout=300|--|-name|x [1m");
    free(told);
}

/* Only what the table passes; a descriptor that others left open is closed, and input is empty. */
static void
test_its_surroundings(void **state)
{
    struct topofix_inspect_answer answer;
    char *told;
    const int fd = dup2(STDERR_FILENO, 77);
    sigset_t blocked;
    sigset_t before;

    (void)state;
    assert_int_equal(fd, 77);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    sigprocmask(SIG_BLOCK, &blocked, &before);
    setenv("LD_PRELOAD_NOT", "secret", 1);
    setenv("LIBGUESTFS_BACKEND", "direct", 1);
    become("echo '{\"version\": 1}'\n"
           "env | sed -n 's/^\\(LD_PRELOAD_NOT\\|LIBGUESTFS_BACKEND\\|PATH\\|LC_ALL\\)=/\\1 /p' | "
           "sort | tr '\\n' ';' >&2\n"
           "cat >&2; pwd | tr '\\n' ';' >&2\n"
           "[ -e /proc/$$/fd/77 ] || printf 'closed;' >&2\n"
           "grep -q 'SigBlk:.*0000$' /proc/self/status && printf unblocked >&2");
    assert_int_equal(ask(LIMIT, &answer, &told, NULL), 0);
    assert_string_equal(told, "LC_ALL C.UTF-8;LIBGUESTFS_BACKEND direct;PATH "
                              "/usr/sbin:/usr/bin:/sbin:/bin;/;closed;unblocked");
    free(told);
    unsetenv("LIBGUESTFS_BACKEND");
    unsetenv("LD_PRELOAD_NOT");
    sigprocmask(SIG_SETMASK, &before, NULL);
    close(fd);
}

static void
test_failures(void **state)
{
    (void)state;
    assert_fails("echo '{\"version\": 1, \"product\": \"x\"}'; echo no disks >&2; exit 1", LIMIT,
                 "failed with exit status 1", "no disks");
    assert_fails("echo virt-topofix-inspect: no disks >&2; exit 1", LIMIT, "exit status 1",
                 "no disks");
    assert_fails("kill -SEGV $$", LIMIT, "ended by signal 11", NULL);
    assert_fails("exit 0", LIMIT, "not one JSON object", NULL);
    assert_fails("echo garbage", LIMIT, "not one JSON object", NULL);
    assert_fails("printf '{\"version\": 1}\\0'", LIMIT, "not one JSON object", NULL);
}

static void
test_a_flood(void **state)
{
    struct topofix_inspect_answer answer;
    char *told;

    (void)state;
    assert_fails("exec yes", LIMIT, "prints more than 16384 bytes", NULL);
    become("echo '{\"version\": 1}'; head -c 5000000 /dev/zero | tr '\\0' x >&2");
    assert_int_equal(ask(LIMIT, &answer, &told, NULL), 0);
    assert_int_equal(strlen(told), 1024);
    free(told);
}

/* It is told to end, and then killed with all that it started. */
static void
test_a_hang(void **state)
{
    const uint64_t begin = topofix_clock_now();

    (void)state;
    assert_fails("echo waiting >&2; exec sleep 1000", SHORT_LIMIT, "longer than 0.3 seconds",
                 "waiting");
    assert_fails("trap '' TERM; sleep 1000; sleep 1000", SHORT_LIMIT, "longer than 0.3 seconds",
                 NULL);
    assert_fails("exec >&- 2>&-; exec sleep 1000", SHORT_LIMIT, "longer than 0.3 seconds", NULL);
    assert_true(topofix_clock_now() - begin < LIMIT);
}

/* What it leaves behind holds its outputs open, and is not waited for. */
static void
test_an_heir_of_its_outputs(void **state)
{
    const uint64_t begin = topofix_clock_now();
    struct topofix_inspect_answer answer;
    char *told;

    (void)state;
    become("sleep 30 & echo '{\"version\": 1, \"build\": \"7601\"}'");
    assert_int_equal(ask(LIMIT, &answer, &told, NULL), 0);
    assert_string_equal(answer.fields[TOPOFIX_INSPECT_BUILD], "7601");
    assert_true(topofix_clock_now() - begin < LIMIT);
    topofix_inspect_answer_done(&answer);
}

static void
test_what_cannot_be_run(void **state)
{
    struct topofix_inspector inspector = { .program = "/nowhere/virt-topofix-inspect" };
    struct topofix_error err;

    (void)state;
    assert_int_equal(topofix_inspector_check(&inspector, &err), -1);
    assert_contains(err.message, "/nowhere/virt-topofix-inspect, which is not there: install the "
                                 "package virt-topofix-inspect");
    inspector.program = "inspect";
    assert_int_equal(topofix_inspector_check(&inspector, &err), -1);
    assert_contains(err.message, "expected an absolute path");
    inspector.program = "/dev/null";
    assert_int_equal(topofix_inspector_check(&inspector, &err), -1);
    assert_contains(err.message, "cannot run /dev/null");
    inspector.program = "/bin/sh";
    assert_int_equal(topofix_inspector_check(&inspector, &err), 0);
    become("");
    unlink(program);
    assert_int_equal(ask(LIMIT, &(struct topofix_inspect_answer){ .licensed_sockets = 0 },
                         &(char *){ NULL }, &err),
                     -1);
    assert_contains(err.message, "exit status 127");
}

static void
test_the_one_that_is_installed(void **state)
{
    struct topofix_inspector inspector;

    (void)state;
    unsetenv("VIRT_TOPOFIX_INSPECT");
    inspector = topofix_inspector_installed();
    assert_contains(inspector.program, "/sbin/virt-topofix-inspect");
    assert_true(inspector.limit > 300000);
    setenv("VIRT_TOPOFIX_INSPECT", "/bin/other", 1);
    inspector = topofix_inspector_installed();
    assert_string_equal(inspector.program, "/bin/other");
    unsetenv("VIRT_TOPOFIX_INSPECT");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_answer),
        cmocka_unit_test(test_its_arguments_and_what_it_tells),
        cmocka_unit_test(test_its_surroundings),
        cmocka_unit_test(test_failures),
        cmocka_unit_test(test_a_flood),
        cmocka_unit_test(test_a_hang),
        cmocka_unit_test(test_an_heir_of_its_outputs),
        cmocka_unit_test(test_what_cannot_be_run),
        cmocka_unit_test(test_the_one_that_is_installed),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

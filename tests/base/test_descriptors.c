/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/descriptors.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "testing.h"

/* What a child process found, as its exit status: cmocka cannot speak without descriptors. */
enum finding { AS_WANTED, NOT_FILLED, READ_DIFFERS, WRITE_DIFFERS, NEXT_IS_STANDARD, NO_CHILD };

static enum finding
look(bool can_use)
{
    char byte;
    int next;

    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0) {
            return NOT_FILLED;
        }
    }
    if ((read(STDIN_FILENO, &byte, 1) == 0) != can_use) {
        return READ_DIFFERS;
    }
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++) {
        if ((write(fd, "x", 1) == 1) != can_use) {
            return WRITE_DIFFERS;
        }
    }
    next = dup(STDIN_FILENO);
    return next > STDERR_FILENO ? AS_WANTED : NEXT_IS_STANDARD;
}

static int
fill_quietly(void)
{
    topofix_descriptors_fill();
    return 0;
}

static enum finding
find_in_child(int (*fill)(void), bool can_use)
{
    pid_t child = fork();
    int status;

    if (child == 0) {
        for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
            close(fd);
        }
        _exit(fill() < 0 ? NOT_FILLED : look(can_use));
    }
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) {
        return NO_CHILD;
    }
    return (enum finding)WEXITSTATUS(status);
}

static void
test_fill_lets_everything_pass(void **state)
{
    (void)state;
    assert_int_equal(find_in_child(fill_quietly, true), AS_WANTED);
}

static void
test_fill_unusable_lets_everything_fail(void **state)
{
    (void)state;
    assert_int_equal(find_in_child(topofix_descriptors_fill_unusable, false), AS_WANTED);
}

/* Open descriptors stay what they are. */
static void
test_open_descriptors_stay(void **state)
{
    int ends[2];
    pid_t child;
    int status;
    char bytes[3] = "";

    (void)state;
    assert_int_equal(pipe(ends), 0);
    child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(STDERR_FILENO);
        topofix_descriptors_fill();
        _exit(write(STDOUT_FILENO, "a", 1) == 1 && topofix_descriptors_fill_unusable() == 0 &&
                      write(STDOUT_FILENO, "b", 1) == 1
                  ? AS_WANTED
                  : WRITE_DIFFERS);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(WEXITSTATUS(status), AS_WANTED);
    assert_int_equal(read(ends[0], bytes, 2), 2);
    assert_string_equal(bytes, "ab");
    close(ends[0]);
    close(ends[1]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fill_lets_everything_pass),
        cmocka_unit_test(test_fill_unusable_lets_everything_fail),
        cmocka_unit_test(test_open_descriptors_stay),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

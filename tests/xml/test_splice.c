/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "testing.h"
#include "xml/splice.h"

static void
add(struct topofix_splices *splices, size_t offset, size_t removed, const char *text)
{
    topofix_splices_add(splices, offset, removed, topofix_strdup(text));
}

static void
check_applied(struct topofix_splices *splices, const char *old, const char *expected)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    topofix_splices_sort(splices);
    topofix_splices_apply(splices, old, strlen(old), &text);
    assert_string_equal(topofix_buffer_text(&text), expected);
    topofix_splices_done(splices);
}

static void
test_none(void **state)
{
    struct topofix_splices splices = { .items = NULL };

    (void)state;
    check_applied(&splices, "abc", "abc");
    check_applied(&splices, "", "");
}

static void
test_everywhere(void **state)
{
    struct topofix_splices splices = { .items = NULL };

    (void)state;
    add(&splices, 6, 0, "END");
    add(&splices, 2, 2, "xyz");
    add(&splices, 0, 0, "BEGIN");
    add(&splices, 5, 1, "");
    check_applied(&splices, "abcdef", "BEGINabxyzeEND");
}

static void
test_same_place(void **state)
{
    struct topofix_splices splices = { .items = NULL };

    (void)state;
    add(&splices, 3, 1, "D");
    add(&splices, 3, 0, "1");
    add(&splices, 3, 0, "2");
    add(&splices, 2, 1, "C");
    check_applied(&splices, "abcdef", "abC12Def");
}

/* What is equal keeps its order; what was inserted last is not moved before what was first. */
static void
test_stable(void **state)
{
    static const char *const expected[] = { "1", "2", "a", "b" };
    struct topofix_splices splices = { .items = NULL };

    (void)state;
    add(&splices, 3, 1, "a");
    add(&splices, 3, 2, "b");
    add(&splices, 3, 0, "1");
    add(&splices, 3, 0, "2");
    topofix_splices_sort(&splices);
    for (size_t i = 0; i < ARRAY_SIZE(expected); i++) {
        assert_string_equal(splices.items[i].text, expected[i]);
    }
    topofix_splices_done(&splices);
}

/* Whether a process ends by SIGABRT where it applies one splice of this place after the "cd" of
 * "abcdef". */
static bool
is_aborted(size_t offset, size_t removed)
{
    int status = 0;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        struct topofix_splices splices = { .items = NULL };
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer after = { .bytes = NULL };

        signal(SIGABRT, SIG_DFL); /* which cmocka takes for a failure of its own */
        add(&splices, 2, 2, "CD");
        add(&splices, offset, removed, "x");
        topofix_splices_apply(&splices, "abcdef", 6, &after);
        topofix_splices_done(&splices);
        _exit(EXIT_SUCCESS);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void
test_no_overlap(void **state)
{
    (void)state;
    assert_false(is_aborted(4, 2));
    assert_false(is_aborted(6, 0));
    assert_true(is_aborted(3, 0));
    assert_true(is_aborted(3, 2));
    assert_true(is_aborted(0, 0));
    assert_true(is_aborted(5, 2));
    assert_true(is_aborted(7, 0));
    assert_true(is_aborted(5, (size_t)-1));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_none),       cmocka_unit_test(test_everywhere),
        cmocka_unit_test(test_same_place), cmocka_unit_test(test_stable),
        cmocka_unit_test(test_no_overlap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

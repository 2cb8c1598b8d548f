/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "operation.h"
#include "testing.h"

static void
check(enum topofix_hook_task wanted, int argc, const char *guest, const char *operation,
      const char *sub_operation, const char *extra, const char *more)
{
    const char *argv[] = { "hook", guest, operation, sub_operation, extra, more, NULL };
    enum topofix_hook_task got;

    argv[argc] = NULL;
    got = topofix_hook_task_of(argc, (char *const *)argv);
    if (got != wanted) {
        fail_msg("%d arguments, %s %s %s: task %d, expected %d", argc, operation, sub_operation,
                 extra, got, wanted);
    }
}

static void
test_known_calls(void **state)
{
    (void)state;
    check(TOPOFIX_HOOK_JUDGE, 5, "g", "prepare", "begin", "-", NULL);
    check(TOPOFIX_HOOK_ARRIVAL, 5, "g", "restore", "begin", "-", NULL);
    check(TOPOFIX_HOOK_ARRIVAL, 5, "g", "migrate", "begin", "-", NULL);
    check(TOPOFIX_HOOK_STOP, 5, "g", "release", "end", "-", NULL);
    check(TOPOFIX_HOOK_IGNORE, 5, "g", "start", "begin", "-", NULL);
    check(TOPOFIX_HOOK_IGNORE, 5, "g", "started", "begin", "-", NULL);
    check(TOPOFIX_HOOK_IGNORE, 5, "g", "stopped", "end", "-", NULL);
    check(TOPOFIX_HOOK_IGNORE, 5, "g", "reconnect", "begin", "-", NULL);
    check(TOPOFIX_HOOK_IGNORE, 5, "g", "attach", "begin", "-", NULL);
}

/* libvirt 10.5 and newer say why; what is said otherwise may be a revert, as with the older ones.
 */
static void
test_reasons_of_a_stop(void **state)
{
    static const char *const ends[] = { "shutdown", "destroyed", "crashed", "migrated",
                                        "saved",    "failed",    "daemon" };
    static const char *const doubtful[] = { "-", "unknown", "", "reverted", "from snapshot " };

    (void)state;
    check(TOPOFIX_HOOK_REVERT, 5, "g", "release", "end", "from snapshot", NULL);
    for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
        check(TOPOFIX_HOOK_END, 5, "g", "release", "end", ends[i], NULL);
        check(TOPOFIX_HOOK_IGNORE, 5, "g", "stopped", "end", ends[i], NULL);
    }
    for (size_t i = 0; i < ARRAY_SIZE(doubtful); i++) {
        check(TOPOFIX_HOOK_STOP, 5, "g", "release", "end", doubtful[i], NULL);
    }
    check(TOPOFIX_HOOK_STOP, 6, "g", "release", "end", "destroyed", "more");
    check(TOPOFIX_HOOK_STOP, 4, "g", "release", "end", NULL, NULL);
}

/* What may mean something else one day is not judged; an arrival is noted in any case. */
static void
test_calls_of_the_future(void **state)
{
    (void)state;
    check(TOPOFIX_HOOK_UNKNOWN, 5, "g", "prepare", "begin", "incoming", NULL);
    check(TOPOFIX_HOOK_UNKNOWN, 6, "g", "prepare", "begin", "-", "more");
    check(TOPOFIX_HOOK_UNKNOWN, 4, "g", "prepare", "begin", NULL, NULL);
    check(TOPOFIX_HOOK_UNKNOWN, 5, "g", "prepare", "end", "-", NULL);
    check(TOPOFIX_HOOK_UNKNOWN, 5, "g", "teleport", "begin", "-", NULL);
    check(TOPOFIX_HOOK_ARRIVAL, 6, "g", "migrate", "begin", "later", "more");
}

static void
test_too_few_arguments(void **state)
{
    (void)state;
    check(TOPOFIX_HOOK_UNKNOWN, 0, NULL, NULL, NULL, NULL, NULL);
    check(TOPOFIX_HOOK_UNKNOWN, 1, NULL, NULL, NULL, NULL, NULL);
    check(TOPOFIX_HOOK_UNKNOWN, 3, "g", "prepare", NULL, NULL, NULL);
    check(TOPOFIX_HOOK_UNKNOWN, 5, "", "prepare", "begin", "-", NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_calls),
        cmocka_unit_test(test_reasons_of_a_stop),
        cmocka_unit_test(test_calls_of_the_future),
        cmocka_unit_test(test_too_few_arguments),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

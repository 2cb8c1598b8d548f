/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "trace.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mark.h"
#include "testing.h"

enum { LATER = 1000 * 60 * 1000 };

struct place {
    char path[64];
    int folder;
};

static int
make_place(void **state)
{
    static struct place place;
    struct topofix_error err;

    strcpy(place.path, "/tmp/topofix-trace-XXXXXX");
    if (!mkdtemp(place.path)) {
        return -1;
    }
    place.folder = topofix_marks_open(place.path, &err);
    *state = &place;
    return place.folder < 0 ? -1 : 0;
}

static int
drop_place(void **state)
{
    const struct place *place = *state;
    char command[128];

    close(place->folder);
    snprintf(command, sizeof(command), "rm -rf '%s'", place->path);
    return system(command); /* NOLINT(cert-env33-c): a test, and the path is ours */
}

static void
test_call_is_remembered_until_forgotten(void **state)
{
    const struct place *place = *state;

    assert_false(topofix_hook_trace_has_call(place->path));
    topofix_hook_trace_forget_calls(place->path);
    topofix_hook_trace_call(place->folder);
    topofix_hook_trace_call(place->folder);
    assert_true(topofix_hook_trace_has_call(place->path));
    topofix_hook_trace_forget_calls(place->path);
    assert_false(topofix_hook_trace_has_call(place->path));
}

/* Whatever else has the name was not left by a call. */
static void
test_only_a_file_is_a_trace(void **state)
{
    const struct place *place = *state;
    char name[80];

    snprintf(name, sizeof(name), "%s/called", place->path);
    assert_int_equal(symlink("/etc/passwd", name), 0);
    assert_false(topofix_hook_trace_has_call(place->path));
    topofix_hook_trace_call(place->folder);
    assert_false(topofix_hook_trace_has_call(place->path));
    snprintf(name, sizeof(name), "%s/refusals", place->path);
    assert_int_equal(mkdir(name, 0700), 0);
    topofix_hook_trace_refusal(place->folder);
    assert_int_equal(topofix_hook_trace_refusals(place->path), 0);
}

static void
test_refusals_are_counted_up_to_a_maximum(void **state)
{
    const struct place *place = *state;
    struct topofix_error err;

    assert_int_equal(topofix_hook_trace_refusals(place->path), 0);
    topofix_hook_trace_refusal(place->folder);
    topofix_hook_trace_refusal(place->folder);
    /* old marks are swept, but the count is no mark */
    assert_int_equal(topofix_mark_put(place->folder, TOPOFIX_MARK_REFUSAL, "g", LATER, &err), 0);
    assert_int_equal(
        topofix_mark_put(place->folder, TOPOFIX_MARK_REFUSAL, "g", 10ull * LATER, &err), 0);
    assert_int_equal(topofix_hook_trace_refusals(place->path), 2);
    for (int i = 0; i < TOPOFIX_HOOK_REFUSALS_MAX; i++) {
        topofix_hook_trace_refusal(place->folder);
    }
    assert_int_equal(topofix_hook_trace_refusals(place->path), TOPOFIX_HOOK_REFUSALS_MAX);
    topofix_hook_trace_refusal(-1);
}

static void
test_no_folder(void **state)
{
    (void)state;
    assert_false(topofix_hook_trace_has_call("/nonexistent"));
    assert_int_equal(topofix_hook_trace_refusals("/nonexistent"), 0);
    topofix_hook_trace_forget_calls("/nonexistent");
}

int
main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, make_place, drop_place)
    const struct CMUnitTest tests[] = {
        TEST(test_call_is_remembered_until_forgotten),
        TEST(test_only_a_file_is_a_trace),
        TEST(test_refusals_are_counted_up_to_a_maximum),
        cmocka_unit_test(test_no_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The domains of libvirt's test driver, and what a fake store is asked for once. */
#include "run/selection.h"

#include <stdlib.h>

#include "step_fixture.h"
#include "testing.h"

#define TEST_URI  "test:///default"
#define DEAD_URI  "qemu+unix:///system?socket=/nonexistent/topofix.sock"
#define TEST_UUID "6695eb01-f6a4-8304-79aa-97f2502e193f"

static void
select_by(const char *const *uris, size_t n_uris, const char *const *names, size_t n_names,
          struct topofix_selection *ret_selection)
{
    const struct topofix_selection_request request = {
        .uris = uris, .n_uris = n_uris, .names = names, .n_names = n_names, .all = n_names == 0
    };

    topofix_selection_make(&request, ret_selection);
}

static void
test_all(void **state)
{
    static const char *const uris[] = { TEST_URI };
    struct topofix_selection selection;

    (void)state;
    select_by(uris, 1, NULL, 0, &selection);
    assert_int_equal(selection.n_connections, 1);
    assert_string_equal(selection.connections[0].uri, TEST_URI);
    assert_int_equal(selection.n_targets, 1);
    assert_string_equal(selection.targets[0].entry.uuid, TEST_UUID);
    assert_ptr_equal(selection.targets[0].connection, &selection.connections[0]);
    assert_null(selection.targets[0].name);
    topofix_selection_done(&selection);
    assert_null(selection.targets);
    assert_int_equal(selection.n_targets, 0);
}

/* Named three times, it is one target; a name that is none is an error of its own. */
static void
test_names(void **state)
{
    static const char *const uris[] = { TEST_URI };
    static const char *const names[] = { "test", TEST_UUID, "1", "nobody" };
    struct topofix_selection selection;

    (void)state;
    select_by(uris, 1, names, ARRAY_SIZE(names), &selection);
    assert_int_equal(selection.n_targets, 2);
    assert_string_equal(selection.targets[0].name, "test");
    assert_string_equal(selection.targets[0].entry.uuid, TEST_UUID);
    assert_null(selection.targets[1].connection);
    assert_null(selection.targets[1].uri);
    assert_string_equal(selection.targets[1].name, "nobody");
    assert_int_equal(selection.targets[1].error->code, TOPOFIX_ERROR_NOT_FOUND);
    topofix_selection_done(&selection);
}

/* A daemon that does not answer is an error that names its URI, and keeps nobody from the others.
 */
static void
test_dead_connection(void **state)
{
    static const char *const uris[] = { DEAD_URI, TEST_URI, TEST_URI };
    static const char *const names[] = { "test", "nobody" };
    struct topofix_selection selection;

    (void)state;
    select_by(uris, 3, names, 2, &selection);
    assert_int_equal(selection.n_connections, 3);
    assert_null(selection.connections[0].store);
    assert_non_null(selection.connections[1].store);
    assert_null(selection.connections[2].store); /* the same as the second */
    assert_int_equal(selection.n_targets, 3);
    assert_string_equal(selection.targets[0].uri, DEAD_URI);
    assert_null(selection.targets[0].name);
    assert_int_equal(selection.targets[0].error->code, TOPOFIX_ERROR_CONNECTION);
    assert_ptr_equal(selection.targets[1].connection, &selection.connections[1]);
    assert_string_equal(selection.targets[2].name, "nobody");
    assert_contains(selection.targets[2].error->message, "on any of the connections");
    topofix_selection_done(&selection);
}

/* Nothing could be asked: the connection's own error is all there is to say of the name. */
static void
test_no_connection(void **state)
{
    static const char *const uris[] = { DEAD_URI };
    static const char *const names[] = { "test" };
    struct topofix_selection selection;

    (void)state;
    select_by(uris, 1, names, 1, &selection);
    assert_int_equal(selection.n_targets, 1);
    assert_string_equal(selection.targets[0].uri, DEAD_URI);
    topofix_selection_done(&selection);
}

static void
test_circumstances_are_fetched_once(void **state)
{
    struct topofix_circumstances circumstances;
    struct step step;

    (void)state;
    step_init(&step, STEP_BEFORE);
    step.fake.capabilities = "<capabilities/>";
    for (int i = 0; i < 3; i++) {
        circumstances = topofix_connection_circumstances(&step.connection);
        assert_null(circumstances.capabilities);
        assert_non_null(circumstances.ask_capabilities(circumstances.asked));
        assert_int_equal(circumstances.libvirt_version, 9000000);
        assert_int_equal(circumstances.qemu_version, 7002000);
    }
    assert_int_equal(step.fake.capabilities_asked, 1);
    assert_int_equal(step.fake.versions_asked, 1);
    step_done(&step);
}

/* Where there is much to judge, they are here at once. */
static void
test_many_targets(void **state)
{
    struct topofix_circumstances circumstances;
    struct step step;

    (void)state;
    step_init(&step, STEP_BEFORE);
    step.fake.capabilities = "<capabilities/>";
    step.connection.has_many = true;
    circumstances = topofix_connection_circumstances(&step.connection);
    assert_non_null(circumstances.capabilities);
    assert_null(circumstances.ask_capabilities);
    step_done(&step);
}

/* A hypervisor that reports no capabilities is not asked again, either. */
static void
test_no_capabilities(void **state)
{
    struct step step;

    (void)state;
    step_init(&step, STEP_BEFORE);
    assert_null(topofix_connection_capabilities(&step.connection));
    assert_null(topofix_connection_capabilities(&step.connection));
    assert_int_equal(step.fake.capabilities_asked, 1);
    step_done(&step);
}

static void
test_vcpu_times(void **state)
{
    const struct topofix_vcpu_times *times;
    struct step step;

    (void)state;
    step_init(&step, STEP_BEFORE);
    step.fake.vcpu_times[2] = 77;
    assert_null(topofix_connection_vcpu_times(&step.connection, TEST_UUID));
    times = topofix_connection_vcpu_times(&step.connection, step.target.entry.uuid);
    assert_non_null(times);
    assert_int_equal(times->count, 4);
    assert_int_equal(times->times[2], 77);
    assert_int_equal(step.fake.stats_asked, 1);
    step_done(&step);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_dead_connection),
        cmocka_unit_test(test_no_connection),
        cmocka_unit_test(test_circumstances_are_fetched_once),
        cmocka_unit_test(test_many_targets),
        cmocka_unit_test(test_no_capabilities),
        cmocka_unit_test(test_vcpu_times),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "fake_store.h"
#include "testing.h"

struct outcome {
    int result;
    char *after;
    bool has_rival;
    struct topofix_error err;
};

/* Replaces "<old/>" by "<new/>". */
static struct outcome
replace(struct fake_store *fake)
{
    struct outcome outcome = { .after = NULL };
    struct topofix_entry entry = fake_store_entry();

    outcome.result = topofix_store_replace(
        &fake->common, &entry,
        &(const struct topofix_replacement){ .old_xml = "<old/>", .new_xml = "<new/>" },
        &outcome.after, &outcome.has_rival, &outcome.err);
    topofix_entry_done(&fake->common, &entry);
    return outcome;
}

static void
test_replaces(void **state)
{
    struct fake_store fake;
    struct outcome outcome;

    (void)state;
    fake_store_init(&fake, "<old/>");
    outcome = replace(&fake);
    assert_int_equal(outcome.result, 0);
    assert_string_equal(outcome.after, "<new/>");
    assert_string_equal(fake.xml, "<new/>");
    assert_int_equal(fake.defines, 1);
    assert_int_equal(fake.fetches, 2);
    free(outcome.after);
    fake_store_done(&fake);
}

static void
check_refused(struct fake_store *fake, enum topofix_error_code code, const char *message,
              unsigned defines, const char *xml)
{
    struct outcome outcome = replace(fake);

    assert_int_equal(outcome.result, -1);
    assert_int_equal(outcome.err.code, code);
    assert_contains(outcome.err.message, message);
    assert_null(outcome.after);
    assert_int_equal(fake->defines, defines);
    assert_string_equal(fake->xml, xml);
    fake_store_done(fake);
}

static void
test_changed_meanwhile(void **state)
{
    struct fake_store fake;

    (void)state;
    fake_store_init(&fake, "<old/>");
    fake.change_at = 1;
    fake.change_to = "<other/>";
    check_refused(&fake, TOPOFIX_ERROR_CHANGED, "changed by somebody else meanwhile", 0,
                  "<other/><!-- 1 -->");
}

/* Defining it then would bring it back to life. */
static void
test_undefined_meanwhile(void **state)
{
    struct fake_store fake;

    (void)state;
    fake_store_init(&fake, "<old/>");
    fake.undefine_at = 1;
    check_refused(&fake, TOPOFIX_ERROR_CHANGED, "undefined by somebody else meanwhile", 0,
                  "<old/>");
}

static void
test_read_before_fails(void **state)
{
    struct fake_store fake;

    (void)state;
    fake_store_init(&fake, "<old/>");
    fake.refuse_fetch_at = 1;
    check_refused(&fake, TOPOFIX_ERROR_CONNECTION, "read again before the write: the line is dead",
                  0, "<old/>");
}

static void
test_define_refused(void **state)
{
    struct fake_store fake;

    (void)state;
    fake_store_init(&fake, "<old/>");
    fake.refuse_define = true;
    check_refused(&fake, TOPOFIX_ERROR_REFUSED, "the new definition was not accepted: unsupported",
                  1, "<old/>");
}

/* The definition is there, or not: the error says that nobody knows. */
static void
test_connection_lost_with_the_define(void **state)
{
    const char message[] = "nobody knows whether it was written: look again: the line is dead";
    struct fake_store fake;

    (void)state;
    fake_store_init(&fake, "<old/>");
    fake.lose_define = FAKE_LOSS_OF_QUESTION;
    check_refused(&fake, TOPOFIX_ERROR_UNSURE, message, 1, "<old/>");
    fake_store_init(&fake, "<old/>");
    fake.lose_define = FAKE_LOSS_OF_ANSWER;
    check_refused(&fake, TOPOFIX_ERROR_UNSURE, message, 1, "<new/>");
}

/* libvirt refuses to define a domain that is being removed at that moment. */
static void
test_undefined_at_the_define(void **state)
{
    struct fake_store fake;

    (void)state;
    fake_store_init(&fake, "<old/>");
    fake.undefine_at_define = true;
    check_refused(&fake, TOPOFIX_ERROR_CHANGED, "undefined by somebody else meanwhile", 1,
                  "<old/>");
}

static void
test_read_after_fails(void **state)
{
    struct fake_store fake;

    (void)state;
    fake_store_init(&fake, "<old/>");
    fake.refuse_fetch_at = 2;
    check_refused(&fake, TOPOFIX_ERROR_UNSURE,
                  "written, but it could not be read again: the line is dead", 1, "<new/>");
}

/* Who neither runs nor is saved costs no call. */
static void
test_fetches_what_runs(void **state)
{
    static const struct {
        bool is_running;
        bool has_saved_state;
        bool is_refused;
        unsigned fetches;
        int result;
    } cases[] = {
        { .fetches = 0 },
        { .is_running = true, .fetches = 1 },
        { .has_saved_state = true, .fetches = 1 },
        { .is_running = true, .is_refused = true, .fetches = 1, .result = -1 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_entry entry = fake_store_entry();
        struct fake_store fake;
        struct topofix_error err;
        char *xml = NULL;

        fake_store_init(&fake, "<defined/>");
        fake.running = cases[i].is_refused ? NULL : "<running/>";
        entry.is_running = cases[i].is_running;
        entry.has_saved_state = cases[i].has_saved_state;
        assert_int_equal(topofix_store_fetch_running(&fake.common, &entry, &xml, &err),
                         cases[i].result);
        assert_int_equal(fake.running_fetches, cases[i].fetches);
        assert_int_equal(fake.fetches, 0);
        assert_true((xml != NULL) == (cases[i].fetches == 1 && cases[i].result == 0));
        free(xml);
        topofix_entry_done(&fake.common, &entry);
        fake_store_done(&fake);
    }
}

static void
test_list_is_sorted(void **state)
{
    struct topofix_entries entries = { .items = NULL };
    struct fake_store fake;
    char names[8] = "";

    (void)state;
    fake_store_init(&fake, "<old/>");
    assert_int_equal(topofix_store_list(&fake.common, &entries, NULL), 0);
    for (size_t i = 0; i < entries.count; i++) {
        strcat(names, entries.items[i].name);
    }
    assert_string_equal(names, "abc");
    topofix_entries_done(&fake.common, &entries);
    assert_null(entries.items);
    topofix_store_close(&fake.common);
    topofix_store_close(NULL);
    fake_store_done(&fake);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_replaces),
        cmocka_unit_test(test_changed_meanwhile),
        cmocka_unit_test(test_undefined_meanwhile),
        cmocka_unit_test(test_read_before_fails),
        cmocka_unit_test(test_define_refused),
        cmocka_unit_test(test_connection_lost_with_the_define),
        cmocka_unit_test(test_undefined_at_the_define),
        cmocka_unit_test(test_read_after_fails),
        cmocka_unit_test(test_fetches_what_runs),
        cmocka_unit_test(test_list_is_sorted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/config.h"

#include <stdlib.h>
#include <unistd.h>

#include "testing.h"

static int
read_text(const char *text, struct topofix_hook_config *ret_config, struct topofix_error *err)
{
    char path[] = "/tmp/topofix-hook-XXXXXX";
    int fd = mkstemp(path);
    int result;

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    result = topofix_hook_config_read(path, ret_config, err);
    unlink(path);
    return result;
}

static void
test_what_is_right(void **state)
{
    static const struct {
        const char *text;
        enum topofix_hook_policy policy;
        const char *program; /* NULL: the default */
    } rows[] = {
        { "", TOPOFIX_HOOK_WARN, NULL },
        { "# nothing\n; at all\n\n", TOPOFIX_HOOK_WARN, NULL },
        { "policy = warn", TOPOFIX_HOOK_WARN, NULL },
        { "policy=fix-next\n", TOPOFIX_HOOK_FIX_NEXT, NULL },
        { "policy: refuse\n", TOPOFIX_HOOK_REFUSE, NULL },
        { "\xef\xbb\xbfpolicy = fix-first ; comment\r\n", TOPOFIX_HOOK_FIX_FIRST, NULL },
        { "program = /opt/fix it\npolicy = refuse\n", TOPOFIX_HOOK_REFUSE, "/opt/fix it" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct topofix_hook_config config;
        struct topofix_error err;

        if (read_text(rows[i].text, &config, &err) < 0) {
            fail_msg("%s: %s", rows[i].text, err.message);
        }
        assert_int_equal(config.policy, rows[i].policy);
        if (rows[i].program) {
            assert_string_equal(config.program, rows[i].program);
        } else {
            assert_contains(config.program, "/bin/virt-topofix");
        }
        topofix_hook_config_done(&config);
    }
}

/* Then the policy is warn, even where an earlier line said another. */
static void
test_what_is_wrong(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } rows[] = {
        { "policy = refuse\npolicy = refuse\n", ":2: given twice" },
        { "policy = refuse\ncolour = blue\n", ":2: expected policy or program" },
        { "policy = Refuse\n", ":1: expected policy = warn, fix-next, refuse or fix-first" },
        { "policy = refuse\nprogram = fix\n", ":2: expected program = an absolute path" },
        { "policy\n", ":1: expected NAME = VALUE" },
        { "[hook]\npolicy = refuse\n", ":2: no [section] is expected" },
        { "policy = refuse\n  refuse\n", ":2: given twice" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct topofix_hook_config config;
        struct topofix_error err;

        assert_int_equal(read_text(rows[i].text, &config, &err), -1);
        assert_contains(err.message, rows[i].message);
        assert_int_equal(config.policy, TOPOFIX_HOOK_WARN);
        assert_contains(config.program, "/bin/virt-topofix");
        topofix_hook_config_done(&config);
    }
}

static void
test_long_line(void **state)
{
    struct topofix_hook_config config;
    struct topofix_error err;
    char text[400] = "policy = refuse\n# ";

    (void)state;
    memset(text + strlen(text), 'x', 300);
    assert_int_equal(read_text(text, &config, &err), -1);
    assert_contains(err.message, ":2: the line is longer than");
    topofix_hook_config_done(&config);
}

static void
test_no_file(void **state)
{
    struct topofix_hook_config config;
    struct topofix_error err;

    (void)state;
    assert_int_equal(topofix_hook_config_read("/nonexistent/hook.conf", &config, &err), 0);
    assert_int_equal(config.policy, TOPOFIX_HOOK_WARN);
    topofix_hook_config_done(&config);
    assert_int_equal(topofix_hook_config_read("/", &config, &err), -1);
    topofix_hook_config_done(&config);
}

static void
test_edit(void **state)
{
    static const struct {
        const char *before;
        const char *after;
    } rows[] = {
        { "", "policy = refuse\n" },
        { "# a comment", "# a comment\npolicy = refuse\n" },
        { "# policy = warn\n", "# policy = warn\npolicy = refuse\n" },
        { "policy = warn\n", "policy = refuse\n" },
        { "a", NULL },
        { "policy=warn ; why\n\nprogram = /x\n", "policy = refuse ; why\n\nprogram = /x\n" },
        { "policy = warn\npolicy = warn\n", NULL },
        { "policy = nonsense\n", "policy = refuse\n" },
        { "policy = warn\t; why\n", "policy = refuse\t; why\n" },
        { "policy = warn \t ;why ; not\n", "policy = refuse ;why ; not\n" },
        { "\xef\xbb\xbfpolicy = warn\n", "\xef\xbb\xbfpolicy = refuse\n" },
        { "\xef\xbb\xbf", "\xef\xbb\xbfpolicy = refuse\n" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct topofix_buffer text = { .bytes = NULL };
        struct topofix_error err;
        int result =
            topofix_hook_config_edit("x", rows[i].before, TOPOFIX_HOOK_REFUSE, &text, &err);

        assert_int_equal(result, rows[i].after ? 0 : -1);
        if (rows[i].after) {
            assert_string_equal(topofix_buffer_text(&text), rows[i].after);
        }
        topofix_buffer_done(&text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_right), cmocka_unit_test(test_what_is_wrong),
        cmocka_unit_test(test_long_line),     cmocka_unit_test(test_no_file),
        cmocka_unit_test(test_edit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

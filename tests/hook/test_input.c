/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input.h"

#include <unistd.h>

#include "testing.h"

enum { SIZE_MAX_BYTES = 1000, PATIENCE = 100 };

static int
read_pipe(const char *content, bool ends, struct topofix_buffer *ret_text,
          struct topofix_error *err)
{
    int ends_of_pipe[2];
    int result;

    assert_int_equal(pipe(ends_of_pipe), 0);
    assert_int_equal(write(ends_of_pipe[1], content, strlen(content)), strlen(content));
    if (ends) {
        close(ends_of_pipe[1]);
    }
    result = topofix_hook_input(ends_of_pipe[0], SIZE_MAX_BYTES, PATIENCE, ret_text, err);
    close(ends_of_pipe[0]);
    if (!ends) {
        close(ends_of_pipe[1]);
    }
    return result;
}

static void
test_reads_to_the_end(void **state)
{
    struct topofix_buffer text = { .bytes = NULL };
    struct topofix_error err;

    (void)state;
    assert_int_equal(read_pipe("<domain/>", true, &text, &err), 0);
    assert_string_equal(topofix_buffer_text(&text), "<domain/>");
    topofix_buffer_done(&text);
    assert_int_equal(read_pipe("", true, &text, &err), 0);
    assert_int_equal(text.length, 0);
    topofix_buffer_done(&text);
}

static void
test_no_end(void **state)
{
    struct topofix_buffer text = { .bytes = NULL };
    struct topofix_error err;

    (void)state;
    assert_int_equal(read_pipe("<domain/>", false, &text, &err), -1);
    assert_contains(err.message, "does not end");
    topofix_buffer_done(&text);
}

static void
test_too_large(void **state)
{
    struct topofix_buffer text = { .bytes = NULL };
    char content[SIZE_MAX_BYTES + 2];
    struct topofix_error err;

    (void)state;
    memset(content, 'x', sizeof(content));
    content[SIZE_MAX_BYTES + 1] = '\0';
    assert_int_equal(read_pipe(content, true, &text, &err), -1);
    assert_contains(err.message, "larger than 1000 bytes");
    topofix_buffer_done(&text);
    content[SIZE_MAX_BYTES] = '\0';
    assert_int_equal(read_pipe(content, true, &text, &err), 0);
    assert_int_equal(text.length, SIZE_MAX_BYTES);
    topofix_buffer_done(&text);
}

static void
test_no_descriptor(void **state)
{
    struct topofix_buffer text = { .bytes = NULL };
    struct topofix_error err;

    (void)state;
    assert_int_equal(topofix_hook_input(-1, SIZE_MAX_BYTES, PATIENCE, &text, &err), -1);
    assert_int_equal(topofix_hook_input(999, SIZE_MAX_BYTES, PATIENCE, &text, &err), -1);
    topofix_buffer_done(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_to_the_end),
        cmocka_unit_test(test_no_end),
        cmocka_unit_test(test_too_large),
        cmocka_unit_test(test_no_descriptor),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

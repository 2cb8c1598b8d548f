/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/buffer.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#include "testing.h"

static void
test_empty(void **state)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer buffer = { .bytes = NULL };
    char *text;

    (void)state;
    assert_string_equal(topofix_buffer_text(&buffer), "");
    topofix_buffer_add(&buffer, "x", 0);
    topofix_buffer_clear(&buffer);
    assert_int_equal(buffer.length, 0);
    text = topofix_buffer_take(&buffer);
    assert_string_equal(text, "");
    free(text);
}

static void
test_grows(void **state)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer buffer = { .bytes = NULL };

    (void)state;
    for (int i = 0; i < 1000; i++) {
        topofix_buffer_add_format(&buffer, "%03d,", i);
        assert_int_equal(buffer.bytes[buffer.length], '\0');
    }
    assert_int_equal(buffer.length, 4000);
    assert_int_equal(strncmp(buffer.bytes, "000,001,", 8), 0);
    assert_string_equal(buffer.bytes + 3992, "998,999,");
}

static void
test_keeps_nul_bytes(void **state)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer buffer = { .bytes = NULL };

    (void)state;
    topofix_buffer_add(&buffer, "a\0b", 3);
    topofix_buffer_add_text(&buffer, "c");
    assert_int_equal(buffer.length, 4);
    assert_memory_equal(buffer.bytes, "a\0bc", 5);
}

static void
test_take_and_clear(void **state)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer buffer = { .bytes = NULL };
    char *text;

    (void)state;
    topofix_buffer_add_text(&buffer, "one");
    topofix_buffer_clear(&buffer);
    assert_string_equal(topofix_buffer_text(&buffer), "");
    topofix_buffer_add_text(&buffer, "two");
    text = topofix_buffer_take(&buffer);
    assert_string_equal(text, "two");
    assert_uint_in_range(malloc_usable_size(text), 4, 32);
    assert_null(buffer.bytes);
    assert_int_equal(buffer.length, 0);
    free(text);
    topofix_buffer_add_text(&buffer, "three");
    assert_string_equal(topofix_buffer_text(&buffer), "three");
}

/* Texts of all lengths around what is left of the room, which the first allocation makes. */
static void
test_formats_of_any_length(void **state)
{
    (void)state;
    for (int before = 0; before <= 2; before++) {
        for (int width = 250; width < 600; width++) {
            TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer buffer = { .bytes = NULL };

            topofix_buffer_add_format(&buffer, "%.*s", before, "ab");
            topofix_buffer_add_format(&buffer, "%*d", width, 7);
            assert_int_equal(buffer.length, before + width);
            assert_int_equal(strlen(buffer.bytes), buffer.length);
            assert_true(buffer.capacity > buffer.length);
            assert_int_equal(buffer.bytes[buffer.length - 1], '7');
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_grows),
        cmocka_unit_test(test_formats_of_any_length),
        cmocka_unit_test(test_keeps_nul_bytes),
        cmocka_unit_test(test_take_and_clear),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/arena.h"

#include <stdalign.h>

#include "testing.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>

/* One byte too many is told of, though it lies in the arena's own block. */
static void
test_nothing_behind_the_last_piece(void **state)
{
    struct topofix_arena arena = { .blocks = NULL };

    (void)state;
    for (size_t size = 1; size < 100; size++) {
        char *piece = topofix_arena_alloc(&arena, size);

        assert_false(__asan_address_is_poisoned(piece + size - 1));
        assert_true(__asan_address_is_poisoned(piece + size));
    }
    assert_true(__asan_address_is_poisoned(topofix_arena_strndup(&arena, "abc", 3) + 4));
    topofix_arena_done(&arena);
}
#endif

static void
test_many_pieces(void **state)
{
    struct topofix_arena arena = { .blocks = NULL };
    unsigned char *pieces[3000];

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(pieces); i++) {
        size_t size = i % 100;

        pieces[i] = topofix_arena_alloc(&arena, size);
        assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
        for (size_t k = 0; k < size; k++) {
            assert_int_equal(pieces[i][k], 0);
        }
        memset(pieces[i], (int)(i % 251), size);
    }
    for (size_t i = 0; i < ARRAY_SIZE(pieces); i++) {
        for (size_t k = 0; k < i % 100; k++) {
            assert_int_equal(pieces[i][k], i % 251);
        }
    }
    topofix_arena_done(&arena);
}

static void
test_large_pieces(void **state)
{
    struct topofix_arena arena = { .blocks = NULL };
    char *small = topofix_arena_alloc(&arena, 1);
    char *large = topofix_arena_alloc(&arena, 100000);

    (void)state;
    memset(large, 'x', 100000);
    assert_int_equal(*small, 0);
    topofix_arena_done(&arena);
    assert_null(arena.blocks);
    large = topofix_arena_alloc(&arena, 8);
    assert_int_equal(*large, 0);
    topofix_arena_done(&arena);
}

static void
test_strndup(void **state)
{
    struct topofix_arena arena = { .blocks = NULL };

    (void)state;
    assert_string_equal(topofix_arena_strndup(&arena, "abcdef", 3), "abc");
    assert_string_equal(topofix_arena_strndup(&arena, "", 0), "");
    topofix_arena_done(&arena);
}

/* Strings stand side by side; what is counted is what was taken from the heap. */
static void
test_bytes_are_counted(void **state)
{
    struct topofix_arena arena = { .blocks = NULL };

    (void)state;
    assert_int_equal(arena.n_bytes, 0);
    for (int i = 0; i < 1000; i++) {
        topofix_arena_strndup(&arena, "cpu", 3);
    }
    assert_true(arena.n_bytes >= 4000);
    assert_true(arena.n_bytes <= 20000);
    topofix_arena_alloc(&arena, 1000000);
    assert_true(arena.n_bytes >= 1004000);
    assert_true(arena.n_bytes <= 1040000);
    assert_int_equal((uintptr_t)topofix_arena_alloc(&arena, 1) % alignof(max_align_t), 0);
    topofix_arena_done(&arena);
    assert_int_equal(arena.n_bytes, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#ifdef __SANITIZE_ADDRESS__
        cmocka_unit_test(test_nothing_behind_the_last_piece),
#endif
        cmocka_unit_test(test_many_pieces),
        cmocka_unit_test(test_large_pieces),
        cmocka_unit_test(test_strndup),
        cmocka_unit_test(test_bytes_are_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

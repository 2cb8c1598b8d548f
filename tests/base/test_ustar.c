/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/ustar.h"

#include <stdlib.h>
#include <string.h>

#include "testing.h"

enum { BLOCK = 512, CHECKSUM = 148, CHECKSUM_LENGTH = 8 };

/* What the header's checksum has to be, by the words of the standard. */
static unsigned long
sum_of(const char *header)
{
    unsigned long sum = 0;

    for (size_t i = 0; i < BLOCK; i++) {
        bool is_checksum = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH;

        sum += is_checksum ? ' ' : (unsigned char)header[i];
    }
    return sum;
}

static void
test_file(void **state)
{
    struct topofix_buffer archive = { .bytes = NULL };

    (void)state;
    topofix_ustar_add(&archive, "a/b", "hello", 5);
    assert_int_equal(archive.length, 2 * BLOCK);
    assert_string_equal(archive.bytes, "a/b");
    assert_string_equal(archive.bytes + 100, "0000644");
    assert_string_equal(archive.bytes + 124, "00000000005");
    assert_string_equal(archive.bytes + 136, "00000000000");
    assert_int_equal(strtoul(archive.bytes + CHECKSUM, NULL, 8), sum_of(archive.bytes));
    assert_int_equal(archive.bytes[156], '0');
    assert_memory_equal(archive.bytes + 257,
                        "ustar\0"
                        "00",
                        8);
    assert_string_equal(archive.bytes + BLOCK, "hello");
    topofix_buffer_done(&archive);
}

static void
test_folder_and_end(void **state)
{
    struct topofix_buffer archive = { .bytes = NULL };

    (void)state;
    topofix_ustar_add_folder(&archive, "a/");
    assert_int_equal(archive.length, BLOCK);
    assert_int_equal(archive.bytes[156], '5');
    assert_string_equal(archive.bytes + 100, "0000755");
    assert_int_equal(strtoul(archive.bytes + CHECKSUM, NULL, 8), sum_of(archive.bytes));
    topofix_ustar_finish(&archive);
    assert_int_equal(archive.length, 3 * BLOCK);
    for (size_t i = BLOCK; i < archive.length; i++) {
        assert_int_equal(archive.bytes[i], 0);
    }
    topofix_buffer_done(&archive);
}

/* Content is padded to whole blocks, and not where it fills them; a name may fill its field. */
static void
test_sizes(void **state)
{
    char name[TOPOFIX_USTAR_NAME_MAX + 1];
    char content[BLOCK + 1];

    (void)state;
    memset(name, 'n', TOPOFIX_USTAR_NAME_MAX);
    name[TOPOFIX_USTAR_NAME_MAX] = '\0';
    memset(content, 'c', sizeof(content));
    for (size_t length = 0; length <= sizeof(content); length += BLOCK / 2) {
        struct topofix_buffer archive = { .bytes = NULL };
        size_t blocks = (length + BLOCK - 1) / BLOCK;

        topofix_ustar_add(&archive, name, content, length);
        assert_int_equal(archive.length, (1 + blocks) * BLOCK);
        assert_memory_equal(archive.bytes, name, TOPOFIX_USTAR_NAME_MAX);
        assert_int_equal(strtoul(archive.bytes + 124, NULL, 8), length);
        topofix_buffer_done(&archive);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_file),
        cmocka_unit_test(test_folder_and_end),
        cmocka_unit_test(test_sizes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ProductPolicy: what is right, and all the ways in which a guest's disk can be wrong.
 */
#include "inspect/product_policy.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "random.h"
#include "testing.h"

enum { TYPE_STRING = 1, TYPE_DWORD = 4, UNTOUCHED = 99 };

static const char sockets_name[] = "Kernel-RegisteredProcessors";

static void
add_number(struct topofix_buffer *bytes, uint32_t number, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char byte = (char)(number >> (8 * i) & 0xff);

        topofix_buffer_add(bytes, &byte, 1);
    }
}

/* One value, with a header that is right, and padding to a multiple of four. */
static void
add_value(struct topofix_buffer *values, const char *name, unsigned type, const void *data,
          size_t length)
{
    const size_t name_length = 2 * strlen(name);
    const size_t whole = (0x10 + name_length + length + 3) / 4 * 4;
    const size_t end = values->length + whole;

    add_number(values, (uint32_t)whole, 2);
    add_number(values, (uint32_t)name_length, 2);
    add_number(values, type, 2);
    add_number(values, (uint32_t)length, 2);
    add_number(values, 0, 4);
    add_number(values, 0, 4);
    for (size_t i = 0; name[i]; i++) {
        add_number(values, (unsigned char)name[i], 2);
    }
    topofix_buffer_add(values, data, length);
    while (values->length < end) {
        add_number(values, 0, 1);
    }
}

static void
add_dword(struct topofix_buffer *values, const char *name, uint32_t number)
{
    const uint8_t data[] = { (uint8_t)number, (uint8_t)(number >> 8), (uint8_t)(number >> 16),
                             (uint8_t)(number >> 24) };

    add_value(values, name, TYPE_DWORD, data, sizeof(data));
}

/* Header, values and end; the values are done. */
static struct topofix_buffer
policy_of(struct topofix_buffer *values)
{
    struct topofix_buffer policy = { .bytes = NULL };

    add_number(&policy, (uint32_t)(0x14 + values->length + 4), 4);
    add_number(&policy, (uint32_t)values->length, 4);
    add_number(&policy, 4, 4);
    add_number(&policy, 0, 4);
    add_number(&policy, 1, 4);
    topofix_buffer_add(&policy, topofix_buffer_text(values), values->length);
    add_number(&policy, 0x45, 4);
    topofix_buffer_done(values);
    return policy;
}

/* The usual one: others around it. */
static struct topofix_buffer
usual_policy(uint32_t sockets)
{
    struct topofix_buffer values = { .bytes = NULL };

    add_dword(&values, "Kernel-ProductInfo", 0x30);
    add_value(&values, "Microsoft-Windows-Core-ProcessorLicense", TYPE_STRING, "\0", 2);
    add_dword(&values, sockets_name, sockets);
    add_dword(&values, "Kernel-RegisteredProcessorsMore", 7);
    return policy_of(&values);
}

/* In memory of exactly its size, so that a sanitizer sees what is read behind it. */
static int
sockets_of(const char *bytes, size_t length, unsigned *ret_sockets, struct topofix_error *err)
{
    char *exact = length > 0 ? malloc(length) : NULL;
    int result;

    if (exact) {
        memcpy(exact, bytes, length);
    }
    *ret_sockets = UNTOUCHED;
    result = topofix_product_policy_sockets(exact, length, ret_sockets, err);
    free(exact);
    return result;
}

static void
assert_says(struct topofix_buffer policy, unsigned expected)
{
    unsigned sockets;

    assert_int_equal(sockets_of(policy.bytes, policy.length, &sockets, NULL), 0);
    assert_int_equal(sockets, expected);
    topofix_buffer_done(&policy);
}

static void
assert_refused(struct topofix_buffer policy, const char *words)
{
    struct topofix_error err;
    unsigned sockets;

    assert_int_equal(sockets_of(topofix_buffer_text(&policy), policy.length, &sockets, &err), -1);
    assert_int_equal(sockets, UNTOUCHED);
    assert_int_equal(err.code, TOPOFIX_ERROR_INPUT);
    if (!strstr(err.message, words)) {
        fail_msg("'%s' lacks '%s'", err.message, words);
    }
    topofix_buffer_done(&policy);
}

static void
test_the_number_of_sockets(void **state)
{
    (void)state;
    assert_says(usual_policy(1), 1);
    assert_says(usual_policy(2), 2);
    assert_says(usual_policy(64), 64);
}

static void
test_a_terminated_name_is_the_same(void **state)
{
    struct topofix_buffer values = { .bytes = NULL };

    (void)state;
    add_dword(&values, sockets_name, 4);
    /* the name's length with a terminator; the data moves with it, into the padding */
    add_number(&values, 0, 4);
    values.bytes[0] = (char)(values.bytes[0] + 4);
    values.bytes[2] = (char)(values.bytes[2] + 2);
    memmove(values.bytes + 0x10 + 2 * strlen(sockets_name) + 2,
            values.bytes + 0x10 + 2 * strlen(sockets_name), 4);
    memset(values.bytes + 0x10 + 2 * strlen(sockets_name), 0, 2);
    assert_says(policy_of(&values), 4);
}

static void
test_missing_or_of_another_type_is_one(void **state)
{
    struct topofix_buffer values = { .bytes = NULL };

    (void)state;
    assert_says(policy_of(&values), 1);
    add_dword(&values, "Kernel-ProductInfo", 8);
    assert_says(policy_of(&values), 1);
    add_value(&values, sockets_name, TYPE_STRING, "4\0\0\0", 4);
    assert_says(policy_of(&values), 1);
    add_value(&values, sockets_name, TYPE_DWORD, "\4\0", 2);
    assert_says(policy_of(&values), 1);
}

static void
test_duplicates(void **state)
{
    struct topofix_buffer values = { .bytes = NULL };

    (void)state;
    add_dword(&values, sockets_name, 2);
    add_dword(&values, sockets_name, 2);
    assert_says(policy_of(&values), 2);
    add_dword(&values, sockets_name, 2);
    add_dword(&values, sockets_name, 4);
    assert_refused(policy_of(&values), "twice, with 2 and 4");
    assert_refused(usual_policy(0), "is 0, expected at least 1");
}

static void
test_every_truncation_is_refused(void **state)
{
    struct topofix_buffer policy = usual_policy(2);

    (void)state;
    for (size_t length = 0; length < policy.length; length++) {
        unsigned sockets;

        assert_int_equal(sockets_of(policy.bytes, length, &sockets, NULL), -1);
        assert_int_equal(sockets, UNTOUCHED);
    }
    topofix_buffer_done(&policy);
}

/* Sets a byte of the usual policy. */
static struct topofix_buffer
policy_with(size_t at, int byte)
{
    struct topofix_buffer policy = usual_policy(2);

    policy.bytes[at] = (char)byte;
    return policy;
}

static void
test_lies_about_lengths(void **state)
{
    struct topofix_buffer empty = { .bytes = NULL };
    struct topofix_buffer long_one = usual_policy(2);
    const size_t end = long_one.length - 4;

    (void)state;
    assert_refused(empty, "has 0 bytes");
    while (long_one.length <= 65536) {
        add_number(&long_one, 0, 4);
    }
    assert_refused(long_one, "expected 20 to 65536");
    assert_refused(policy_with(0x00, 0xff), "do not add up");
    assert_refused(policy_with(0x07, 0xff), "do not add up");
    assert_refused(policy_with(0x08, 8), "do not add up");
    assert_refused(policy_with(0x10, 2), "version 2, expected 1");
    assert_refused(policy_with(0x14, 0), "does not end where it says");
    assert_refused(policy_with(0x14, 0x0f), "does not end where it says");
    assert_refused(policy_with(0x15, 0xff), "does not end where it says");
    assert_refused(policy_with(0x17, 0xff), "does not end where it says");
    assert_refused(policy_with(0x1b, 0xff), "does not end where it says");
    assert_refused(policy_with(end, 0), "no mark at its end");
}

/* Bytes that were changed here and there: the answer is a number or an error, and nothing is read
 * that is not there. */
static void
test_random_changes(void **state)
{
    struct topofix_random random = { .state = 13 };
    const unsigned rounds = topofix_random_iterations("TOPOFIX_POLICY_ROUNDS", 20000);
    unsigned n_read = 0;

    (void)state;
    for (unsigned i = 0; i < rounds; i++) {
        struct topofix_buffer policy = usual_policy(1 + topofix_random_below(&random, 64));
        const unsigned n_changes = 1 + topofix_random_below(&random, 4);
        unsigned sockets;

        for (unsigned k = 0; k < n_changes; k++) {
            policy.bytes[topofix_random_below(&random, (unsigned)policy.length)] =
                (char)topofix_random_next(&random);
        }
        if (sockets_of(policy.bytes, policy.length, &sockets, NULL) == 0) {
            assert_true(sockets > 0 && sockets != UNTOUCHED);
            n_read++;
        } else {
            assert_int_equal(sockets, UNTOUCHED);
        }
        topofix_buffer_done(&policy);
    }
    assert_true(n_read > 0 && n_read < rounds);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_number_of_sockets),
        cmocka_unit_test(test_a_terminated_name_is_the_same),
        cmocka_unit_test(test_missing_or_of_another_type_is_one),
        cmocka_unit_test(test_duplicates),
        cmocka_unit_test(test_every_truncation_is_refused),
        cmocka_unit_test(test_lies_about_lengths),
        cmocka_unit_test(test_random_changes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

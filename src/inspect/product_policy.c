/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "inspect/product_policy.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Places in the header and in the header of each value; all numbers are little-endian. */
enum {
    LENGTH_MAX = 64 * 1024, /* what Windows accepts */
    HEADER_LENGTH = 0x14,
    AT_TOTAL = 0x00,
    AT_VALUES_LENGTH = 0x04,
    AT_MARKER_LENGTH = 0x08,
    AT_VERSION = 0x10,
    VALUE_HEADER_LENGTH = 0x10,
    AT_VALUE_LENGTH = 0x00,
    AT_NAME_LENGTH = 0x02,
    AT_TYPE = 0x04,
    AT_DATA_LENGTH = 0x06,
    MARKER_LENGTH = 4,
    MARKER = 0x45,
    TYPE_DWORD = 4,
    DWORD_LENGTH = 4,
};

static const char name_of_sockets[] = "Kernel-RegisteredProcessors";

static unsigned
u16_at(const uint8_t *bytes)
{
    return (unsigned)bytes[0] | (unsigned)bytes[1] << 8;
}

static uint32_t
u32_at(const uint8_t *bytes)
{
    return u16_at(bytes) | (uint32_t)u16_at(bytes + 2) << 16;
}

/* Whether a name in UTF-16 is this one of ASCII; a terminator does not count. */
static bool
is_called(const uint8_t *name, size_t length, const char *ascii)
{
    const size_t n_characters = strlen(ascii);

    if (length == 2 * n_characters + 2 && u16_at(name + 2 * n_characters) == 0) {
        length -= 2;
    }
    if (length != 2 * n_characters) {
        return false;
    }
    for (size_t i = 0; i < n_characters; i++) {
        if (u16_at(name + 2 * i) != (unsigned char)ascii[i]) {
            return false;
        }
    }
    return true;
}

/* Sets *ret_values to the array of values, if the header is right about it. */
static int
find_values(const uint8_t *bytes, size_t length, const uint8_t **ret_values, size_t *ret_length,
            struct topofix_error *err)
{
    uint64_t values_length;
    uint64_t total;

    if (length < HEADER_LENGTH || length > LENGTH_MAX) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "ProductPolicy has %zu bytes, expected %d to %d", length,
                                 HEADER_LENGTH, LENGTH_MAX);
    }
    if (u32_at(bytes + AT_VERSION) != 1) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "ProductPolicy has version %u, expected 1",
                                 u32_at(bytes + AT_VERSION));
    }
    values_length = u32_at(bytes + AT_VALUES_LENGTH);
    total = HEADER_LENGTH + values_length + MARKER_LENGTH;
    if (u32_at(bytes + AT_MARKER_LENGTH) != MARKER_LENGTH || u32_at(bytes + AT_TOTAL) != total ||
        total > length) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "ProductPolicy's lengths do not add up: %u in all, %u of values, "
                                 "%u of the end, found %zu bytes",
                                 u32_at(bytes + AT_TOTAL), u32_at(bytes + AT_VALUES_LENGTH),
                                 u32_at(bytes + AT_MARKER_LENGTH), length);
    }
    if (u32_at(bytes + HEADER_LENGTH + values_length) != MARKER) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "ProductPolicy has no mark at its end, expected 0x%x", MARKER);
    }
    *ret_values = bytes + HEADER_LENGTH;
    *ret_length = (size_t)values_length;
    return 0;
}

/* The length of the value at the beginning of what is left, or 0 where it is not one. */
static size_t
value_length(const uint8_t *value, size_t left)
{
    size_t length;

    if (left < VALUE_HEADER_LENGTH) {
        return 0;
    }
    length = u16_at(value + AT_VALUE_LENGTH);
    return length <= left && length >= VALUE_HEADER_LENGTH +
                                           (size_t)u16_at(value + AT_NAME_LENGTH) +
                                           u16_at(value + AT_DATA_LENGTH)
               ? length
               : 0;
}

/* What the value says if it is a number, and what the kernel takes if it is none. */
static uint32_t
number_of(const uint8_t *value)
{
    return u16_at(value + AT_TYPE) == TYPE_DWORD && u16_at(value + AT_DATA_LENGTH) == DWORD_LENGTH
               ? u32_at(value + VALUE_HEADER_LENGTH + u16_at(value + AT_NAME_LENGTH))
               : 1;
}

int
topofix_product_policy_sockets(const void *bytes, size_t length, unsigned *ret_sockets,
                               struct topofix_error *err)
{
    const uint8_t *value = NULL;
    size_t left = 0;
    uint32_t sockets = 1;
    bool is_found = false;

    if (find_values(bytes, length, &value, &left, err) < 0) {
        return -1;
    }
    while (left > 0) {
        const size_t one = value_length(value, left);

        if (one == 0) {
            return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                     "ProductPolicy has a value that does not end where it says");
        }
        if (is_called(value + VALUE_HEADER_LENGTH, u16_at(value + AT_NAME_LENGTH),
                      name_of_sockets)) {
            if (is_found && number_of(value) != sockets) {
                return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                         "ProductPolicy has %s twice, with %u and %u",
                                         name_of_sockets, sockets, number_of(value));
            }
            sockets = number_of(value);
            is_found = true;
        }
        value += one;
        left -= one;
    }
    if (sockets == 0) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "ProductPolicy's %s is 0, expected at least 1", name_of_sockets);
    }
    *ret_sockets = sockets;
    return 0;
}

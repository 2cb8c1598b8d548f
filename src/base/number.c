/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/number.h"

#include <string.h>

static const char white_space[] = " \t\r\n";

int
topofix_count_parse(const char *text, unsigned max, unsigned *ret_value)
{
    unsigned long long value = 0;
    size_t digits = 0;

    text += strspn(text, white_space);
    if (*text == '+') {
        text++;
    }
    for (; *text >= '0' && *text <= '9'; text++, digits++) {
        value = value * 10 + (unsigned long long)(*text - '0');
        if (value > max) {
            return -1;
        }
    }
    if (digits == 0 || *text != '\0') {
        return -1;
    }
    *ret_value = (unsigned)value;
    return 0;
}

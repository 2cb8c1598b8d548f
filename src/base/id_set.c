/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/id_set.h"

#include <assert.h>
#include <string.h>

static_assert(sizeof(bool) == 1, "memset fills sets");

/* Larger numbers are reduced to this one, which is above any host's, so that nothing overflows. */
enum { ID_MAX = 1 << 24 };

static int
parse_id(const char **text, size_t *ret_id)
{
    size_t id = 0;

    if (**text < '0' || **text > '9') {
        return -1;
    }
    for (; **text >= '0' && **text <= '9'; (*text)++) {
        id = id * 10 + (size_t)(**text - '0');
        id = id > ID_MAX ? ID_MAX : id;
    }
    *ret_id = id;
    return 0;
}

static void
skip_blanks(const char **text)
{
    while (**text == ' ' || **text == '\t' || **text == '\n' || **text == '\r') {
        (*text)++;
    }
}

int
topofix_id_set_parse(const char *text, bool *ret_is_in, size_t limit)
{
    for (int n_ranges = 0; n_ranges < TOPOFIX_ID_SET_RANGES_MAX; n_ranges++) {
        bool is_in = true;
        size_t first;
        size_t last;

        skip_blanks(&text);
        if (*text == '^') {
            is_in = false;
            text++;
        }
        if (parse_id(&text, &first) < 0) {
            return -1;
        }
        last = first;
        if (*text == '-') {
            text++;
            if (parse_id(&text, &last) < 0 || last < first) {
                return -1;
            }
        }
        if (first < limit) {
            memset(ret_is_in + first, is_in, (last < limit ? last + 1 : limit) - first);
        }
        skip_blanks(&text);
        if (*text == '\0') {
            return 0;
        }
        if (*text++ != ',') {
            return -1;
        }
    }
    return -1;
}

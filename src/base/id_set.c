/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/id_set.h"

/* Larger numbers than any host has are cut, so that nothing wraps round. */
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
    for (;;) {
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
        for (size_t id = first; id <= last && id < limit; id++) {
            ret_is_in[id] = is_in;
        }
        skip_blanks(&text);
        if (*text == '\0') {
            return 0;
        }
        if (*text++ != ',') {
            return -1;
        }
    }
}

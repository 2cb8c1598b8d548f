/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Bytes of the UTF-8 character at text, 0 where there is none: "%.40s" may have cut one in two. */
static size_t
character_length(const char *text)
{
    const unsigned char *byte = (const unsigned char *)text;
    size_t length = *byte < 0x80 ? 1 : *byte < 0xe0 ? 2 : *byte < 0xf0 ? 3 : 4;

    if ((*byte >= 0x80 && *byte < 0xc2) || *byte > 0xf4) {
        return 0;
    }
    /* too long a form, a surrogate, or beyond the last character */
    if ((*byte == 0xe0 && byte[1] < 0xa0) || (*byte == 0xed && byte[1] > 0x9f) ||
        (*byte == 0xf0 && byte[1] < 0x90) || (*byte == 0xf4 && byte[1] > 0x8f)) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((byte[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    return length;
}

static bool
is_control(const char *text)
{
    const unsigned char *byte = (const unsigned char *)text;

    return *byte < ' ' || *byte == 0x7f || (*byte == 0xc2 && byte[1] < 0xa0);
}

static void
text_mend(char *text, bool blanks_control)
{
    size_t length;

    for (; *text; text += length) {
        length = character_length(text);
        if (length == 0) {
            *text = '?';
            length = 1;
        } else if (blanks_control && is_control(text)) {
            memset(text, ' ', length);
        }
    }
}

void
topofix_text_clean(char *text)
{
    text_mend(text, true);
}

void
topofix_text_repair(char *text)
{
    text_mend(text, false);
}

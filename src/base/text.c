/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"

/*
 * The length in bytes of the UTF-8 character at text, or 0 if there is none: "%.40s" may have cut a
 * character.
 */
static size_t
character_length(const char *text)
{
    const unsigned char *byte = (const unsigned char *)text;
    size_t length = *byte < 0x80 ? 1 : *byte < 0xe0 ? 2 : *byte < 0xf0 ? 3 : 4;

    if ((*byte >= 0x80 && *byte < 0xc2) || *byte > 0xf4) {
        return 0;
    }
    /* an overlong form, a surrogate, or a code point beyond the last one */
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

/* Characters that are not visible themselves but affect the display, as ranges. */
static const struct {
    unsigned first;
    unsigned last;
} hostile[] = {
    { .first = 0x01, .last = 0x1f },       /* C0 controls, including line breaks */
    { .first = 0x7f, .last = 0x9f },       /* DEL and C1 controls */
    { .first = 0xad, .last = 0xad },       /* soft hyphen */
    { .first = 0x61c, .last = 0x61c },     /* Arabic letter mark */
    { .first = 0x180e, .last = 0x180e },   /* Mongolian vowel separator */
    { .first = 0x200b, .last = 0x200b },   /* zero width space; joiners are allowed */
    { .first = 0x200e, .last = 0x200f },   /* direction marks */
    { .first = 0x2028, .last = 0x202e },   /* line and paragraph separators, bidi embedding */
    { .first = 0x2060, .last = 0x206f },   /* invisible operators, bidi isolates */
    { .first = 0xfeff, .last = 0xfeff },   /* byte order mark */
    { .first = 0xfff9, .last = 0xfffb },   /* interlinear annotation */
    { .first = 0xe0000, .last = 0xe007f }, /* tags */
};

/* The code point of the character at text, whose length is known. */
static unsigned
character_code(const char *text, size_t length)
{
    static const unsigned char masks[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
    unsigned code = (unsigned char)text[0] & masks[length];

    for (size_t i = 1; i < length; i++) {
        code = code << 6 | ((unsigned char)text[i] & 0x3f);
    }
    return code;
}

size_t
topofix_text_hostile(const char *text, unsigned *ret_code)
{
    size_t length = character_length(text);
    unsigned code = length > 0 ? character_code(text, length) : 0;

    for (size_t i = 0; length > 0 && i < COUNT_OF(hostile); i++) {
        if (code >= hostile[i].first && code <= hostile[i].last) {
            *ret_code = code;
            return length;
        }
    }
    return 0;
}

static void
text_mend(char *text, bool blanks_hostile)
{
    size_t length;
    unsigned code;

    for (; *text; text += length) {
        length = character_length(text);
        if (length == 0) {
            *text = '?';
            length = 1;
        } else if (blanks_hostile && topofix_text_hostile(text, &code) > 0) {
            memset(text, ' ', length);
        }
    }
}

void
topofix_text_clean(char *text)
{
    text_mend(text, true);
}

char *
topofix_text_line(const char *format, va_list args)
{
    char *line = topofix_vsprintf(format, args);

    topofix_text_clean(line);
    return line;
}

void
topofix_text_repair(char *text)
{
    text_mend(text, false);
}

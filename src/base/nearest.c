/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/nearest.h"

#include <assert.h>
#include <ctype.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* A typing mistake costs more than a word that only one of the two names has. */
enum { COST_MISTAKE = 10, COST_WORDS = 8, COST_WORDS_TYPED = 20, WORDS_MAX = 16, WORD_MIN = 3 };

/* A word: letters or digits, as "win", "2", "k" and "19" are in win2k19. */
struct word {
    const char *start;
    size_t length;
};

struct words {
    struct word items[WORDS_MAX];
    size_t count;
};

static char
lower(char byte)
{
    return (char)tolower((unsigned char)byte);
}

static bool
is_kept(char byte)
{
    return isalnum((unsigned char)byte) || (unsigned char)byte >= 0x80;
}

/* Copies letters, digits and the dots of versions in lower case. Returns the length of the copy. */
static size_t
squeeze(const char *name, char *ret_text)
{
    size_t length = 0;

    for (; *name && length < TOPOFIX_NEAREST_BYTES; name++) {
        if (is_kept(*name) || *name == '.') {
            ret_text[length++] = lower(*name);
        }
    }
    return length;
}

static unsigned
min3(unsigned a, unsigned b, unsigned c)
{
    unsigned least = a < b ? a : b;

    return least < c ? least : c;
}

/* Returns how many bytes have to be inserted, deleted, replaced or swapped with the next one. */
static unsigned
edit_distance(const char *a, size_t length_a, const char *b, size_t length_b)
{
    unsigned rows[3][TOPOFIX_NEAREST_BYTES + 1];
    unsigned *before = rows[0];
    unsigned *last = rows[1];
    unsigned *row = rows[2];

    for (size_t k = 0; k <= length_b; k++) {
        last[k] = (unsigned)k;
    }
    for (size_t i = 1; i <= length_a; i++) {
        unsigned *oldest = before;

        row[0] = (unsigned)i;
        for (size_t k = 1; k <= length_b; k++) {
            row[k] = min3(last[k] + 1, row[k - 1] + 1, last[k - 1] + (a[i - 1] != b[k - 1]));
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1] &&
                before[k - 2] + 1 < row[k]) {
                row[k] = before[k - 2] + 1;
            }
        }
        before = last;
        last = row;
        row = oldest;
    }
    return last[length_b];
}

static void
split(const char *name, struct words *ret_words)
{
    size_t left = TOPOFIX_NEAREST_BYTES;

    ret_words->count = 0;
    while (*name && left > 0 && ret_words->count < WORDS_MAX) {
        struct word word = { .start = name };
        bool is_number = isdigit((unsigned char)*name) != 0;

        if (!is_kept(*name)) {
            name++;
            left--;
            continue;
        }
        while (left > 0 && is_kept(*name) && (isdigit((unsigned char)*name) != 0) == is_number) {
            name++;
            left--;
        }
        word.length = (size_t)(name - word.start);
        ret_words->items[ret_words->count++] = word;
    }
}

/* Words match if they are equal; one of at least WORD_MIN characters also matches as a part. */
static bool
word_matches(const struct word *part, const struct word *whole)
{
    if (part->length < WORD_MIN && part->length != whole->length) {
        return false;
    }
    for (size_t i = 0; i + part->length <= whole->length; i++) {
        if (strncasecmp(part->start, whole->start + i, part->length) == 0) {
            return true;
        }
    }
    return false;
}

static bool
all_match(const struct words *parts, const struct words *wholes)
{
    for (size_t i = 0; i < parts->count; i++) {
        bool found = false;

        for (size_t k = 0; k < wholes->count && !found; k++) {
            found = word_matches(&parts->items[i], &wholes->items[k]);
        }
        if (!found) {
            return false;
        }
    }
    return parts->count > 0;
}

/* Returns UINT_MAX if the words of the two names differ too much to be alike. */
static unsigned
score_words(const char *typed, const char *spelling)
{
    struct words said;
    struct words known;

    split(typed, &said);
    split(spelling, &known);
    if (all_match(&said, &known)) {
        return COST_WORDS + (unsigned)(known.count > said.count ? known.count - said.count : 0);
    }
    /* A single common word, which many names have, does not make two names alike. */
    if (known.count > 1 && all_match(&known, &said)) {
        return COST_WORDS_TYPED + (unsigned)(said.count - known.count);
    }
    return UINT_MAX;
}

static unsigned
score_of(const char *typed, const char *spelling)
{
    char a[TOPOFIX_NEAREST_BYTES];
    char b[TOPOFIX_NEAREST_BYTES];
    size_t length_a = squeeze(typed, a);
    size_t length_b = squeeze(spelling, b);
    unsigned mistakes = edit_distance(a, length_a, b, length_b);
    unsigned by_words = score_words(typed, spelling);
    unsigned by_bytes =
        mistakes <= 1 + length_a / 4 && mistakes < length_a ? mistakes * COST_MISTAKE : UINT_MAX;

    return by_bytes < by_words ? by_bytes : by_words;
}

/* Inserts the name so that the newest version comes first; a full list drops its oldest. */
static void
insert(struct topofix_nearest *nearest, const char *name)
{
    size_t place = 0;

    for (size_t i = 0; i < nearest->count; i++) {
        if (strcmp(nearest->names[i], name) == 0) {
            return;
        }
    }
    while (place < nearest->count && strverscmp(nearest->names[place], name) > 0) {
        place++;
    }
    if (place == TOPOFIX_NEAREST_MAX) {
        return;
    }
    if (nearest->count < TOPOFIX_NEAREST_MAX) {
        nearest->count++;
    }
    for (size_t i = nearest->count - 1; i > place; i--) {
        nearest->names[i] = nearest->names[i - 1];
    }
    nearest->names[place] = name;
}

void
topofix_nearest_consider(struct topofix_nearest *nearest, const char *spelling, const char *name)
{
    unsigned score = score_of(nearest->typed, spelling);

    if (score == UINT_MAX || (nearest->count > 0 && score > nearest->score)) {
        return;
    }
    if (nearest->count > 0 && score < nearest->score) {
        nearest->count = 0;
    }
    nearest->score = score;
    insert(nearest, name);
}

void
topofix_nearest_format(const struct topofix_nearest *nearest, const char *prefix,
                       struct topofix_buffer *ret_text)
{
    assert(nearest->count <= TOPOFIX_NEAREST_MAX);
    for (size_t i = 0; i < nearest->count; i++) {
        const char *before = i == 0 ? "; did you mean " : i + 1 < nearest->count ? ", " : " or ";

        topofix_buffer_add_format(ret_text, "%s%s%s", before, prefix, nearest->names[i]);
    }
    topofix_buffer_add_text(ret_text, nearest->count > 0 ? "?" : "");
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tags.h"

#include <limits.h>
#include <string.h>

#include "base/array.h"

/* Constructs that begin with '<' but are not tags. */
struct aside {
    const char *begins;
    const char *ends;
};

static const struct aside asides[] = {
    { .begins = "<!--", .ends = "-->" },
    { .begins = "<![CDATA[", .ends = "]]>" },
    { .begins = "<?", .ends = "?>" },
};

static bool
tags_look_at(const struct topofix_tags *tags, const char *word)
{
    size_t length = strlen(word);

    return tags->length - tags->position >= length &&
           memcmp(tags->text + tags->position, word, length) == 0;
}

static void
tags_go_to(struct topofix_tags *tags, size_t position)
{
    const char *from = tags->text + tags->position;
    const char *to = tags->text + position;

    while (from < to && (from = memchr(from, '\n', (size_t)(to - from)))) {
        tags->n_newlines++;
        from++;
    }
    tags->position = position;
}

/* Skips a comment, a processing instruction or a CDATA section. Returns false if there is none. */
static bool
tags_pass_aside(struct topofix_tags *tags)
{
    if (tags->length - tags->position < 2 || !strchr("!?", tags->text[tags->position + 1])) {
        return false;
    }
    for (size_t i = 0; i < COUNT_OF(asides); i++) {
        if (tags_look_at(tags, asides[i].begins)) {
            size_t inside = tags->position + strlen(asides[i].begins);
            size_t length = strlen(asides[i].ends);
            const char *end =
                memmem(tags->text + inside, tags->length - inside, asides[i].ends, length);

            tags_go_to(tags, end ? (size_t)(end - tags->text) + length : tags->length);
            return true;
        }
    }
    return false;
}

/* What matters within a tag: its end, and a quote, in which nothing else matters. */
static const bool is_mark[UCHAR_MAX + 1] = {
    ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true
};

/* The '>' of the tag whose '<' is before at, or NULL. Counts the quoted values on the way. */
static const char *
tag_end(const char *at, const char *end, size_t *ret_n_quoted)
{
    for (*ret_n_quoted = 0;; at++) {
        while (at < end && !is_mark[(unsigned char)*at]) {
            at++;
        }
        if (at == end || *at == '<') {
            return NULL;
        }
        if (*at == '>') {
            return at;
        }
        at = memchr(at + 1, *at, (size_t)(end - at - 1));
        if (!at) {
            return NULL;
        }
        (*ret_n_quoted)++;
    }
}

/* Reads the tag at the current position. Returns false if it is not closed. */
static bool
tags_read(struct topofix_tags *tags, struct topofix_tag *ret_tag)
{
    const char *text = tags->text;
    struct topofix_tag tag = { .kind = TOPOFIX_TAG_START, .start = tags->position };
    const char *end = tag_end(text + tag.start + 1, text + tags->length, &tag.n_attributes);

    if (!end) {
        return false;
    }
    if (text[tag.start + 1] == '/') {
        tag.kind = TOPOFIX_TAG_END;
    } else if (end[-1] == '/') {
        tag.kind = TOPOFIX_TAG_EMPTY;
    }
    tag.end = (size_t)(end - text) + 1;
    tags_go_to(tags, tag.end);
    tag.line = (unsigned)tags->n_newlines + 1;
    *ret_tag = tag;
    return true;
}

bool
topofix_tags_next(struct topofix_tags *tags, struct topofix_tag *ret_tag)
{
    do {
        const char *from = tags->text + tags->position;
        const char *found = memchr(from, '<', tags->length - tags->position);

        if (!found) {
            return false;
        }
        tags_go_to(tags, (size_t)(found - tags->text));
    } while (tags_pass_aside(tags));
    return !tags_look_at(tags, "<!") && tags_read(tags, ret_tag);
}

/*
 * Whether the limits hold for sure, by bytes that are fewer than those that break a limit take: an
 * element has a '<', and an attribute, which has no '<', at least ATTRIBUTE_BYTES.
 */
static bool
tags_are_few(const char *text, size_t length, size_t elements_max)
{
    enum { ATTRIBUTE_BYTES = 5 }; /* " a=''" */
    const char *end = text + length;
    size_t n_brackets = 0;

    while (text < end) {
        const char *next = memchr(text + 1, '<', (size_t)(end - text - 1));

        next = next ? next : end;
        if ((size_t)(next - text) / ATTRIBUTE_BYTES >= TOPOFIX_TAGS_ATTRIBUTES_MAX ||
            ++n_brackets > elements_max) {
            return false;
        }
        text = next;
    }
    return true;
}

int
topofix_tags_check(const char *text, size_t length, size_t elements_max, struct topofix_error *err)
{
    struct topofix_tags tags = { .text = text, .length = length };
    struct topofix_tag tag;
    size_t n_elements = 0;

    if (tags_are_few(text, length, elements_max)) {
        return 0;
    }
    while (topofix_tags_next(&tags, &tag)) {
        n_elements += tag.kind != TOPOFIX_TAG_END;
        if (n_elements > elements_max) {
            return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                     "line %u: more elements than the %zu that are read", tag.line,
                                     elements_max);
        }
        if (tag.n_attributes > TOPOFIX_TAGS_ATTRIBUTES_MAX) {
            return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                     "line %u: an element with more than the %d attributes and "
                                     "namespace declarations that are read",
                                     tag.line, TOPOFIX_TAGS_ATTRIBUTES_MAX);
        }
    }
    return 0;
}

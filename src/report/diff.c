/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "diff.h"

#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"

enum { CONTEXT_LINES = 3 };

/* A text split into lines, each with its newline; the last one may lack it. */
struct lines {
    const char *text;
    size_t *start; /* count + 1 offsets: line i is start[i]..start[i + 1] */
    size_t count;
};

/* Replaces the old lines first..first+removed by the lines of added. */
struct change {
    size_t first;
    size_t removed;
    char *text;         /* the text that added refers to; owned */
    struct lines added; /* without the unchanged lines at both ends of text */
    size_t added_first;
    size_t added_count;
};

static struct lines
lines_of(const char *text, size_t length)
{
    struct lines lines = { .text = text };

    for (size_t at = 0; at < length; lines.count++) {
        const char *newline = memchr(text + at, '\n', length - at);

        lines.start = topofix_grow(lines.start, lines.count, sizeof(*lines.start));
        lines.start[lines.count] = at;
        at = newline ? (size_t)(newline - text) + 1 : length;
    }
    lines.start = topofix_grow(lines.start, lines.count, sizeof(*lines.start));
    lines.start[lines.count] = length;
    return lines;
}

static size_t
line_length(const struct lines *lines, size_t index)
{
    return lines->start[index + 1] - lines->start[index];
}

/* The line that holds the byte at offset; the last line if offset is the end of the text. */
static size_t
line_at(const struct lines *lines, size_t offset)
{
    size_t low = 0;
    size_t high = lines->count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (lines->start[middle] <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool
line_equals(const struct lines *a, size_t i, const struct lines *b, size_t k)
{
    return line_length(a, i) == line_length(b, k) &&
           memcmp(a->text + a->start[i], b->text + b->start[k], line_length(a, i)) == 0;
}

/* Drops the unchanged lines at both ends. */
static void
change_trim(const struct lines *old, struct change *change)
{
    change->added_count = change->added.count;
    while (change->removed > 0 && change->added_count > 0 &&
           line_equals(old, change->first, &change->added, change->added_first)) {
        change->first++;
        change->removed--;
        change->added_first++;
        change->added_count--;
    }
    while (change->removed > 0 && change->added_count > 0 &&
           line_equals(old, change->first + change->removed - 1, &change->added,
                       change->added_first + change->added_count - 1)) {
        change->removed--;
        change->added_count--;
    }
}

/*
 * Merges splices that touch the same lines into one change. Returns the index after the last one
 * used.
 */
static size_t
change_make(const struct lines *old, const struct topofix_splices *splices, size_t index,
            struct change *ret_change)
{
    size_t first = line_at(old, splices->items[index].offset);
    size_t last = first;
    size_t next = index;
    struct topofix_splices part;
    struct topofix_buffer text = { .bytes = NULL };
    size_t from = old->start[first];

    while (next < splices->count && line_at(old, splices->items[next].offset) <= last) {
        const struct topofix_splice *splice = &splices->items[next++];

        last = line_at(old, splice->offset + splice->removed);
    }
    part.count = next - index;
    part.items = topofix_alloc(part.count, sizeof(*part.items));
    for (size_t i = 0; i < part.count; i++) {
        part.items[i] = splices->items[index + i];
        part.items[i].offset -= from;
    }
    topofix_splices_apply(&part, old->text + from, old->start[last + 1] - from, &text);
    free(part.items); /* the splices' texts are borrowed */
    *ret_change = (struct change){ .first = first, .removed = last - first + 1 };
    ret_change->added.count = text.length;
    ret_change->text = topofix_buffer_take(&text);
    ret_change->added = lines_of(ret_change->text, ret_change->added.count);
    change_trim(old, ret_change);
    return next;
}

static void
change_done(struct change *change)
{
    free(change->added.start);
    free(change->text);
}

static void
put_line(char mark, const struct lines *lines, size_t index, struct topofix_buffer *ret_text)
{
    const char *line = lines->text + lines->start[index];
    size_t length = line_length(lines, index);

    topofix_buffer_add(ret_text, &mark, 1);
    topofix_buffer_add(ret_text, line, length);
    if (length == 0 || line[length - 1] != '\n') {
        topofix_buffer_add_text(ret_text, "\n\\ No newline at end of file\n");
    }
}

static void
put_range(size_t first, size_t count, struct topofix_buffer *ret_text)
{
    /* for an empty range the format wants the line before it */
    topofix_buffer_add_format(ret_text, "%zu", count > 0 ? first + 1 : first);
    if (count != 1) {
        topofix_buffer_add_format(ret_text, ",%zu", count);
    }
}

/*
 * Writes the changes from..to-1, which are close enough to share their context. shift is the number
 * of lines that earlier hunks added.
 */
static void
put_hunk(const struct lines *old, const struct change *changes, size_t from, size_t to,
         ptrdiff_t shift, struct topofix_buffer *ret_text)
{
    size_t first = changes[from].first > CONTEXT_LINES ? changes[from].first - CONTEXT_LINES : 0;
    size_t end = changes[to - 1].first + changes[to - 1].removed + CONTEXT_LINES;
    size_t line = first;
    ptrdiff_t grown = 0;

    end = end < old->count ? end : old->count;
    for (size_t i = from; i < to; i++) {
        grown += (ptrdiff_t)changes[i].added_count - (ptrdiff_t)changes[i].removed;
    }
    topofix_buffer_add_text(ret_text, "@@ -");
    put_range(first, end - first, ret_text);
    topofix_buffer_add_text(ret_text, " +");
    put_range((size_t)((ptrdiff_t)first + shift), (size_t)((ptrdiff_t)(end - first) + grown),
              ret_text);
    topofix_buffer_add_text(ret_text, " @@\n");
    for (size_t i = from; i < to; i++) {
        const struct change *change = &changes[i];

        for (; line < change->first; line++) {
            put_line(' ', old, line, ret_text);
        }
        for (; line < change->first + change->removed; line++) {
            put_line('-', old, line, ret_text);
        }
        for (size_t k = 0; k < change->added_count; k++) {
            put_line('+', &change->added, change->added_first + k, ret_text);
        }
    }
    for (; line < end; line++) {
        put_line(' ', old, line, ret_text);
    }
}

static bool
needs_quotes(const char *path)
{
    for (; *path; path++) {
        unsigned char byte = (unsigned char)*path;

        if (byte < ' ' || byte >= 0x7f || byte == '"' || byte == '\\') {
            return true;
        }
    }
    return false;
}

/* Quotes as git does with core.quotePath: C escapes in double quotes, only if needed. */
static void
put_header(const char *marks, char side, const char *path, struct topofix_buffer *ret_text)
{
    topofix_buffer_add_format(ret_text, "%s ", marks);
    if (!needs_quotes(path)) {
        topofix_buffer_add_format(ret_text, "%c/%s\t\n", side, path);
        return;
    }
    topofix_buffer_add_format(ret_text, "\"%c/", side);
    for (; *path; path++) {
        unsigned char byte = (unsigned char)*path;

        if (byte == '"' || byte == '\\') {
            topofix_buffer_add_format(ret_text, "\\%c", byte);
        } else if (byte < ' ' || byte >= 0x7f) {
            topofix_buffer_add_format(ret_text, "\\%03o", byte);
        } else {
            topofix_buffer_add_format(ret_text, "%c", byte);
        }
    }
    topofix_buffer_add_text(ret_text, "\"\t\n");
}

static bool
shares_context(const struct change *earlier, const struct change *later)
{
    return later->first <= earlier->first + earlier->removed + 2 * (size_t)CONTEXT_LINES;
}

void
topofix_diff_format(const char *path, const char *old_text, size_t length,
                    const struct topofix_splices *splices, struct topofix_buffer *ret_text)
{
    struct lines old;
    struct change *changes;
    size_t n_changes = 0;
    ptrdiff_t shift = 0;

    if (splices->count == 0) {
        return;
    }
    old = lines_of(old_text, length);
    changes = topofix_alloc(splices->count, sizeof(*changes));
    for (size_t i = 0; i < splices->count;) {
        struct change *change = &changes[n_changes];

        i = change_make(&old, splices, i, change);
        if (change->removed > 0 || change->added_count > 0) {
            n_changes++;
        } else {
            change_done(change); /* the new text equals the old */
        }
    }
    if (n_changes > 0) {
        put_header("---", 'a', path, ret_text);
        put_header("+++", 'b', path, ret_text);
    }
    for (size_t from = 0, to; from < n_changes; from = to) {
        for (to = from + 1; to < n_changes && shares_context(&changes[to - 1], &changes[to]);) {
            to++;
        }
        put_hunk(&old, changes, from, to, shift, ret_text);
        for (size_t i = from; i < to; i++) {
            shift += (ptrdiff_t)changes[i].added_count - (ptrdiff_t)changes[i].removed;
        }
    }
    for (size_t i = 0; i < n_changes; i++) {
        change_done(&changes[i]);
    }
    free(changes);
    free(old.start);
}

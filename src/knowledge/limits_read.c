/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "limits_read.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "limits_reader.h"

static const char *const acpi_words[] = { "optional", "needed" };

/* A table that grows while the file is read, in the file's order. */
struct table {
    struct topofix_limits_reader *reader;
    struct topofix_os *oses;
    size_t n_oses;
    struct topofix_source *sources;
    struct topofix_fallback *fallbacks;
    const char **fallback_likes; /* resolved after sorting, which moves the rows */
    size_t n_fallbacks;
    struct topofix_application *applications;
    size_t n_applications;
};

/* The row that `like` names: one above it in the file, or else one of base. */
static const struct topofix_os *
find_like(const struct table *table, const char *short_id)
{
    const struct topofix_limits *base = table->reader->base;

    for (size_t i = 0; i < table->n_oses; i++) {
        if (strcmp(table->oses[i].short_id, short_id) == 0) {
            return &table->oses[i];
        }
    }
    return base ? topofix_limits_lookup(base, short_id) : NULL;
}

static const struct topofix_os *
require_like(const struct table *table, const struct topofix_node *node)
{
    const char *like = topofix_limits_required(table->reader, node, "like");
    const struct topofix_os *os = like ? find_like(table, like) : NULL;

    if (like && !os) {
        topofix_error_set(table->reader->err, TOPOFIX_ERROR_INPUT,
                          "line %u: <%s> has like='%.60s', expected the short-id of an <os> above",
                          node->line, node->name, like);
    }
    return os;
}

static int
read_source(struct table *table, const struct topofix_node *node)
{
    struct topofix_limits_reader *reader = table->reader;
    struct topofix_source source = { .id = topofix_limits_required(reader, node, "id") };

    if (!source.id || !(source.title = topofix_limits_required(reader, node, "title"))) {
        return -1;
    }
    source.url = topofix_limits_optional(reader, node, "url");
    table->sources[reader->file->n_sources++] = source;
    return 0;
}

/* If one name stood for two editions, --edition would select either. */
static int
check_names(struct topofix_limits_reader *reader, const struct topofix_node *node,
            const struct topofix_os *os)
{
    for (size_t i = 0; i < os->n_editions; i++) {
        const struct topofix_edition *edition = &os->editions[i];

        for (size_t k = 0; k < edition->n_aliases + 2; k++) {
            const char *name = k == 0   ? edition->name
                               : k == 1 ? edition->title
                                        : edition->aliases[k - 2];

            if (topofix_os_lookup_edition(os, name) != edition) {
                return topofix_error_set(reader->err, TOPOFIX_ERROR_INPUT,
                                         "line %u: '%s' names two editions of %s", node->line, name,
                                         os->short_id);
            }
        }
    }
    return 0;
}

static int
read_editions(struct table *table, const struct topofix_node *node, struct topofix_os *os)
{
    struct topofix_limits_reader *reader = table->reader;
    struct topofix_edition *editions;
    size_t n_children = 0;

    for (const struct topofix_node *child = node->first; child; child = child->next) {
        n_children++;
    }
    editions = topofix_arena_alloc(&reader->file->arena, (n_children + 1) * sizeof(*editions));
    os->editions = editions;
    for (const struct topofix_node *child = node->first; child; child = child->next) {
        if (topofix_node_is(child, TOPOFIX_LIMITS_URI, "edition")) {
            if (topofix_limits_read_edition(reader, child, &editions[os->n_editions]) < 0) {
                return -1;
            }
            os->n_editions++;
        } else if (topofix_node_is(child, TOPOFIX_LIMITS_URI, "reason")) {
            if (topofix_limits_read_number(reader, child, NULL, &os->reason) < 0) {
                return -1;
            }
            os->reason.note =
                topofix_arena_strndup(&reader->file->arena, child->text, strlen(child->text));
        } else {
            return topofix_error_set(reader->err, TOPOFIX_ERROR_INPUT,
                                     "line %u: <%.40s> in <os>, expected edition or reason",
                                     child->line, child->name);
        }
    }
    return 0;
}

/* A site replaces or adds editions; the other editions that base has for the OS are kept. */
static void
merge_editions(struct table *table, struct topofix_os *os)
{
    struct topofix_limits_reader *reader = table->reader;
    const struct topofix_os *base =
        reader->base ? topofix_limits_lookup(reader->base, os->id) : NULL;
    struct topofix_edition *merged;
    size_t count;

    if (!base || base->answer != TOPOFIX_ANSWER_LIMITS || os->answer != TOPOFIX_ANSWER_LIMITS) {
        return;
    }
    merged = topofix_arena_alloc(&reader->file->arena,
                                 (base->n_editions + os->n_editions) * sizeof(*merged));
    count = base->n_editions;
    memcpy(merged, base->editions, count * sizeof(*merged));
    for (size_t i = 0; i < os->n_editions; i++) {
        size_t at = 0;

        while (at < count && strcmp(merged[at].name, os->editions[i].name) != 0) {
            at++;
        }
        merged[at] = os->editions[i];
        count += at == count;
    }
    os->editions = merged;
    os->n_editions = count;
}

static int
check_answer(struct topofix_limits_reader *reader, const struct topofix_node *node,
             const struct topofix_os *os)
{
    if ((os->answer == TOPOFIX_ANSWER_LIMITS) != (os->n_editions > 0) ||
        (os->answer == TOPOFIX_ANSWER_LEAVE_ALONE) != (os->reason.value > 0)) {
        return topofix_error_set(reader->err, TOPOFIX_ERROR_INPUT,
                                 "line %u: %s: answer 'limits' goes with editions, 'leave-alone' "
                                 "with a reason, 'no-limit' with neither",
                                 node->line, os->short_id);
    }
    return 0;
}

static int
read_os(struct table *table, const struct topofix_node *node)
{
    struct topofix_limits_reader *reader = table->reader;
    struct topofix_os os = { .id = topofix_limits_required(reader, node, "id") };
    int word;

    if (!os.id || !(os.short_id = topofix_limits_required(reader, node, "short-id")) ||
        !(os.name = topofix_limits_required(reader, node, "name")) ||
        !(os.family = topofix_limits_required(reader, node, "family"))) {
        return -1;
    }
    if (topofix_node_attribute(node, "like")) {
        const struct topofix_os *like = require_like(table, node);

        if (!like) {
            return -1;
        }
        os.answer = like->answer;
        os.needs_acpi = like->needs_acpi;
        os.reason = like->reason;
        os.editions = like->editions;
        os.n_editions = like->n_editions;
        table->oses[table->n_oses++] = os;
        return 0;
    }
    if (topofix_limits_word(reader, node, "answer", topofix_answer_names, TOPOFIX_ANSWERS, -1,
                            &word) < 0) {
        return -1;
    }
    os.answer = (enum topofix_answer)word;
    if (topofix_limits_word(reader, node, "acpi", acpi_words, 2, 0, &word) < 0) {
        return -1;
    }
    os.needs_acpi = word != 0;
    if (read_editions(table, node, &os) < 0 || check_answer(reader, node, &os) < 0) {
        return -1;
    }
    merge_editions(table, &os);
    if (check_names(reader, node, &os) < 0) {
        return -1;
    }
    table->oses[table->n_oses++] = os;
    return 0;
}

static int
read_fallback(struct table *table, const struct topofix_node *node)
{
    struct topofix_limits_reader *reader = table->reader;
    struct topofix_fallback fallback = { .prefix =
                                             topofix_limits_optional(reader, node, "prefix") };
    const struct topofix_os *like = require_like(table, node);

    if (!like) {
        return -1;
    }
    if (!fallback.prefix) {
        fallback.is_short = true;
        fallback.prefix = topofix_limits_required(reader, node, "short-prefix");
        if (!fallback.prefix) {
            return -1;
        }
    }
    fallback.note = topofix_limits_optional(reader, node, "note");
    table->fallback_likes[table->n_fallbacks] = like->short_id;
    table->fallbacks[table->n_fallbacks++] = fallback;
    return 0;
}

static int
read_application(struct table *table, const struct topofix_node *node)
{
    struct topofix_application *application = &table->applications[table->n_applications];

    if (topofix_limits_read_application(table->reader, node, application) < 0) {
        return -1;
    }
    for (size_t i = 0; i < table->n_applications; i++) {
        if (strcmp(table->applications[i].id, application->id) == 0) {
            return topofix_error_set(table->reader->err, TOPOFIX_ERROR_INPUT,
                                     "line %u: a second <application> with id %s, expected one",
                                     node->line, application->id);
        }
    }
    table->n_applications++;
    return 0;
}

static int
read_entry(struct table *table, const struct topofix_node *node)
{
    if (topofix_node_is(node, TOPOFIX_LIMITS_URI, "source")) {
        return read_source(table, node);
    }
    if (topofix_node_is(node, TOPOFIX_LIMITS_URI, "os")) {
        return read_os(table, node);
    }
    if (topofix_node_is(node, TOPOFIX_LIMITS_URI, "fallback")) {
        return read_fallback(table, node);
    }
    if (topofix_node_is(node, TOPOFIX_LIMITS_URI, "application")) {
        return read_application(table, node);
    }
    return topofix_error_set(table->reader->err, TOPOFIX_ERROR_INPUT,
                             "line %u: <%.40s>, expected source, os, fallback or application",
                             node->line, node->name);
}

static int
compare_ids(const void *a, const void *b)
{
    return strcmp(((const struct topofix_os *)a)->id, ((const struct topofix_os *)b)->id);
}

static int
compare_short_ids(const void *a, const void *b, void *oses)
{
    const struct topofix_os *table = oses;

    return strcmp(table[*(const unsigned short *)a].short_id,
                  table[*(const unsigned short *)b].short_id);
}

/* Sorts the rows by id and, through an index, by short id. Both must be unique. */
static int
table_finish(struct table *table)
{
    struct topofix_limits_reader *reader = table->reader;
    struct topofix_limits *limits = &reader->file->table;
    unsigned short *by_short_id =
        topofix_arena_alloc(&reader->file->arena, (table->n_oses + 1) * sizeof(*by_short_id));

    qsort(table->oses, table->n_oses, sizeof(*table->oses), compare_ids);
    for (size_t i = 0; i < table->n_oses; i++) {
        by_short_id[i] = (unsigned short)i;
    }
    qsort_r(by_short_id, table->n_oses, sizeof(*by_short_id), compare_short_ids, table->oses);
    for (size_t i = 1; i < table->n_oses; i++) {
        const struct topofix_os *os = &table->oses[by_short_id[i]];

        if (strcmp(table->oses[i - 1].id, table->oses[i].id) == 0) {
            return topofix_error_set(reader->err, TOPOFIX_ERROR_INPUT,
                                     "line 1: two <os> with id %s", table->oses[i].id);
        }
        if (strcmp(table->oses[by_short_id[i - 1]].short_id, os->short_id) == 0) {
            return topofix_error_set(reader->err, TOPOFIX_ERROR_INPUT,
                                     "line 1: two <os> with short-id %s", os->short_id);
        }
    }
    for (size_t i = 0; i < table->n_fallbacks; i++) {
        table->fallbacks[i].os = find_like(table, table->fallback_likes[i]);
    }
    *limits = (struct topofix_limits){ .oses = table->oses,
                                       .n_oses = table->n_oses,
                                       .by_short_id = by_short_id,
                                       .fallbacks = table->fallbacks,
                                       .n_fallbacks = table->n_fallbacks,
                                       .applications = table->applications,
                                       .n_applications = table->n_applications,
                                       .below = reader->base };
    return 0;
}

static int
read_root(struct topofix_limits_reader *reader, const struct topofix_node *root)
{
    struct topofix_arena *arena = &reader->file->arena;
    struct table table = { .reader = reader };
    size_t n_entries = 0;

    if (!topofix_node_is(root, TOPOFIX_LIMITS_URI, "guest-limits")) {
        return topofix_error_set(reader->err, TOPOFIX_ERROR_INPUT,
                                 "line %u: the root element is <%.40s>, expected <guest-limits "
                                 "xmlns='" TOPOFIX_LIMITS_URI "'>",
                                 root->line, root->name);
    }
    for (const struct topofix_node *node = root->first; node; node = node->next) {
        n_entries++;
    }
    if (n_entries > USHRT_MAX) {
        return topofix_error_set(reader->err, TOPOFIX_ERROR_INPUT,
                                 "line 1: %zu entries, expected at most %d", n_entries, USHRT_MAX);
    }
    table.oses = topofix_arena_alloc(arena, (n_entries + 1) * sizeof(*table.oses));
    table.sources = topofix_arena_alloc(arena, (n_entries + 1) * sizeof(*table.sources));
    table.applications = topofix_arena_alloc(arena, (n_entries + 1) * sizeof(*table.applications));
    table.fallbacks = topofix_arena_alloc(arena, (n_entries + 1) * sizeof(*table.fallbacks));
    table.fallback_likes =
        topofix_arena_alloc(arena, (n_entries + 1) * sizeof(*table.fallback_likes));
    reader->file->sources = table.sources;
    for (const struct topofix_node *node = root->first; node; node = node->next) {
        if (read_entry(&table, node) < 0) {
            return -1;
        }
    }
    return table_finish(&table);
}

struct topofix_limits_file *
topofix_limits_read(const char *text, size_t length, const struct topofix_limits *base,
                    struct topofix_error *err)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = topofix_doc_parse(text, length, err);
    struct topofix_limits_reader reader = { .base = base, .err = err };

    if (!doc) {
        return NULL;
    }
    reader.file = topofix_alloc(1, sizeof(*reader.file));
    if (read_root(&reader, topofix_doc_root(doc)) < 0) {
        topofix_limits_file_free(reader.file);
        return NULL;
    }
    return reader.file;
}

const struct topofix_limits *
topofix_limits_file_table(const struct topofix_limits_file *file)
{
    return &file->table;
}

void
topofix_limits_file_free(struct topofix_limits_file *file)
{
    if (file) {
        topofix_arena_done(&file->arena);
        free(file);
    }
}

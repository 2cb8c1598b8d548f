/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "diff_stat.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/text.h"
#include "diff_result.h"
#include "paint.h"
#include "report/sentence.h"
#include "table.h"

struct topofix_diff_stat {
    struct topofix_table *table;
    bool tells_host;
    size_t n_domains;
    size_t n_insertions;
    size_t n_deletions;
};

/* A fix changes a handful of lines; what is more, in an odd XML, is not drawn. */
enum { MARKS_MAX = 20 };

static const struct topofix_table_column columns[] = {
    { .title = "DOMAIN" }, { .title = "|" },        { .title = "N", .is_right = true },
    { .title = "LINES" },  { .title = "TOPOLOGY" },
};

struct topofix_diff_stat *
topofix_diff_stat_new(const struct topofix_text_style *style)
{
    struct topofix_diff_stat *stat = topofix_alloc(1, sizeof(*stat));
    const struct topofix_table_layout layout = { .has_color = style->has_color };

    stat->tells_host = style->tells_uri;
    stat->table = topofix_table_new(columns, COUNT_OF(columns), &layout);
    return stat;
}

/* Lines that a diff adds, or takes away. Its first two are the names of the files. */
static size_t
count_lines(const char *diff, char mark)
{
    size_t count = 0;
    int number = 0;

    for (const char *line = diff; line && *line; line = strchr(line, '\n')) {
        line += number > 0;
        count += number >= 2 && *line == mark;
        number++;
    }
    return count;
}

static void
add_marks(size_t count, char mark, struct topofix_buffer *text)
{
    for (size_t i = 0; i < count && i < MARKS_MAX; i++) {
        topofix_buffer_add(text, &mark, 1);
    }
}

void
topofix_diff_stat_add(struct topofix_diff_stat *stat, const struct topofix_result *result)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer diff = { .bytes = NULL };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer marks = { .bytes = NULL };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer change = { .bytes = NULL };
    TOPOFIX_AUTO_FREE char *name = stat->tells_host && result->label
                                       ? topofix_sprintf("%s/%s", result->label, result->name)
                                       : topofix_strdup(result->name ? result->name : "");
    TOPOFIX_AUTO_FREE char *count = NULL;
    size_t insertions;
    size_t deletions;

    topofix_diff_add_result(result, &diff);
    insertions = count_lines(topofix_buffer_text(&diff), '+');
    deletions = count_lines(topofix_buffer_text(&diff), '-');
    add_marks(insertions, '+', &marks);
    add_marks(deletions, '-', &marks);
    if (assessment->changes_topology) {
        topofix_sentence_change(assessment, &assessment->wanted, &change);
    }
    topofix_text_clean(name);
    count = topofix_sprintf("%zu", insertions + deletions);
    topofix_table_add(stat->table,
                      (const struct topofix_table_cell[]){
                          { .text = name },
                          { .text = "|" },
                          { .text = count },
                          { .text = topofix_buffer_text(&marks),
                            .color = deletions == 0 ? TOPOFIX_COLOR_GREEN : TOPOFIX_COLOR_YELLOW },
                          { .text = topofix_buffer_text(&change) },
                      });
    stat->n_domains++;
    stat->n_insertions += insertions;
    stat->n_deletions += deletions;
}

void
topofix_diff_stat_format(struct topofix_diff_stat *stat, struct topofix_buffer *ret_text)
{
    topofix_table_format(stat->table, ret_text);
    if (stat->n_domains > 0) {
        topofix_buffer_add_format(ret_text,
                                  "%zu domain%s changed, %zu insertion%s(+), %zu deletion%s(-)\n",
                                  stat->n_domains, stat->n_domains == 1 ? "" : "s",
                                  stat->n_insertions, stat->n_insertions == 1 ? "" : "s",
                                  stat->n_deletions, stat->n_deletions == 1 ? "" : "s");
    }
}

void
topofix_diff_stat_free(struct topofix_diff_stat *stat)
{
    if (stat) {
        topofix_table_free(stat->table);
        free(stat);
    }
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cells.h"
#include "paint.h"
#include "report/lines.h"
#include "report/report.h"
#include "table.h"

/* What is kept of a domain: its cells and its sort keys. */
struct row {
    char *cells[TOPOFIX_COLUMNS]; /* as many as there are columns; NULL once the table has them */
    const char *color;            /* the verdict's */
    uint64_t key; /* of the column to sort by, followed by its text, where the key is 0 */
    char *text;
    uint64_t rank; /* of the verdict, followed by what is unused and by the name */
    uint64_t unused;
    char *name;
    bool is_unknown; /* the guest is not known, and there is nothing else to report */
};

/* Two screens of 50 lines, with room for the headings and the summary. */
enum { ROWS_MAX = 90 };

struct report_table {
    struct topofix_report common; /* first, so that a pointer to it is a pointer to the whole */
    struct topofix_report_settings settings;
    struct topofix_column_list columns;
    struct topofix_report *lines; /* prints what is not a row: failures and the summary */
    struct row *rows;
    size_t n_rows;
    size_t n_legal;    /* domains that need no change */
    size_t n_unknown;  /* domains of unknown guests that were not kept as rows because there are too
                          many */
    size_t n_remarked; /* of those, the domains that have remarks */
    size_t verdict_width;
};

static char *
cell_text(enum topofix_column column, const struct topofix_result *result)
{
    struct topofix_buffer text = { .bytes = NULL };

    topofix_cell_format(column, result, &text);
    return topofix_buffer_take(&text);
}

/* Whether the domain is legal, is not changed, and runs as defined. */
static bool
needs_nothing(const struct topofix_result *result)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;

    return topofix_result_verdict(result) == TOPOFIX_VERDICT_LEGAL && !assessment->needs_change &&
           !assessment->record_is_stale && !topofix_pending_is_due(topofix_result_pending(result));
}

static void
add_row(struct report_table *report, const struct topofix_result *result)
{
    const enum topofix_column sort = report->settings.table.sort;
    const uint64_t key = topofix_cell_key(sort, result);
    struct row *row;

    report->rows = topofix_grow(report->rows, report->n_rows, sizeof(*report->rows));
    row = &report->rows[report->n_rows++];
    *row = (struct row){
        .color = topofix_verdict_color(topofix_result_verdict(result)),
        .key = key,
        .text = key == 0 ? cell_text(sort, result) : NULL,
        .rank = topofix_cell_key(TOPOFIX_COLUMN_VERDICT, result),
        .unused = topofix_cell_key(TOPOFIX_COLUMN_UNUSED, result),
        .name = cell_text(TOPOFIX_COLUMN_DOMAIN, result),
        .is_unknown = topofix_result_prospect(result) == TOPOFIX_PROSPECT_UNKNOWN &&
                      !topofix_pending_is_due(topofix_result_pending(result)),
    };
    for (size_t i = 0; i < report->columns.count; i++) {
        row->cells[i] = cell_text(report->columns.items[i], result);
    }
}

static void
table_begin(struct topofix_report *common, size_t n_domains, struct topofix_page *page)
{
    topofix_report_begin(((struct report_table *)common)->lines, n_domains, page);
}

static void
table_result(struct topofix_report *common, const struct topofix_result *result,
             struct topofix_page *page)
{
    struct report_table *report = (struct report_table *)common;

    if (!topofix_result_counts(result) || result->action == TOPOFIX_ACTION_FAILED) {
        topofix_report_result(report->lines, result, page);
        return;
    }
    if (!report->settings.is_quiet) {
        topofix_lines_add_notes(result, &report->settings.style, &page->err);
    }
    if (!report->settings.table.is_whole && needs_nothing(result)) {
        report->n_legal++;
        report->n_remarked += result->judgement.assessment.diagnosis.n_reasons > 0;
    } else {
        add_row(report, result);
    }
}

static int
compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int
compare_rows(const void *left, const void *right)
{
    const struct row *a = left;
    const struct row *b = right;
    int order = compare_numbers(a->key, b->key);

    /* if the column has keys, equal keys are equal, even if the texts show different ranges */
    order = order == 0 && a->key == 0 ? strverscmp(a->text, b->text) : order;
    order = order == 0 ? compare_numbers(a->rank, b->rank) : order;
    order = order == 0 ? compare_numbers(a->unused, b->unused) : order;
    return order == 0 ? strverscmp(a->name, b->name) : order;
}

static void
free_row(const struct report_table *report, struct row *row)
{
    for (size_t i = 0; i < report->columns.count; i++) {
        free(row->cells[i]);
    }
    free(row->text);
    free(row->name);
}

/* If many domains have no metadata, their rows would hide the domains that lose vCPUs. */
static void
fold_unknown(struct report_table *report)
{
    size_t kept = 0;

    if (report->settings.table.is_whole || report->n_rows <= ROWS_MAX) {
        return;
    }
    for (size_t i = 0; i < report->n_rows; i++) {
        if (report->rows[i].is_unknown) {
            free_row(report, &report->rows[i]);
            report->n_unknown++;
        } else {
            report->rows[kept++] = report->rows[i];
        }
    }
    report->n_rows = kept;
}

/* Drops default columns that are empty. XML from a file, for example, has no state. */
static void
drop_empty(struct report_table *report)
{
    size_t kept = 0;

    for (size_t i = 0; i < report->columns.count; i++) {
        bool is_empty = report->settings.table.columns.count == 0;

        for (size_t k = 0; k < report->n_rows; k++) {
            is_empty = is_empty && *report->rows[k].cells[i] == '\0';
        }
        for (size_t k = 0; k < report->n_rows; k++) {
            char *cell = topofix_steal(report->rows[k].cells[i]);

            if (is_empty) {
                free(cell);
            } else {
                report->rows[k].cells[kept] = cell;
            }
        }
        if (!is_empty) {
            report->columns.items[kept++] = report->columns.items[i];
        }
    }
    report->columns.count = kept;
}

static struct topofix_table *
new_table(const struct report_table *report)
{
    const struct topofix_report_settings *settings = &report->settings;
    const struct topofix_table_layout layout = {
        .width = settings->style.width,
        .has_color = settings->style.has_color,
        .has_headings = !settings->table.lacks_headings,
    };
    struct topofix_table_column columns[TOPOFIX_COLUMNS];

    for (size_t i = 0; i < report->columns.count; i++) {
        enum topofix_column column = report->columns.items[i];
        const struct topofix_column_look *look = topofix_column_look(column);
        bool is_undo = column == TOPOFIX_COLUMN_FIX && settings->goal == TOPOFIX_GOAL_UNDO;

        columns[i] = (struct topofix_table_column){ .title = is_undo ? "UNDO" : look->title,
                                                    .is_right = look->is_right,
                                                    .is_cut = look->is_cut };
    }
    return topofix_table_new(columns, report->columns.count, &layout);
}

/* The table copies the cells, so that a row's are freed before the next is copied. */
static void
add_rows(struct report_table *report, struct topofix_buffer *text)
{
    struct topofix_table *table = new_table(report);

    for (size_t i = 0; i < report->n_rows; i++) {
        struct row *row = &report->rows[i];
        struct topofix_table_cell cells[TOPOFIX_COLUMNS];

        for (size_t k = 0; k < report->columns.count; k++) {
            bool is_verdict = report->columns.items[k] == TOPOFIX_COLUMN_VERDICT;

            cells[k] = (struct topofix_table_cell){ .text = row->cells[k],
                                                    .color = is_verdict ? row->color : NULL };
        }
        topofix_table_add(table, cells);
        for (size_t k = 0; k < report->columns.count; k++) {
            free(topofix_steal(row->cells[k]));
        }
    }
    topofix_table_format(table, text);
    topofix_table_free(table);
}

/* The width of the first column, which is the verdict's whenever rows are folded. */
static size_t
verdict_width(const struct report_table *report)
{
    size_t width = strlen(report->n_unknown > 0 ? "unknown-guest"
                          : report->n_rows > 0  ? "VERDICT"
                                                : "legal");

    for (size_t i = 0; i < report->n_rows; i++) {
        size_t length = strlen(report->rows[i].cells[0]);

        width = length > width ? length : width;
    }
    return width;
}

/* Starts the line "legal    8 domains (" in the table's columns. */
static void
begin_legal(const struct report_table *report, enum topofix_verdict verdict, size_t count,
            struct topofix_buffer *text)
{
    const char *name = topofix_verdict_name(verdict);

    topofix_paint(topofix_verdict_color(verdict), name, &report->settings.style, text);
    topofix_buffer_add_format(text, "%*s %zu domain%s (",
                              (int)(report->verdict_width - strlen(name)), "", count,
                              count == 1 ? "" : "s");
}

static void
add_folded(const struct report_table *report, struct topofix_buffer *text)
{
    if (report->n_unknown > 0) {
        begin_legal(report, TOPOFIX_VERDICT_UNKNOWN_GUEST, report->n_unknown, text);
        topofix_buffer_add_text(text,
                                "--only unknown-guest lists them, --os ID says what one is)\n");
    }
    if (report->n_legal > 0) {
        begin_legal(report, TOPOFIX_VERDICT_LEGAL, report->n_legal, text);
        topofix_buffer_add_format(text, "-v lists %s", report->n_legal == 1 ? "it" : "them");
        if (report->n_remarked > 0) {
            topofix_buffer_add_format(text, ", %zu with a remark", report->n_remarked);
        }
        topofix_buffer_add_text(text, ")\n");
    }
}

static void
table_end(struct topofix_report *common, const struct topofix_tally *tally,
          struct topofix_page *page)
{
    struct report_table *report = (struct report_table *)common;

    fold_unknown(report);
    report->verdict_width = verdict_width(report);
    if (report->n_rows > 0) {
        drop_empty(report);
        qsort(report->rows, report->n_rows, sizeof(*report->rows), compare_rows);
        add_rows(report, &page->out);
    }
    add_folded(report, &page->out);
    topofix_report_end(report->lines, tally, page);
}

static void
table_free(struct topofix_report *common)
{
    struct report_table *report = (struct report_table *)common;

    for (size_t i = 0; i < report->n_rows; i++) {
        free_row(report, &report->rows[i]);
    }
    free(report->rows);
    topofix_report_free(report->lines);
    free(report);
}

struct topofix_report *
topofix_report_table_new(const struct topofix_report_settings *settings)
{
    static const struct topofix_report_ops ops = {
        .begin = table_begin, .result = table_result, .end = table_end, .free = table_free
    };
    struct report_table *report = topofix_alloc(1, sizeof(*report));

    report->common.ops = &ops;
    report->settings = *settings;
    report->columns = settings->table.columns.count > 0
                          ? settings->table.columns
                          : topofix_columns_default(settings->style.tells_uri);
    report->lines = topofix_report_text_new(settings);
    return &report->common;
}

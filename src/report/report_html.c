/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cells.h"
#include "html.h"
#include "report/report.h"
#include "summary.h"

/* What is kept of a domain: its parts of the page, and its sort keys. */
struct entry {
    char *row;
    char *details;
    char *name;
    uint64_t rank; /* of the verdict, worst first */
    uint64_t unused;
};

struct report_html {
    struct topofix_report common; /* first, so that a pointer to it is a pointer to the whole */
    struct topofix_html_settings settings;
    struct entry *entries;
    size_t count;
    struct topofix_buffer failures; /* as items of a list */
};

static void
add_failure(struct report_html *report, const struct topofix_result *result)
{
    topofix_buffer_add_text(&report->failures, "<li>");
    if (result->name) {
        topofix_html_text(result->name, &report->failures);
        topofix_buffer_add_text(&report->failures, ": ");
    }
    topofix_html_text(result->error.message, &report->failures);
    topofix_buffer_add_text(&report->failures, "</li>\n");
}

static void
add_entry(struct report_html *report, const struct topofix_result *result)
{
    struct topofix_buffer row = { .bytes = NULL };
    struct topofix_buffer details = { .bytes = NULL };
    size_t id = report->count + 1;

    topofix_html_row(result, id, &report->settings.columns, &row);
    topofix_html_details(result, id, &details);
    report->entries = topofix_grow(report->entries, report->count, sizeof(*report->entries));
    report->entries[report->count++] = (struct entry){
        .row = topofix_buffer_take(&row),
        .details = topofix_buffer_take(&details),
        .name = topofix_strdup(result->name ? result->name : ""),
        .rank = topofix_cell_key(TOPOFIX_COLUMN_VERDICT, result),
        .unused = topofix_cell_key(TOPOFIX_COLUMN_UNUSED, result),
    };
}

static void
html_result(struct topofix_report *common, const struct topofix_result *result,
            struct topofix_page *page)
{
    struct report_html *report = (struct report_html *)common;

    (void)page; /* the order is only known at the end */
    if (result->action == TOPOFIX_ACTION_FAILED) {
        add_failure(report, result);
    }
    if (result->has_judgement && topofix_result_counts(result)) {
        add_entry(report, result);
    }
}

static int
compare_entries(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;

    if (a->rank != b->rank) {
        return a->rank < b->rank ? -1 : 1;
    }
    if (a->unused != b->unused) {
        return a->unused < b->unused ? -1 : 1;
    }
    return strverscmp(a->name, b->name);
}

static void
add_total(const char *title, const char *class, size_t count, struct topofix_buffer *html)
{
    topofix_buffer_add_format(html, "<div class=\"%s\"><dt>%s</dt><dd>%zu</dd></div>\n", class,
                              title, count);
}

static void
add_sentence(struct topofix_buffer *words, struct topofix_buffer *html)
{
    if (words->length > 0) {
        topofix_buffer_drop_newline(words);
        topofix_buffer_add_text(html, "<p class=\"sentence\">");
        topofix_html_text(topofix_buffer_text(words), html);
        topofix_buffer_add_text(html, ".</p>\n");
    }
}

static void
add_totals(const struct report_html *report, const struct topofix_tally *tally,
           struct topofix_buffer *html)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer words = { .bytes = NULL };

    topofix_buffer_add_text(html, "<section aria-labelledby=\"totals\"><h2 id=\"totals\">Totals"
                                  "</h2>\n<dl class=\"totals\">\n");
    add_total("domains", "all", tally->domains, html);
    for (int verdict = 0; verdict < TOPOFIX_VERDICTS; verdict++) {
        if (tally->verdicts[verdict] > 0) {
            const char *word = topofix_verdict_name((enum topofix_verdict)verdict);

            add_total(word, word, tally->verdicts[verdict], html);
        }
    }
    if (tally->actions[TOPOFIX_ACTION_FAILED] > 0) {
        add_total("failed", "invalid", tally->actions[TOPOFIX_ACTION_FAILED], html);
    }
    topofix_buffer_add_format(html, "<div class=\"unused\"><dt>vCPUs unused</dt><dd>%zu",
                              tally->unused_least);
    if (tally->unused_most != tally->unused_least) {
        topofix_buffer_add_format(html, "&ndash;%zu", tally->unused_most);
    }
    topofix_buffer_add_text(html, "</dd></div>\n</dl>\n");
    topofix_summary_prospects(tally, report->settings.goal, &words);
    add_sentence(&words, html);
    topofix_buffer_clear(&words);
    topofix_summary_unused(tally, &words);
    add_sentence(&words, html);
    topofix_buffer_add_text(html, "</section>\n");
}

static void
add_head(const struct report_html *report, const struct topofix_tally *tally,
         struct topofix_buffer *html)
{
    topofix_buffer_add_format(
        html,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<title>vCPU topologies of %zu domain%s</title>\n<style>\n",
        tally->domains, tally->domains == 1 ? "" : "s");
    topofix_buffer_add_text(html, topofix_html_style);
    topofix_buffer_add_text(html, "</style></head>\n<body><header><h1>vCPU topologies</h1>\n<p>");
    topofix_html_text(report->settings.origin, html);
    topofix_buffer_add_text(html, "</p></header>\n<main>\n");
}

/* The script shows the filter, which does not work without it. */
static void
add_table(const struct report_html *report, struct topofix_buffer *html)
{
    topofix_buffer_add_text(
        html,
        "<section aria-labelledby=\"domains\"><h2 id=\"domains\">Domains</h2>\n"
        "<form id=\"filter\" hidden><label>Find <input type=\"search\" id=\"words\"></label>\n"
        "<label>Verdict <select id=\"verdict\"><option value=\"\">all</option>");
    for (int verdict = 0; verdict < TOPOFIX_VERDICTS; verdict++) {
        topofix_buffer_add_format(html, "<option>%s</option>",
                                  topofix_verdict_name((enum topofix_verdict)verdict));
    }
    topofix_buffer_add_text(
        html, "</select></label>\n<output id=\"shown\" for=\"words verdict\"></output></form>\n"
              "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"domains\">"
              "<table id=\"table\"><caption>The worst first; a name leads to its details."
              "</caption>\n<thead>");
    topofix_html_headings(&report->settings.columns, report->settings.goal, html);
    topofix_buffer_add_text(html, "</thead><tbody>\n");
    for (size_t i = 0; i < report->count; i++) {
        topofix_buffer_add_text(html, report->entries[i].row);
    }
    topofix_buffer_add_text(html, "</tbody></table></div></section>\n");
}

static void
html_end(struct topofix_report *common, const struct topofix_tally *tally,
         struct topofix_page *page)
{
    struct report_html *report = (struct report_html *)common;
    struct topofix_buffer *html = &page->out;

    if (report->count > 0) {
        qsort(report->entries, report->count, sizeof(*report->entries), compare_entries);
    }
    add_head(report, tally, html);
    add_totals(report, tally, html);
    if (report->failures.length > 0) {
        topofix_buffer_add_text(html, "<section aria-labelledby=\"failures\"><h2 id=\"failures\">"
                                      "Failures</h2>\n<ul>\n");
        topofix_buffer_add(html, report->failures.bytes, report->failures.length);
        topofix_buffer_add_text(html, "</ul></section>\n");
    }
    add_table(report, html);
    topofix_buffer_add_text(html, "<section aria-labelledby=\"details\"><h2 id=\"details\">Details"
                                  "</h2>\n");
    for (size_t i = 0; i < report->count; i++) {
        topofix_buffer_add_text(html, report->entries[i].details);
    }
    topofix_buffer_add_text(html, "</section></main>\n<script>\n");
    topofix_buffer_add_text(html, topofix_html_script);
    topofix_buffer_add_text(html, "</script></body></html>\n");
}

static void
html_free(struct topofix_report *common)
{
    struct report_html *report = (struct report_html *)common;

    for (size_t i = 0; i < report->count; i++) {
        free(report->entries[i].row);
        free(report->entries[i].details);
        free(report->entries[i].name);
    }
    free(report->entries);
    topofix_buffer_done(&report->failures);
    free(report);
}

struct topofix_report *
topofix_report_html_new(const struct topofix_html_settings *settings)
{
    static const struct topofix_report_ops ops = { .result = html_result,
                                                   .end = html_end,
                                                   .free = html_free };
    struct report_html *report = topofix_alloc(1, sizeof(*report));

    report->common.ops = &ops;
    report->settings = *settings;
    return &report->common;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "html_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "html.h"
#include "summary.h"

/* What is kept of a domain: its parts of the page, and what they are sorted by. */
struct entry {
    char *row;
    char *details;
    char *name;
    uint64_t rank; /* of the verdict, the worst first */
    uint64_t unused;
    size_t id;
};

struct topofix_html_page {
    const struct topofix_html_settings *settings;
    struct entry *entries;
    size_t count;
    struct topofix_buffer failures; /* items of a list */
};

static void
add_clause(const char *words, struct topofix_buffer *html)
{
    if (words) {
        topofix_html_text(words, html);
        topofix_buffer_add_text(html, ": ");
    }
}

void
topofix_html_page_add_failure(struct topofix_html_page *page, const char *host, const char *name,
                              const char *message)
{
    topofix_buffer_add_text(&page->failures, "<li>");
    add_clause(host, &page->failures);
    add_clause(name, &page->failures);
    topofix_html_text(message, &page->failures);
    topofix_buffer_add_text(&page->failures, "</li>\n");
}

void
topofix_html_page_add(struct topofix_html_page *page, const struct topofix_html_domain *domain)
{
    struct topofix_buffer row = { .bytes = NULL };
    struct topofix_buffer details = { .bytes = NULL };
    size_t id = page->count + 1;

    topofix_html_row(domain, id, &page->settings->columns, &row);
    topofix_html_details(domain, id, &details);
    page->entries = topofix_grow(page->entries, page->count, sizeof(*page->entries));
    page->entries[page->count++] = (struct entry){
        .row = topofix_buffer_take(&row),
        .details = topofix_buffer_take(&details),
        .name = topofix_strdup(domain->name),
        .rank = domain->cells[TOPOFIX_COLUMN_VERDICT].key,
        .unused = domain->cells[TOPOFIX_COLUMN_UNUSED].key,
        .id = id,
    };
}

static int
compare_entries(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    int order = strverscmp(a->name, b->name);

    if (a->rank != b->rank) {
        return a->rank < b->rank ? -1 : 1;
    }
    if (a->unused != b->unused) {
        return a->unused < b->unused ? -1 : 1;
    }
    return order != 0 ? order : (a->id > b->id) - (a->id < b->id);
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
add_totals(const struct topofix_html_page *page, const struct topofix_tally *tally,
           struct topofix_buffer *html)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer words = { .bytes = NULL };

    topofix_buffer_add_text(html, "<section aria-labelledby=\"totals\"><h2 id=\"totals\">Totals"
                                  "</h2>\n<dl class=\"totals\">\n");
    if (page->settings->n_hosts > 0) {
        add_total("hosts", "all", page->settings->n_hosts, html);
    }
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
    topofix_summary_prospects(tally, page->settings->goal, &words);
    add_sentence(&words, html);
    topofix_buffer_clear(&words);
    topofix_summary_unused(tally, &words);
    add_sentence(&words, html);
    topofix_buffer_add_text(html, "</section>\n");
}

static void
add_head(const struct topofix_html_page *page, const struct topofix_tally *tally,
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
    topofix_html_text(page->settings->origin, html);
    topofix_buffer_add_text(html, "</p></header>\n<main>\n");
}

/* The script shows the filter, which would do nothing without it. */
static void
add_table(const struct topofix_html_page *page, struct topofix_buffer *html)
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
    topofix_html_headings(&page->settings->columns, page->settings->goal, html);
    topofix_buffer_add_text(html, "</thead><tbody>\n");
    for (size_t i = 0; i < page->count; i++) {
        topofix_buffer_add_text(html, page->entries[i].row);
    }
    topofix_buffer_add_text(html, "</tbody></table></div></section>\n");
}

void
topofix_html_page_format(struct topofix_html_page *page, const struct topofix_tally *tally,
                         struct topofix_buffer *ret_html)
{
    if (page->count > 0) {
        qsort(page->entries, page->count, sizeof(*page->entries), compare_entries);
    }
    add_head(page, tally, ret_html);
    add_totals(page, tally, ret_html);
    if (page->failures.length > 0) {
        topofix_buffer_add_text(ret_html,
                                "<section aria-labelledby=\"failures\"><h2 id=\"failures\">"
                                "Failures</h2>\n<ul>\n");
        topofix_buffer_add(ret_html, page->failures.bytes, page->failures.length);
        topofix_buffer_add_text(ret_html, "</ul></section>\n");
    }
    add_table(page, ret_html);
    topofix_buffer_add_text(ret_html,
                            "<section aria-labelledby=\"details\"><h2 id=\"details\">Details"
                            "</h2>\n");
    for (size_t i = 0; i < page->count; i++) {
        topofix_buffer_add_text(ret_html, page->entries[i].details);
    }
    topofix_buffer_add_text(ret_html, "</section></main>\n<script>\n");
    topofix_buffer_add_text(ret_html, topofix_html_script);
    topofix_buffer_add_text(ret_html, "</script></body></html>\n");
}

void
topofix_html_page_free(struct topofix_html_page *page)
{
    if (!page) {
        return;
    }
    for (size_t i = 0; i < page->count; i++) {
        free(page->entries[i].row);
        free(page->entries[i].details);
        free(page->entries[i].name);
    }
    free(page->entries);
    topofix_buffer_done(&page->failures);
    free(page);
}

struct topofix_html_page *
topofix_html_page_new(const struct topofix_html_settings *settings)
{
    struct topofix_html_page *page = topofix_alloc(1, sizeof(*page));

    page->settings = settings;
    return page;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "html.h"

#include "base/alloc.h"
#include "base/array.h"
#include "forms/words.h"

/* The facts about a domain; empty ones are left out. */
static const enum topofix_column facts[] = {
    TOPOFIX_COLUMN_GUEST_OS, TOPOFIX_COLUMN_EDITION, TOPOFIX_COLUMN_VCPUS,
    TOPOFIX_COLUMN_USED,     TOPOFIX_COLUMN_FIX,     TOPOFIX_COLUMN_HOLD,
    TOPOFIX_COLUMN_STATE,    TOPOFIX_COLUMN_URI,     TOPOFIX_COLUMN_UUID,
};

static void
add_fact(const char *title, const char *text, struct topofix_buffer *html)
{
    if (text && *text != '\0') {
        topofix_buffer_add_format(html, "<div><dt>%s</dt><dd>", title);
        topofix_html_text(text, html);
        topofix_buffer_add_text(html, "</dd></div>");
    }
}

static void
add_facts(const struct topofix_html_domain *domain, struct topofix_buffer *html)
{
    topofix_buffer_add_text(html, "<dl class=\"facts\">");
    for (size_t i = 0; i < COUNT_OF(facts); i++) {
        add_fact(topofix_html_title(facts[i], domain->goal), domain->cells[facts[i]].text, html);
    }
    add_fact("As vCPUs are plugged in", domain->growth, html);
    add_fact("File", domain->file, html);
    topofix_buffer_add_text(html, "</dl>\n");
}

/* "2 used, 2 unused" */
static void
add_counts(const enum topofix_mark *marks, unsigned n_vcpus, struct topofix_buffer *text)
{
    static const char *const words[] = { [TOPOFIX_MARK_USED] = "used",
                                         [TOPOFIX_MARK_PERHAPS] = "perhaps used",
                                         [TOPOFIX_MARK_UNUSED] = "unused",
                                         [TOPOFIX_MARK_ABSENT] = "not plugged in" };
    const char *gap = "";

    for (size_t mark = 0; mark < COUNT_OF(words); mark++) {
        unsigned count = 0;

        for (unsigned id = 0; id < n_vcpus; id++) {
            count += marks[id] == mark;
        }
        if (count > 0) {
            topofix_buffer_add_format(text, "%s%u %s", gap, count, words[mark]);
            gap = ", ";
        }
    }
}

static void
add_figure(const struct topofix_html_figure *figure, struct topofix_buffer *html)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer label = { .bytes = NULL };
    char words[TOPOFIX_TOPOLOGY_TEXT_MAX];

    topofix_words_topology(&figure->topology, words);
    topofix_buffer_add_format(html, "<figure><figcaption><b>%s</b> %s</figcaption>", figure->title,
                              words);
    if (!figure->marks) {
        topofix_buffer_add_format(html, "<p>%s</p></figure>\n", figure->obstacle);
        return;
    }
    add_counts(figure->marks, figure->n_vcpus, &label);
    topofix_html_svg(&figure->topology, figure->marks, topofix_buffer_text(&label), html);
    topofix_buffer_add_format(html, "<p aria-hidden=\"true\">%s</p></figure>\n",
                              topofix_buffer_text(&label));
}

static void
add_reasons(const struct topofix_html_domain *domain, struct topofix_buffer *html)
{
    const struct topofix_remarks *remarks = &domain->remarks;

    if (remarks->count == 0 && !domain->failure) {
        return;
    }
    topofix_buffer_add_text(html, "<h4>Why</h4>\n<ul>\n");
    if (domain->failure) {
        topofix_buffer_add_text(html, "<li class=\"failure\">Failed: ");
        topofix_html_text(domain->failure, html);
        topofix_buffer_add_text(html, "</li>\n");
    }
    for (size_t i = 0; i < remarks->count; i++) {
        topofix_buffer_add_text(html, "<li>");
        topofix_html_text(remarks->items[i].text, html);
        if (remarks->items[i].source) {
            topofix_buffer_add_text(html, " <cite>Source: ");
            topofix_html_text(remarks->items[i].source, html);
            topofix_buffer_add_text(html, "</cite>");
        }
        topofix_buffer_add_text(html, "</li>\n");
    }
    topofix_buffer_add_text(html, "</ul>\n");
}

void
topofix_html_details(const struct topofix_html_domain *domain, size_t id,
                     struct topofix_buffer *ret_html)
{
    const char *word = topofix_verdict_name(domain->verdict);

    topofix_buffer_add_format(ret_html, "<details id=\"d%zu\"%s><summary><h3>", id,
                              domain->needs_nothing ? "" : " open");
    topofix_html_text(domain->name, ret_html);
    topofix_buffer_add_format(ret_html, "</h3> <span class=\"v %s\">%s</span></summary>\n", word,
                              word);
    add_facts(domain, ret_html);
    topofix_buffer_add_text(ret_html, "<div class=\"pictures\">\n");
    for (size_t i = 0; i < domain->n_figures; i++) {
        add_figure(&domain->figures[i], ret_html);
    }
    topofix_buffer_add_text(ret_html, "</div>\n");
    add_reasons(domain, ret_html);
    topofix_buffer_add_text(ret_html, "</details>\n");
}

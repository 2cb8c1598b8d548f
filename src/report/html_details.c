/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "html.h"

#include "base/alloc.h"
#include "base/array.h"
#include "cells.h"
#include "forms/words.h"
#include "report/remarks.h"

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
add_facts(const struct topofix_result *result, struct topofix_buffer *html)
{
    topofix_buffer_add_text(html, "<dl class=\"facts\">");
    for (size_t i = 0; i < COUNT_OF(facts); i++) {
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer cell = { .bytes = NULL };

        topofix_cell_format(facts[i], result, &cell);
        add_fact(topofix_html_title(facts[i], result->judgement.assessment.goal),
                 topofix_buffer_text(&cell), html);
    }
    add_fact("File", result->file, html);
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

struct gallery {
    const struct topofix_guest *guest;
    struct topofix_buffer *html;
};

static void
add_figure(const char *title, const struct topofix_topology *topology,
           const struct topofix_vcpus *vcpus, void *context)
{
    const struct gallery *gallery = context;
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer label = { .bytes = NULL };
    TOPOFIX_AUTO_FREE enum topofix_mark *marks = NULL;
    const char *obstacle = topofix_picture_obstacle(topology, vcpus);
    char words[TOPOFIX_TOPOLOGY_TEXT_MAX];

    topofix_words_topology(topology, words);
    topofix_buffer_add_format(gallery->html, "<figure><figcaption><b>%s</b> %s</figcaption>", title,
                              words);
    if (obstacle) {
        topofix_buffer_add_format(gallery->html, "<p>%s</p></figure>\n", obstacle);
        return;
    }
    marks = topofix_alloc(vcpus->maximum, sizeof(*marks));
    topofix_picture_marks(gallery->guest, topology, vcpus, marks);
    add_counts(marks, vcpus->maximum, &label);
    topofix_html_svg(topology, marks, topofix_buffer_text(&label), gallery->html);
    topofix_buffer_add_format(gallery->html, "<p aria-hidden=\"true\">%s</p></figure>\n",
                              topofix_buffer_text(&label));
}

static void
add_reasons(const struct topofix_result *result, struct topofix_buffer *html)
{
    TOPOFIX_AUTO_DONE(remarks) struct topofix_remarks remarks = topofix_remarks_of_result(result);

    if (remarks.count == 0 && result->action != TOPOFIX_ACTION_FAILED) {
        return;
    }
    topofix_buffer_add_text(html, "<h4>Why</h4>\n<ul>\n");
    if (result->action == TOPOFIX_ACTION_FAILED) {
        topofix_buffer_add_text(html, "<li class=\"failure\">Failed: ");
        topofix_html_text(result->error.message, html);
        topofix_buffer_add_text(html, "</li>\n");
    }
    for (size_t i = 0; i < remarks.count; i++) {
        topofix_buffer_add_text(html, "<li>");
        topofix_html_text(remarks.items[i].text, html);
        if (remarks.items[i].source) {
            topofix_buffer_add_text(html, " <cite>Source: ");
            topofix_html_text(remarks.items[i].source, html);
            topofix_buffer_add_text(html, "</cite>");
        }
        topofix_buffer_add_text(html, "</li>\n");
    }
    topofix_buffer_add_text(html, "</ul>\n");
}

void
topofix_html_details(const struct topofix_result *result, size_t id,
                     struct topofix_buffer *ret_html)
{
    enum topofix_verdict verdict = topofix_result_verdict(result);
    const char *word = topofix_verdict_name(verdict);
    struct gallery gallery = { .guest = &result->judgement.assessment.guest, .html = ret_html };

    topofix_buffer_add_format(
        ret_html, "<details id=\"d%zu\"%s><summary><h3>", id,
        verdict == TOPOFIX_VERDICT_LEGAL && result->action == TOPOFIX_ACTION_NONE ? "" : " open");
    topofix_html_text(result->name, ret_html);
    topofix_buffer_add_format(ret_html, "</h3> <span class=\"v %s\">%s</span></summary>\n", word,
                              word);
    add_facts(result, ret_html);
    topofix_buffer_add_text(ret_html, "<div class=\"pictures\">\n");
    topofix_picture_each(result, add_figure, &gallery);
    topofix_buffer_add_text(ret_html, "</div>\n");
    add_reasons(result, ret_html);
    topofix_buffer_add_text(ret_html, "</details>\n");
}

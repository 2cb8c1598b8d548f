/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "html.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/text.h"

static const char *
escape_of(char character)
{
    switch (character) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void
topofix_html_text(const char *text, struct topofix_buffer *ret_html)
{
    TOPOFIX_AUTO_FREE char *clean = topofix_strdup(text ? text : "");

    topofix_text_clean(clean);
    for (const char *at = clean; *at != '\0';) {
        size_t plain = strcspn(at, "&<>\"'");

        topofix_buffer_add(ret_html, at, plain);
        at += plain;
        if (*at != '\0') {
            topofix_buffer_add_text(ret_html, escape_of(*at++));
        }
    }
}

static const char *const titles[] = {
    [TOPOFIX_COLUMN_VERDICT] = "Verdict",   [TOPOFIX_COLUMN_DOMAIN] = "Domain",
    [TOPOFIX_COLUMN_HOST] = "Host",         [TOPOFIX_COLUMN_STATE] = "State",
    [TOPOFIX_COLUMN_GUEST_OS] = "Guest OS", [TOPOFIX_COLUMN_USED] = "vCPUs used",
    [TOPOFIX_COLUMN_NOW] = "Topology",      [TOPOFIX_COLUMN_FIX] = "Fix",
    [TOPOFIX_COLUMN_URI] = "Connection",    [TOPOFIX_COLUMN_UUID] = "UUID",
    [TOPOFIX_COLUMN_EDITION] = "Edition",   [TOPOFIX_COLUMN_VCPUS] = "vCPUs",
    [TOPOFIX_COLUMN_UNUSED] = "Unused",     [TOPOFIX_COLUMN_RUNNING] = "Runs with",
    [TOPOFIX_COLUMN_HOLD] = "On hold",      [TOPOFIX_COLUMN_REASON] = "Reason",
};
_Static_assert(COUNT_OF(titles) == TOPOFIX_COLUMNS, "a title per column");

const char *
topofix_html_title(enum topofix_column column, enum topofix_goal goal)
{
    return column == TOPOFIX_COLUMN_FIX && goal == TOPOFIX_GOAL_UNDO ? "Undo" : titles[column];
}

void
topofix_html_headings(const struct topofix_column_list *columns, enum topofix_goal goal,
                      struct topofix_buffer *ret_html)
{
    topofix_buffer_add_text(ret_html, "<tr>");
    for (size_t i = 0; i < columns->count; i++) {
        enum topofix_column column = columns->items[i];

        topofix_buffer_add_format(ret_html, "<th scope=\"col\"%s>%s</th>",
                                  column == TOPOFIX_COLUMN_VERDICT ? " aria-sort=\"ascending\""
                                                                   : "",
                                  topofix_html_title(column, goal));
    }
    topofix_buffer_add_text(ret_html, "</tr>\n");
}

static void
add_cell(enum topofix_column column, const struct topofix_html_domain *domain, size_t id,
         struct topofix_buffer *html)
{
    const struct topofix_html_cell *cell = &domain->cells[column];
    const char *word = topofix_verdict_name(domain->verdict);
    unsigned long long key = cell->key;

    if (column == TOPOFIX_COLUMN_DOMAIN) {
        topofix_buffer_add_format(html, "<th scope=\"row\" data-k=\"%llu\"><a href=\"#d%zu\">", key,
                                  id);
        topofix_html_text(cell->text, html);
        topofix_buffer_add_text(html, "</a></th>");
        return;
    }
    topofix_buffer_add_format(html, "<td data-k=\"%llu\">", key);
    if (column == TOPOFIX_COLUMN_VERDICT) {
        topofix_buffer_add_format(html, "<span class=\"v %s\">", word);
    }
    topofix_html_text(cell->text, html);
    topofix_buffer_add_text(html, column == TOPOFIX_COLUMN_VERDICT ? "</span></td>" : "</td>");
}

void
topofix_html_row(const struct topofix_html_domain *domain, size_t id,
                 const struct topofix_column_list *columns, struct topofix_buffer *ret_html)
{
    topofix_buffer_add_format(ret_html, "<tr data-d=\"d%zu\" data-v=\"%s\">", id,
                              topofix_verdict_name(domain->verdict));
    for (size_t i = 0; i < columns->count; i++) {
        add_cell(columns->items[i], domain, id, ret_html);
    }
    topofix_buffer_add_text(ret_html, "</tr>\n");
}

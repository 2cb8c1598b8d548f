/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html: the parts of the page that --report writes. The page loads nothing from elsewhere.
 */
#ifndef TOPOFIX_HTML_H
#define TOPOFIX_HTML_H

#include "base/buffer.h"
#include "html_domain.h"

/* Style and script of the page, from data/report.css and data/report.js. */
extern const char topofix_html_style[];
extern const char topofix_html_script[];

/*
 * Appends text as the content of an element or of a quoted attribute, whoever wrote it: what steers
 * or is no UTF-8 is cleaned, and what HTML would read is escaped. NULL is nothing.
 */
void
topofix_html_text(const char *text, struct topofix_buffer *ret_html);

/*
 * Appends a topology as inline SVG: a box per socket, a square per vCPU in the order of their ids,
 * and for each mark a shape of its own, so that no colour is needed to tell them apart. marks has
 * one for each of the topology's vCPUs; label is what a screen reader says.
 */
void
topofix_html_svg(const struct topofix_topology *topology, const enum topofix_mark *marks,
                 const char *label, struct topofix_buffer *ret_html);

/* What a column is called on the page. */
const char *
topofix_html_title(enum topofix_column column, enum topofix_goal goal);

/* Appends the head row of the table of domains. */
void
topofix_html_headings(const struct topofix_column_list *columns, enum topofix_goal goal,
                      struct topofix_buffer *ret_html);

/* Appends the row of a domain; id is that of its details. */
void
topofix_html_row(const struct topofix_html_domain *domain, size_t id,
                 const struct topofix_column_list *columns, struct topofix_buffer *ret_html);

/* Appends its details: facts, pictures, and the reasons with their sources. */
void
topofix_html_details(const struct topofix_html_domain *domain, size_t id,
                     struct topofix_buffer *ret_html);

#endif

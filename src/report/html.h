/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html: the parts of the page that --report writes. The page loads nothing from elsewhere.
 */
#ifndef TOPOFIX_HTML_H
#define TOPOFIX_HTML_H

#include "base/buffer.h"
#include "html_domain.h"

/* The page's style and script, from data/report.css and data/report.js. */
extern const char topofix_html_style[];
extern const char topofix_html_script[];

/*
 * Appends text from any source as the content of an element or of a quoted attribute: it is cleaned
 * like topofix_text_clean() does, and HTML's special characters are escaped. NULL appends nothing.
 */
void
topofix_html_text(const char *text, struct topofix_buffer *ret_html);

/*
 * Appends a topology as inline SVG: a box per socket, and a square per vCPU in the order of their
 * ids. Each mark has a shape of its own, so that it can be recognised without colours. marks has
 * one item for each of the topology's vCPUs; a screen reader reads label.
 */
void
topofix_html_svg(const struct topofix_topology *topology, const enum topofix_mark *marks,
                 const char *label, struct topofix_buffer *ret_html);

/* The title of a column on the page. */
const char *
topofix_html_title(enum topofix_column column, enum topofix_goal goal);

/* Appends the header row of the table of domains. */
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

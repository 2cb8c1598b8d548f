/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_page: the page of --report, as it grows by domains and failures in any order.
 */
#ifndef TOPOFIX_HTML_PAGE_H
#define TOPOFIX_HTML_PAGE_H

#include "html_domain.h"
#include "report/report.h"

struct topofix_html_page;

/* The settings are borrowed, and may change until the page is formatted; not so the columns. */
struct topofix_html_page *
topofix_html_page_new(const struct topofix_html_settings *settings);

void
topofix_html_page_add(struct topofix_html_page *page, const struct topofix_html_domain *domain);

/* An item of the list of failures: "HOST: NAME: MESSAGE", of which the first two may be NULL. */
void
topofix_html_page_add_failure(struct topofix_html_page *page, const char *host, const char *name,
                              const char *message);

/* Appends the whole page, the worst domains first. */
void
topofix_html_page_format(struct topofix_html_page *page, const struct topofix_tally *tally,
                         struct topofix_buffer *ret_html);

/* NULL is fine. */
void
topofix_html_page_free(struct topofix_html_page *page);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "base/alloc.h"
#include "html_page.h"

struct report_html {
    struct topofix_report common; /* first, so that a pointer to it is a pointer to the whole */
    struct topofix_html_settings settings;
    struct topofix_html_page *html;
};

static void
html_result(struct topofix_report *common, const struct topofix_result *result,
            struct topofix_page *page)
{
    struct report_html *report = (struct report_html *)common;
    struct topofix_html_domain domain;

    (void)page; /* the order is only known at the end */
    if (result->action == TOPOFIX_ACTION_FAILED) {
        topofix_html_page_add_failure(report->html, NULL, result->name, result->error.message);
    }
    if (result->has_judgement && topofix_result_counts(result)) {
        topofix_html_domain_of_result(result, &domain);
        topofix_html_page_add(report->html, &domain);
        topofix_html_domain_done(&domain);
    }
}

static void
html_end(struct topofix_report *common, const struct topofix_tally *tally,
         struct topofix_page *page)
{
    topofix_html_page_format(((struct report_html *)common)->html, tally, &page->out);
}

static void
html_free(struct topofix_report *common)
{
    topofix_html_page_free(((struct report_html *)common)->html);
    free(common);
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
    report->html = topofix_html_page_new(&report->settings);
    return &report->common;
}

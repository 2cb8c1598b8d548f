/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/report.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/text.h"

void
topofix_page_done(struct topofix_page *page)
{
    topofix_buffer_done(&page->out);
    topofix_buffer_done(&page->err);
    page->is_lost = false;
}

void
topofix_page_tell(struct topofix_page *page, const char *format, ...)
{
    TOPOFIX_AUTO_FREE char *message = NULL;
    va_list args;

    va_start(args, format);
    message = topofix_text_line(format, args);
    va_end(args);
    topofix_buffer_add_format(&page->err, "virt-topofix: %s\n", message);
}

void
topofix_report_begin(struct topofix_report *report, size_t n_domains, struct topofix_page *page)
{
    if (report->ops->begin) {
        report->ops->begin(report, n_domains, page);
    }
}

void
topofix_report_result(struct topofix_report *report, const struct topofix_result *result,
                      struct topofix_page *page)
{
    report->ops->result(report, result, page);
}

void
topofix_report_end(struct topofix_report *report, const struct topofix_tally *tally,
                   struct topofix_page *page)
{
    report->ops->end(report, tally, page);
}

void
topofix_report_free(struct topofix_report *report)
{
    if (report && report->ops->free) {
        report->ops->free(report);
    } else {
        free(report);
    }
}

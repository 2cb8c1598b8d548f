/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * report: what a run prints. Every kind of report implements { begin, result, end } over results
 * and fills a page, which the caller prints and empties after each call.
 */
#ifndef TOPOFIX_REPORT_H
#define TOPOFIX_REPORT_H

#include "base/buffer.h"
#include "report/columns.h"
#include "report/text_style.h"
#include "run/alarm.h"

/* What to print: out is the result itself, err what accompanies it. */
struct topofix_page {
    struct topofix_buffer out;
    struct topofix_buffer err;
    bool is_lost; /* a part of the result could not be stored, which err explains; the run fails */
};

/* Empties the page and frees its content. */
void
topofix_page_done(struct topofix_page *page);

/* Adds "virt-topofix: MESSAGE" to err. */
__attribute__((format(printf, 2, 3))) void
topofix_page_tell(struct topofix_page *page, const char *format, ...);

struct topofix_report;

/* The functions of a kind of report; begin and free may be NULL. */
struct topofix_report_ops {
    void (*begin)(struct topofix_report *report, size_t n_domains, struct topofix_page *page);
    void (*result)(struct topofix_report *report, const struct topofix_result *result,
                   struct topofix_page *page);
    void (*end)(struct topofix_report *report, const struct topofix_tally *tally,
                struct topofix_page *page);
    void (*free)(struct topofix_report *report);
};

/* The common part, which is the first member of each kind. */
struct topofix_report {
    const struct topofix_report_ops *ops;
};

/* How a table of domains looks. */
struct topofix_table_settings {
    struct topofix_column_list columns; /* empty means the default ones */
    enum topofix_column sort;           /* the default is the verdict, worst first */
    bool is_whole;                      /* domains that need no change have a row each */
    bool lacks_headings;
};

/* What a report must know about the run. The strings are borrowed. */
struct topofix_report_settings {
    struct topofix_text_style style;
    enum topofix_goal goal;
    bool is_quiet;
    bool all;            /* the domains were not named one by one */
    bool has_picture;    /* each domain's topologies are drawn, too */
    bool is_plan;        /* the results are a plan that the user is asked to confirm */
    bool has_stat;       /* a line per domain replaces its diff */
    bool has_summary;    /* a summary is printed at the end */
    const char *edition; /* the edition that the user asked for, or NULL */
    struct topofix_table_settings table;
};

/* Lines of text. */
struct topofix_report *
topofix_report_text_new(const struct topofix_report_settings *settings);

/*
 * A table of verdicts, worst first, with one line for all domains that need no change. It is
 * printed at the end; until then only each domain's row is kept. Failures and the summary are
 * worded as in the lines.
 */
struct topofix_report *
topofix_report_table_new(const struct topofix_report_settings *settings);

/* The XML of one file, fixed or unchanged. err says what was done. */
struct topofix_report *
topofix_report_filter_new(const struct topofix_report_settings *settings);

/* One JSON object, version 1 (docs/json.md). */
struct topofix_report *
topofix_report_json_new(void);

/* One JSON object per line and result: an item of "domains" in version 1, plus the version. */
struct topofix_report *
topofix_report_json_lines_new(void);

/* What a line for a monitoring system must know of the run. */
struct topofix_nagios_settings {
    struct topofix_thresholds thresholds;
    bool tells_host; /* before each name */
};

/*
 * One line for a monitoring system, at the end: "TOPOFIX CRITICAL - 2 of 8 domains lose vCPUs:
 * win7, win10; ... | loses=2;;0;0 ...", below 1024 bytes and in this form whatever the domains are
 * called. Its state is topofix_alarm_of. Where no domain was reached, it has no performance data.
 */
struct topofix_report *
topofix_report_nagios_new(const struct topofix_nagios_settings *settings);

/* What the page of --report must know of the run. */
struct topofix_html_settings {
    enum topofix_goal goal;
    struct topofix_column_list columns; /* of the table; the verdict is the first */
    size_t n_hosts;                     /* that it is about, as documents of theirs; 0: this run */
    const char *origin; /* when and by what the page was made; anybody's words; borrowed */
};

/*
 * One HTML page that loads nothing else. It has totals, a table, and each domain with its pictures
 * and reasons, the worst first. It is printed at the end.
 */
struct topofix_report *
topofix_report_html_new(const struct topofix_html_settings *settings);

/* The word for an action in JSON, such as "would-change". */
const char *
topofix_report_action_word(enum topofix_action action);

void
topofix_report_begin(struct topofix_report *report, size_t n_domains, struct topofix_page *page);

void
topofix_report_result(struct topofix_report *report, const struct topofix_result *result,
                      struct topofix_page *page);

void
topofix_report_end(struct topofix_report *report, const struct topofix_tally *tally,
                   struct topofix_page *page);

/* report may be NULL. */
void
topofix_report_free(struct topofix_report *report);

#endif

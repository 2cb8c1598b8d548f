/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_domain: what the page of --report tells of a domain, as values. They are made of a result of
 * this run or of what another run wrote as JSON; the page does not know which.
 */
#ifndef TOPOFIX_HTML_DOMAIN_H
#define TOPOFIX_HTML_DOMAIN_H

#include "picture.h"
#include "report/columns.h"
#include "report/remarks.h"

/* What stands in a column, and what sorts it, the smallest first; 0: its text does. */
struct topofix_html_cell {
    char *text; /* anybody's words; owned */
    uint64_t key;
};

/* A topology that is drawn. */
struct topofix_html_figure {
    const char *title; /* "now:", "a fix:"; borrowed */
    struct topofix_topology topology;
    unsigned n_vcpus;
    enum topofix_mark *marks; /* of each vCPU; owned; NULL: it is not drawn */
    const char *obstacle;     /* why not; borrowed */
};

/* What a domain runs with, what it has, and what it gets. */
enum { TOPOFIX_HTML_FIGURES_MAX = 3 };

/* To be done. */
struct topofix_html_domain {
    enum topofix_verdict verdict; /* after the run */
    enum topofix_goal goal;
    char *name;                                      /* owned, as below */
    struct topofix_html_cell cells[TOPOFIX_COLUMNS]; /* by column; a text of NULL is empty */
    char *file;                                      /* NULL: it is of a connection */
    char *failure;                                   /* what went wrong; NULL: nothing */
    char *growth; /* what is used as vCPUs are plugged in; NULL or "": none can be, or not known */
    bool needs_nothing; /* its details need not be seen at first */
    struct topofix_html_figure figures[TOPOFIX_HTML_FIGURES_MAX];
    size_t n_figures;
    struct topofix_remarks remarks;
};

/* Of a result that has a judgement. */
void
topofix_html_domain_of_result(const struct topofix_result *result,
                              struct topofix_html_domain *ret_domain);

/* The next figure, without marks. */
struct topofix_html_figure *
topofix_html_domain_add_figure(struct topofix_html_domain *domain, const char *title,
                               const struct topofix_topology *topology, unsigned n_vcpus);

void
topofix_html_domain_done(struct topofix_html_domain *domain);

#endif

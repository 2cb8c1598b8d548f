/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "html_domain.h"

#include <assert.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "cells.h"
#include "growth_text.h"

struct topofix_html_figure *
topofix_html_domain_add_figure(struct topofix_html_domain *domain, const char *title,
                               const struct topofix_topology *topology, unsigned n_vcpus)
{
    struct topofix_html_figure *figure = &domain->figures[domain->n_figures++];

    assert(domain->n_figures <= TOPOFIX_HTML_FIGURES_MAX);
    *figure = (struct topofix_html_figure){
        .title = title,
        .topology = *topology,
        .n_vcpus = n_vcpus,
    };
    return figure;
}

struct gallery {
    const struct topofix_guest *guest;
    struct topofix_html_domain *domain;
};

static void
add_figure(const char *title, const struct topofix_topology *topology,
           const struct topofix_vcpus *vcpus, void *context)
{
    const struct gallery *gallery = context;
    struct topofix_html_figure *figure =
        topofix_html_domain_add_figure(gallery->domain, title, topology, vcpus->maximum);

    figure->obstacle = topofix_picture_obstacle(topology, vcpus->maximum);
    if (!figure->obstacle) {
        figure->marks = topofix_alloc(vcpus->maximum, sizeof(*figure->marks));
        topofix_picture_marks(gallery->guest, topology, vcpus, figure->marks);
    }
}

static char *
growth_of(const struct topofix_result *result)
{
    struct topofix_growth_step steps[TOPOFIX_GROWTH_STEPS_MAX];
    const size_t count = topofix_growth_steps(&result->judgement.assessment, steps);
    struct topofix_buffer text = { .bytes = NULL };

    topofix_growth_add_steps(steps, count, &text);
    return topofix_buffer_take(&text);
}

void
topofix_html_domain_of_result(const struct topofix_result *result,
                              struct topofix_html_domain *ret_domain)
{
    bool has_failed = result->action == TOPOFIX_ACTION_FAILED;
    struct gallery gallery = { .guest = &result->judgement.assessment.guest, .domain = ret_domain };

    *ret_domain = (struct topofix_html_domain){
        .verdict = topofix_result_verdict(result),
        .goal = result->judgement.assessment.goal,
        .name = topofix_strdup(result->name ? result->name : ""),
        .file = result->file ? topofix_strdup(result->file) : NULL,
        .failure = has_failed ? topofix_strdup(result->error.message) : NULL,
        .growth = growth_of(result),
        .needs_nothing = topofix_result_verdict(result) == TOPOFIX_VERDICT_LEGAL &&
                         result->action == TOPOFIX_ACTION_NONE,
        .remarks = topofix_remarks_of_result(result),
    };
    for (int column = 0; column < TOPOFIX_COLUMNS; column++) {
        struct topofix_buffer cell = { .bytes = NULL };

        topofix_cell_format((enum topofix_column)column, result, &cell);
        ret_domain->cells[column] = (struct topofix_html_cell){
            .text = topofix_buffer_take(&cell),
            .key = topofix_cell_key((enum topofix_column)column, result),
        };
    }
    topofix_picture_each(result, add_figure, &gallery);
}

void
topofix_html_domain_done(struct topofix_html_domain *domain)
{
    for (int column = 0; column < TOPOFIX_COLUMNS; column++) {
        free(domain->cells[column].text);
    }
    for (size_t i = 0; i < domain->n_figures; i++) {
        free(domain->figures[i].marks);
    }
    free(domain->name);
    free(domain->file);
    free(domain->failure);
    free(domain->growth);
    topofix_remarks_done(&domain->remarks);
    *domain = (struct topofix_html_domain){ .name = NULL };
}

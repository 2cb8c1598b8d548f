/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * plan: what a run would do with each domain of a selection, kept while somebody is asked about it.
 * What is written afterwards is what was shown, or is said to be something else.
 */
#ifndef TOPOFIX_PLAN_H
#define TOPOFIX_PLAN_H

#include "run/domain_step.h"

/* What is planned for one domain; small, as there may be many. */
struct topofix_plan {
    bool is_due;        /* something is to be written */
    uint64_t text_hash; /* of the XML that was judged */
    struct topofix_topology now;
    struct topofix_topology wanted;
    bool changes_topology;
    bool removes_topology;
    bool lifts_ignore;
    bool changes_said;
};

/* The plan that a result of a run that only shows amounts to. */
struct topofix_plan
topofix_plan_of(const struct topofix_result *result);

/* The plans of a selection, by the place of the target. */
struct topofix_plans {
    struct topofix_plan *items;
    size_t count;
    size_t n_due;
};

void
topofix_plans_add(struct topofix_plans *plans, const struct topofix_plan *plan);

void
topofix_plans_done(struct topofix_plans *plans);

/*
 * The targets that something is due for, found anew, because a domain may have been started or
 * removed meanwhile: what cannot be found becomes an error. The plans become those of the new
 * selection, which borrows the connections of the old one and must be done before it.
 */
void
topofix_plans_select(struct topofix_plans *plans, const struct topofix_selection *selection,
                     struct topofix_selection *ret_due);

/* Frees what topofix_plans_select made, and leaves the connections open. */
void
topofix_plans_selection_done(struct topofix_selection *due);

/*
 * Whether a judgement may be written: it is what was planned. Another XML with the same change in
 * it is marked as judged anew; another change is an error, as nobody agreed to it.
 */
enum topofix_permit
topofix_plan_permits(const struct topofix_plan *plan, struct topofix_result *result);

#endif

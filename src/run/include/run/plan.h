/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * plan: what a run would do with each domain of a selection, kept while the user is asked to
 * confirm it. Anything that is written afterwards is what was shown, or is reported as different.
 */
#ifndef TOPOFIX_PLAN_H
#define TOPOFIX_PLAN_H

#include "run/domain_step.h"

/* The plan for one domain. It is small, because there may be many. */
struct topofix_plan {
    bool is_due;        /* there is something to write */
    uint64_t text_hash; /* of the XML that was judged */
    struct topofix_topology now;
    struct topofix_topology wanted;
    bool changes_topology;
    bool removes_topology;
    bool lifts_ignore;
    bool changes_said;
};

/* The plan that a result of a dry run amounts to. */
struct topofix_plan
topofix_plan_of(const struct topofix_result *result);

/* The plans of a selection, in the order of its targets. */
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
 * Selects the targets whose plan is due. It looks them up again, because a domain may have been
 * started or removed meanwhile; a target that is not found becomes an error. The plans are reduced
 * to those of the new selection. The new selection borrows the connections of the old one, and must
 * be freed first.
 */
void
topofix_plans_select(struct topofix_plans *plans, const struct topofix_selection *selection,
                     struct topofix_selection *ret_due);

/* Frees what topofix_plans_select() made, but leaves the connections open. */
void
topofix_plans_selection_done(struct topofix_selection *due);

/*
 * Whether a judgement may be written, which is the case if it is what was planned. If only the XML
 * is different, the result is marked as judged anew; a different change is an error, because the
 * user did not agree to it.
 */
enum topofix_permit
topofix_plan_permits(const struct topofix_plan *plan, struct topofix_result *result);

#endif

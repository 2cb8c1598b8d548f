/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/topology_read.h"
#include "judge/plan.h"

/* Whether the topology in force is the one that our last fix set. */
static bool
topology_is_ours(const struct topofix_domain *domain)
{
    const struct topofix_record *record = &domain->record;

    return record->was_node &&
           (!record->set_node || topofix_topology_equals(&record->set, &domain->topology));
}

void
topofix_plan_fix(struct topofix_plan *plan, const struct topofix_request *request)
{
    const struct topofix_domain *domain = &plan->domain;
    struct topofix_edit *edit = &plan->edit;

    /* naming an ignored domain lifts that, whether or not its topology is due */
    if (request->writes_record && request->lifts_ignore && domain->record.ignore_node) {
        edit->ignore_action = TOPOFIX_EDIT_REMOVE;
        plan->needs_change = true;
    }
    if (!plan->diagnosis.has_wanted) {
        return;
    }
    plan->needs_change = true;
    plan->wanted = plan->diagnosis.wanted;
    edit->topology_action = TOPOFIX_EDIT_PUT;
    edit->topology = plan->wanted;
    if (!request->writes_record) {
        return;
    }
    /* the oldest state is what an undo should bring back, as long as only we have changed it */
    if (!topology_is_ours(domain)) {
        edit->was_action = TOPOFIX_EDIT_PUT;
        edit->was_written = domain->has_topology;
        edit->was = domain->topology;
        edit->was_levels = topofix_topology_levels(domain->topology_node);
    }
    edit->set_action = TOPOFIX_EDIT_PUT;
    edit->set = plan->wanted;
}

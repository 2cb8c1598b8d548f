/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/words.h"
#include "judge/plan.h"

int
topofix_plan_fail_stale(const struct topofix_plan *plan, struct topofix_error *err)
{
    const struct topofix_domain *domain = &plan->domain;
    char now[TOPOFIX_TOPOLOGY_TEXT_MAX];
    char set[TOPOFIX_TOPOLOGY_TEXT_MAX];

    topofix_words_topology(&domain->topology, now);
    topofix_words_topology(&domain->record.set, set);
    return topofix_error_set(err, TOPOFIX_ERROR_CHANGED,
                             "its topology is %s, expected %s as our fix left it; somebody changed "
                             "it since, so it is not undone",
                             now, set);
}

static int
fail_illegal(const struct topofix_plan *plan, struct topofix_error *err)
{
    char was[TOPOFIX_TOPOLOGY_TEXT_MAX];

    topofix_words_topology(&plan->wanted, was);
    return topofix_error_set(err, TOPOFIX_ERROR_REFUSED,
                             "the topology before the fix was %s, which libvirt would refuse now "
                             "that the domain has %u vCPUs",
                             was, plan->domain.vcpus.maximum);
}

int
topofix_plan_undo(struct topofix_plan *plan, const struct topofix_host *host,
                  struct topofix_error *err)
{
    const struct topofix_domain *domain = &plan->domain;
    const struct topofix_record *record = &domain->record;
    struct topofix_edit *edit = &plan->edit;

    if (!record->was_node) {
        plan->nothing_to_undo = true;
        return 0;
    }
    if (record->set_node && !topofix_topology_equals(&record->set, &domain->topology)) {
        plan->record_is_stale = true;
        return 0;
    }
    if (record->was_written) {
        plan->wanted = record->was;
        edit->topology_action = TOPOFIX_EDIT_PUT;
        edit->topology = record->was;
        edit->spelling.drops = ~record->was_levels;
    } else {
        plan->wanted = topofix_topology_make(domain->vcpus.maximum, 1, 1, 1, 1);
        edit->topology_action = TOPOFIX_EDIT_REMOVE;
    }
    if (!topofix_topology_fits(&plan->wanted, &plan->guest, host, NULL)) {
        return fail_illegal(plan, err);
    }
    edit->was_action = TOPOFIX_EDIT_REMOVE;
    edit->set_action = TOPOFIX_EDIT_REMOVE;
    edit->ignore_action = record->ignore_node ? TOPOFIX_EDIT_KEEP : TOPOFIX_EDIT_PUT;
    plan->needs_change = true;
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "forms/words.h"

/*
 * FNV-1a. It need not resist attacks, because libvirt's text is compared with the judged text
 * before each write.
 */
static uint64_t
hash_of(const char *text, size_t length)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
    }
    return hash;
}

struct topofix_plan
topofix_plan_of(const struct topofix_result *result)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;

    if (!result->has_judgement || result->action == TOPOFIX_ACTION_FAILED) {
        return (struct topofix_plan){ .is_due = false };
    }
    return (struct topofix_plan){
        .is_due = assessment->changes,
        .text_hash = hash_of(result->text, result->length),
        .now = assessment->guest.topology,
        .wanted = assessment->wanted,
        .changes_topology = assessment->changes_topology,
        .removes_topology = assessment->removes_topology,
        .lifts_ignore = assessment->lifts_ignore,
        .changes_said = assessment->changes_said,
    };
}

static bool
plan_equals(const struct topofix_plan *a, const struct topofix_plan *b)
{
    return a->is_due == b->is_due && a->changes_topology == b->changes_topology &&
           a->removes_topology == b->removes_topology && a->lifts_ignore == b->lifts_ignore &&
           a->changes_said == b->changes_said && topofix_topology_equals(&a->now, &b->now) &&
           (!a->changes_topology || topofix_topology_equals(&a->wanted, &b->wanted));
}

void
topofix_plans_add(struct topofix_plans *plans, const struct topofix_plan *plan)
{
    plans->items = topofix_grow(plans->items, plans->count, sizeof(*plans->items));
    plans->items[plans->count++] = *plan;
    plans->n_due += plan->is_due;
}

void
topofix_plans_done(struct topofix_plans *plans)
{
    free(plans->items);
    *plans = (struct topofix_plans){ .items = NULL };
}

static struct topofix_target
find_anew(const struct topofix_target *target)
{
    struct topofix_target found = { .connection = target->connection, .name = target->name };
    struct topofix_error err;

    if (topofix_store_find(target->connection->store, target->entry.uuid, &found.entry, &err) < 0) {
        topofix_error_wrap(&err, "not done");
        found.error = topofix_alloc(1, sizeof(*found.error));
        *found.error = err;
        found.connection = NULL;
        found.uri = target->connection->store->uri;
        found.name = target->entry.name;
    }
    return found;
}

void
topofix_plans_select(struct topofix_plans *plans, const struct topofix_selection *selection,
                     struct topofix_selection *ret_due)
{
    size_t kept = 0;

    *ret_due = *selection;
    ret_due->targets = topofix_alloc(plans->n_due, sizeof(*ret_due->targets));
    for (size_t i = 0; i < plans->count; i++) {
        if (plans->items[i].is_due) {
            ret_due->targets[kept] = find_anew(&selection->targets[i]);
            plans->items[kept++] = plans->items[i];
        }
    }
    ret_due->n_targets = kept;
    plans->count = kept;
}

void
topofix_plans_selection_done(struct topofix_selection *due)
{
    for (size_t i = 0; i < due->n_targets; i++) {
        if (due->targets[i].connection) {
            topofix_entry_done(due->targets[i].connection->store, &due->targets[i].entry);
        }
        free(due->targets[i].error);
    }
    free(due->targets);
    *due = (struct topofix_selection){ .targets = NULL };
}

static enum topofix_permit
fail_other(const struct topofix_plan *plan, const struct topofix_plan *found,
           struct topofix_result *result)
{
    char shown[TOPOFIX_TOPOLOGY_TEXT_MAX];
    char now[TOPOFIX_TOPOLOGY_TEXT_MAX];
    char wanted[TOPOFIX_TOPOLOGY_TEXT_MAX];

    topofix_words_topology(&plan->wanted, shown);
    topofix_words_topology(&found->now, now);
    topofix_words_topology(&found->wanted, wanted);
    topofix_error_set(&result->error, TOPOFIX_ERROR_CHANGED,
                      "somebody changed it since it was shown with a change to %s, and now %s "
                      "would become %s: nothing is written, run again to see",
                      shown, now, wanted);
    return TOPOFIX_PERMIT_FAIL;
}

enum topofix_permit
topofix_plan_permits(const struct topofix_plan *plan, struct topofix_result *result)
{
    const struct topofix_plan found = topofix_plan_of(result);

    if (found.text_hash == plan->text_hash && plan_equals(plan, &found)) {
        return TOPOFIX_PERMIT_WRITE;
    }
    result->is_judged_anew = true;
    return !found.is_due || plan_equals(plan, &found) ? TOPOFIX_PERMIT_WRITE
                                                      : fail_other(plan, &found, result);
}

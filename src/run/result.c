/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/result.h"

#include <stdlib.h>

#include "base/alloc.h"

void
topofix_result_done(struct topofix_result *result)
{
    if (result->has_plan) {
        topofix_plan_done(&result->plan);
    }
    free(result->name);
    free(result->uuid);
    free(result->text);
    *result = (struct topofix_result){ .uri = NULL };
}

bool
topofix_result_counts(const struct topofix_result *result)
{
    return !result->has_plan || result->plan.is_selected || result->action == TOPOFIX_ACTION_FAILED;
}

bool
topofix_result_is_left(const struct topofix_result *result)
{
    const struct topofix_plan *plan = &result->plan;

    return result->is_named && result->has_plan && result->action != TOPOFIX_ACTION_FAILED &&
           plan->is_selected && plan->goal == TOPOFIX_GOAL_FIX &&
           (plan->diagnosis.has_proposal ||
            (plan->needs_change && plan->hold != TOPOFIX_HOLD_NONE));
}

bool
topofix_result_is_changed(const struct topofix_result *result)
{
    return result->action == TOPOFIX_ACTION_CHANGED || result->action == TOPOFIX_ACTION_UNDONE;
}

enum topofix_verdict
topofix_result_verdict(const struct topofix_result *result)
{
    const struct topofix_plan *plan = &result->plan;

    return topofix_result_is_changed(result) ? plan->verdict_after : plan->diagnosis.verdict;
}

enum topofix_pending
topofix_result_pending(const struct topofix_result *result)
{
    const struct topofix_plan *plan = &result->plan;

    return topofix_running_pending(
        &plan->running, topofix_result_is_changed(result) ? &plan->wanted : &plan->domain.topology);
}

bool
topofix_result_unused(const struct topofix_result *result, struct topofix_range *ret_unused)
{
    const struct topofix_plan *plan = &result->plan;
    const struct topofix_diagnosis *diagnosis = &plan->diagnosis;
    const struct topofix_range *used = &diagnosis->usable_now;
    bool is_known = result->has_plan && diagnosis->is_usable_known;
    unsigned present = plan->guest.vcpus.present;

    if (plan->running.problem) {
        is_known = false; /* it has something, and perhaps not what is defined */
    } else if (plan->running.is_known) {
        used = &plan->running.usable;
        is_known = plan->running.is_usable_known;
        present = plan->running.present;
    } else if (topofix_result_is_changed(result)) {
        used = &plan->usable_wanted;
        is_known = plan->guest.os.os && plan->verdict_after != TOPOFIX_VERDICT_INVALID;
    }
    if (is_known) {
        *ret_unused =
            (struct topofix_range){ .min = present - used->max, .max = present - used->min };
    }
    return is_known;
}

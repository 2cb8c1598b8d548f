/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/result.h"

#include <stdlib.h>

#include "base/alloc.h"

void
topofix_result_done(struct topofix_result *result)
{
    if (result->has_judgement) {
        topofix_judgement_done(&result->judgement);
    }
    topofix_witnesses_done(&result->witnesses);
    topofix_disk_witness_free(result->disk);
    free(result->name);
    free(result->uuid);
    free(result->text);
    *result = (struct topofix_result){ .uri = NULL };
}

bool
topofix_result_counts(const struct topofix_result *result)
{
    return !result->has_judgement || result->judgement.assessment.is_selected ||
           result->action == TOPOFIX_ACTION_FAILED;
}

bool
topofix_result_is_left(const struct topofix_result *result)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;

    if (assessment->goal == TOPOFIX_GOAL_MIRROR && result->has_judgement &&
        result->action != TOPOFIX_ACTION_FAILED && !assessment->mirror.is_found) {
        return true;
    }
    if ((result->is_named || result->file) && result->has_judgement &&
        result->action != TOPOFIX_ACTION_FAILED && assessment->is_selected &&
        topofix_remedies_are_left(&assessment->remedied)) {
        return true;
    }
    return result->is_named && result->has_judgement && result->action != TOPOFIX_ACTION_FAILED &&
           assessment->is_selected && assessment->goal != TOPOFIX_GOAL_UNDO &&
           ((assessment->diagnosis.has_proposal && assessment->goal == TOPOFIX_GOAL_FIX) ||
            (assessment->needs_change && assessment->hold != TOPOFIX_HOLD_NONE));
}

enum topofix_prospect
topofix_result_prospect(const struct topofix_result *result)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;
    bool is_fix = assessment->goal == TOPOFIX_GOAL_FIX;

    if (result->action == TOPOFIX_ACTION_FAILED) {
        return TOPOFIX_PROSPECT_FAILED;
    }
    if (!result->has_judgement || topofix_result_is_changed(result)) {
        return TOPOFIX_PROSPECT_NOTHING;
    }
    if (assessment->needs_change) {
        return assessment->changes ? TOPOFIX_PROSPECT_CHANGE : TOPOFIX_PROSPECT_HELD;
    }
    if (is_fix && assessment->diagnosis.has_proposal) {
        return TOPOFIX_PROSPECT_WRITTEN;
    }
    if (is_fix && assessment->diagnosis.verdict == TOPOFIX_VERDICT_UNKNOWN_GUEST) {
        return TOPOFIX_PROSPECT_UNKNOWN;
    }
    return is_fix && assessment->diagnosis.verdict != TOPOFIX_VERDICT_LEGAL
               ? TOPOFIX_PROSPECT_BEYOND
               : TOPOFIX_PROSPECT_NOTHING;
}

bool
topofix_result_is_changed(const struct topofix_result *result)
{
    return result->action == TOPOFIX_ACTION_CHANGED || result->action == TOPOFIX_ACTION_UNDONE;
}

enum topofix_verdict
topofix_result_verdict(const struct topofix_result *result)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;

    return topofix_result_is_changed(result) ? assessment->verdict_after
                                             : assessment->diagnosis.verdict;
}

enum topofix_pending
topofix_result_pending(const struct topofix_result *result)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;

    return topofix_running_pending(&assessment->running, topofix_result_is_changed(result)
                                                             ? &assessment->wanted
                                                             : &assessment->guest.topology);
}

bool
topofix_result_unused(const struct topofix_result *result, struct topofix_range *ret_unused)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;
    const struct topofix_diagnosis *diagnosis = &assessment->diagnosis;
    const struct topofix_range *used = &diagnosis->usable_now;
    bool is_known = result->has_judgement && diagnosis->is_usable_known;
    unsigned present = assessment->guest.vcpus.present;

    if (assessment->running.problem) {
        is_known = false; /* The domain has a running or saved state, which may differ from the
                             definition. */
    } else if (assessment->running.is_known) {
        used = &assessment->running.usable;
        is_known = assessment->running.is_usable_known;
        present = assessment->running.present;
    } else if (topofix_result_is_changed(result)) {
        used = &assessment->usable_wanted;
        present = assessment->changes_vcpus ? assessment->guest_after.vcpus.present : present;
        is_known = assessment->guest.os.os && assessment->verdict_after != TOPOFIX_VERDICT_INVALID;
    }
    if (is_known) {
        *ret_unused =
            (struct topofix_range){ .min = present - used->max, .max = present - used->min };
    }
    return is_known;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/tally.h"

void
topofix_tally_add(struct topofix_tally *tally, const struct topofix_result *result)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;
    struct topofix_range unused = { .min = 0 };
    bool is_pending;

    if (!topofix_result_counts(result)) {
        return;
    }
    tally->domains += result->name || result->file; /* a connection that failed is not a domain */
    tally->actions[result->action]++;
    tally->prospects[topofix_result_prospect(result)]++;
    if (!result->has_judgement) {
        return;
    }
    tally->verdicts[topofix_result_verdict(result)]++;
    /* an undo marks the domain as ignored */
    tally->holds[result->action == TOPOFIX_ACTION_UNDONE && !assessment->forgets
                     ? TOPOFIX_HOLD_IGNORED
                     : assessment->hold]++;
    if (assessment->goal == TOPOFIX_GOAL_VERIFY) {
        tally->proofs[topofix_proof_of(assessment).result]++;
    }
    is_pending = topofix_pending_is_due(topofix_result_pending(result));
    tally->pending += is_pending;
    tally->needs_change += assessment->needs_change || (is_pending && tally->counts_pending);
    tally->beyond_topology += assessment->diagnosis.is_beyond_topology;
    tally->left += topofix_result_is_left(result);
    if (topofix_result_unused(result, &unused)) {
        tally->unused_least += unused.min;
        tally->unused_most += unused.max;
    } else {
        tally->unused_unknown++;
    }
    if (assessment->hold == TOPOFIX_HOLD_NONE) {
        tally->open[topofix_result_verdict(result)]++;
        tally->open_pending += is_pending;
        tally->open_unused += unused.min;
    }
}

int
topofix_tally_status(const struct topofix_tally *tally, enum topofix_goal goal,
                     enum topofix_run run)
{
    if (tally->actions[TOPOFIX_ACTION_FAILED] > 0) {
        return 1;
    }
    if (goal == TOPOFIX_GOAL_VERIFY) {
        return tally->proofs[TOPOFIX_PROOF_REFUTED] > 0    ? 3
               : tally->proofs[TOPOFIX_PROOF_UNPROVED] > 0 ? 4
                                                           : 0;
    }
    if (run == TOPOFIX_RUN_JUDGE && tally->needs_change > 0) {
        return 3;
    }
    if (goal == TOPOFIX_GOAL_UNDO) {
        return 0;
    }
    if (goal == TOPOFIX_GOAL_SAY) {
        return tally->left > 0 ? 4 : 0;
    }
    return tally->beyond_topology > 0 || (tally->left > 0 && run != TOPOFIX_RUN_JUDGE) ? 4 : 0;
}

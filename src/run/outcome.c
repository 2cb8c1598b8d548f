/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/outcome.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* FNV-1a. */
static const uint64_t hash_begin = UINT64_C(14695981039346656037);

static uint64_t
hash_add(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *at = bytes;

    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ at[i]) * UINT64_C(1099511628211);
    }
    return hash;
}

static uint64_t
hash_add_count(uint64_t hash, unsigned count)
{
    return hash_add(hash, &count, sizeof(count));
}

static uint64_t
likeness_of(const struct topofix_result *result)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;
    const struct topofix_vcpus *vcpus = &assessment->guest.vcpus;
    const struct topofix_topology *topology =
        topofix_result_is_changed(result) ? &assessment->wanted : &assessment->guest.topology;
    uint64_t hash = hash_add_count(hash_begin, topofix_result_verdict(result));

    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        hash = hash_add_count(hash, topology->count[level]);
    }
    hash = hash_add_count(hash, vcpus->maximum);
    hash = hash_add_count(hash, vcpus->present);
    if (vcpus->scattered) {
        hash = hash_add(hash, vcpus->enabled, sizeof(vcpus->enabled));
    }
    return hash;
}

void
topofix_outcome_of_result(const struct topofix_result *result, struct topofix_outcome *ret_outcome)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;
    bool is_changed = topofix_result_is_changed(result);

    *ret_outcome = (struct topofix_outcome){
        .is_known = true,
        .name = topofix_strdup(result->name),
        .has_failed = result->action == TOPOFIX_ACTION_FAILED,
        .has_judgement = result->has_judgement,
    };
    if (ret_outcome->has_failed) {
        ret_outcome->failure =
            hash_add(hash_begin, result->error.message, strlen(result->error.message));
    }
    if (!result->has_judgement) {
        return;
    }
    ret_outcome->verdict = topofix_result_verdict(result);
    ret_outcome->hold = assessment->hold;
    ret_outcome->pending = topofix_result_pending(result);
    ret_outcome->needs_change = assessment->needs_change && !is_changed;
    ret_outcome->is_unused_known = topofix_result_unused(result, &ret_outcome->unused);
    ret_outcome->likeness = likeness_of(result);
}

bool
topofix_outcome_differs(const struct topofix_outcome *before, const struct topofix_outcome *after)
{
    if (before->is_known != after->is_known || before->has_failed != after->has_failed ||
        before->failure != after->failure || before->has_judgement != after->has_judgement) {
        return true;
    }
    if (before->name && after->name && strcmp(before->name, after->name) != 0) {
        return true;
    }
    return after->has_judgement &&
           (before->likeness != after->likeness || before->hold != after->hold ||
            before->pending != after->pending || before->needs_change != after->needs_change);
}

bool
topofix_outcome_matters(const struct topofix_outcome *outcome)
{
    return outcome->has_failed ||
           (outcome->has_judgement &&
            (outcome->needs_change || outcome->verdict != TOPOFIX_VERDICT_LEGAL ||
             topofix_pending_is_due(outcome->pending)));
}

void
topofix_outcome_count(const struct topofix_outcome *outcome, struct topofix_tally *tally)
{
    tally->domains++;
    tally->actions[TOPOFIX_ACTION_FAILED] += outcome->has_failed;
    if (!outcome->has_judgement) {
        return;
    }
    tally->verdicts[outcome->verdict]++;
    tally->holds[outcome->hold]++;
    tally->pending += topofix_pending_is_due(outcome->pending);
    tally->needs_change += outcome->needs_change;
    if (outcome->is_unused_known) {
        tally->unused_least += outcome->unused.min;
        tally->unused_most += outcome->unused.max;
    }
}

void
topofix_outcome_done(struct topofix_outcome *outcome)
{
    free(outcome->name);
    *outcome = (struct topofix_outcome){ .name = NULL };
}

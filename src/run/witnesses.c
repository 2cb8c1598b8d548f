/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/witnesses.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "evidence/stats_claim.h"
#include "run/selection.h"

bool
topofix_witnesses_matter(const struct topofix_request *request,
                         const struct topofix_assessment *assessment)
{
    const enum topofix_verdict verdict = assessment->diagnosis.verdict;

    if (!request->asks_guests || assessment->running.state != TOPOFIX_STATE_RUNNING ||
        !assessment->running.is_known) {
        return false;
    }
    return request->run == TOPOFIX_RUN_JUDGE ||
           (request->goal == TOPOFIX_GOAL_FIX && verdict != TOPOFIX_VERDICT_LOSES &&
            verdict != TOPOFIX_VERDICT_INVALID);
}

void
topofix_witnesses_add_agent(const struct topofix_agent_answer *answer,
                            const struct topofix_limits *limits, unsigned n_present,
                            struct topofix_witnesses *witnesses)
{
    const struct topofix_agent_words words = {
        .id = answer->fields[TOPOFIX_AGENT_ID],
        .pretty_name = answer->fields[TOPOFIX_AGENT_PRETTY_NAME],
        .version_id = answer->fields[TOPOFIX_AGENT_VERSION_ID],
        .kernel_version = answer->fields[TOPOFIX_AGENT_KERNEL_VERSION],
        .kernel_release = answer->fields[TOPOFIX_AGENT_KERNEL_RELEASE],
        .variant_id = answer->fields[TOPOFIX_AGENT_VARIANT_ID],
    };

    topofix_agent_claim_make(&words, limits, &witnesses->agent);
    if (witnesses->agent.text || answer->n_used > 0) {
        topofix_claims_add(&witnesses->claims,
                           &(struct topofix_claim){ .origin = TOPOFIX_ORIGIN_AGENT,
                                                    .os = witnesses->agent.os,
                                                    .edition = witnesses->agent.edition,
                                                    .text = witnesses->agent.text,
                                                    .n_used = answer->n_used,
                                                    .n_present = n_present });
    }
}

/* A fix does not go by them. */
static void
add_stats(const struct topofix_target *target, struct topofix_witnesses *witnesses)
{
    const struct topofix_vcpu_times *times =
        topofix_connection_vcpu_times(target->connection, target->entry.uuid);
    struct topofix_stats_reading reading;

    if (!times || !topofix_stats_read(times->times, times->count, &reading)) {
        return;
    }
    witnesses->stats_text =
        reading.n_used == times->count
            ? topofix_sprintf("each vCPU has run for %llu ms at least", reading.least_used_ms)
            : topofix_sprintf("vCPUs have run for %llu ms at least, the others for %llu ms at most",
                              reading.least_used_ms, reading.most_unused_ms);
    topofix_claims_add(&witnesses->claims,
                       &(struct topofix_claim){ .origin = TOPOFIX_ORIGIN_STATS,
                                                .text = witnesses->stats_text,
                                                .n_used = reading.n_used,
                                                .n_present = (unsigned)times->count });
}

static void
ask_agent(const struct topofix_target *target, const struct topofix_request *request,
          unsigned n_present, struct topofix_witnesses *witnesses)
{
    TOPOFIX_AUTO_DONE(agent_answer) struct topofix_agent_answer answer = { .n_used = 0 };
    struct topofix_error err;
    enum topofix_agent_outcome outcome =
        topofix_store_ask_agent(target->connection->store, &target->entry, &answer, &err);

    if (outcome == TOPOFIX_AGENT_ANSWERED) {
        topofix_witnesses_add_agent(&answer, request->limits, n_present, witnesses);
    } else if (outcome == TOPOFIX_AGENT_SILENT || request->tells_unasked) {
        witnesses->silence = topofix_strdup(err.message);
        witnesses->claims.silence = witnesses->silence;
    }
}

void
topofix_witnesses_ask(const struct topofix_target *target, const struct topofix_request *request,
                      const struct topofix_assessment *assessment,
                      struct topofix_witnesses *ret_witnesses)
{
    *ret_witnesses = (struct topofix_witnesses){ .silence = NULL };
    if (assessment->running.has_agent) {
        ask_agent(target, request, assessment->running.present, ret_witnesses);
    }
    if (request->run == TOPOFIX_RUN_JUDGE && !topofix_claims_used(&ret_witnesses->claims)) {
        add_stats(target, ret_witnesses);
    }
}

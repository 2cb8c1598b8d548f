/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/witnesses.h"

#include <stdlib.h>

#include "base/alloc.h"
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

static void
add_agent(const struct topofix_agent_answer *answer, const struct topofix_limits *limits,
          unsigned n_present, struct topofix_witnesses *witnesses)
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

void
topofix_witnesses_ask(const struct topofix_target *target, const struct topofix_request *request,
                      const struct topofix_assessment *assessment,
                      struct topofix_witnesses *ret_witnesses)
{
    TOPOFIX_AUTO_DONE(agent_answer) struct topofix_agent_answer answer = { .n_used = 0 };
    enum topofix_agent_outcome outcome;
    struct topofix_error err;

    *ret_witnesses = (struct topofix_witnesses){ .silence = NULL };
    if (!assessment->running.has_agent) {
        return;
    }
    outcome = topofix_store_ask_agent(target->connection->store, &target->entry, &answer, &err);
    if (outcome == TOPOFIX_AGENT_ANSWERED) {
        add_agent(&answer, request->limits, assessment->running.present, ret_witnesses);
    } else if (outcome == TOPOFIX_AGENT_SILENT || request->tells_unasked) {
        ret_witnesses->silence = topofix_strdup(err.message);
        ret_witnesses->claims.silence = ret_witnesses->silence;
    }
}

void
topofix_witnesses_done(struct topofix_witnesses *witnesses)
{
    topofix_agent_claim_done(&witnesses->agent);
    free(witnesses->silence);
    *witnesses = (struct topofix_witnesses){ .silence = NULL };
}

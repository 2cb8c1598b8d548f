/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/proof.h"

#include <string.h>

#include "base/array.h"

static const char *const result_names[] = {
    [TOPOFIX_PROOF_PROVED] = "proved",
    [TOPOFIX_PROOF_REFUTED] = "refuted",
    [TOPOFIX_PROOF_UNPROVED] = "unproved",
};
_Static_assert(COUNT_OF(result_names) == TOPOFIX_PROOF_RESULTS, "a name per result");

const char *
topofix_proof_name(enum topofix_proof_result result)
{
    return result_names[result];
}

static const char *const idle_texts[] = {
    [TOPOFIX_STATE_NONE] = "it is not known whether it runs",
    [TOPOFIX_STATE_SHUT_OFF] = "it is shut off",
    [TOPOFIX_STATE_RUNNING] = NULL,
    [TOPOFIX_STATE_PAUSED] = "it is paused",
    [TOPOFIX_STATE_SAVED] = "it is saved, and does not run",
};
_Static_assert(COUNT_OF(idle_texts) == TOPOFIX_STATES, "a text per state");

static bool
sees_one_group(const struct topofix_claim *claim)
{
    return claim->origin == TOPOFIX_ORIGIN_AGENT && claim->n_present > TOPOFIX_AGENT_GROUP_MAX &&
           (!claim->os || strncmp(claim->os, "win", strlen("win")) == 0);
}

/* What no witness can settle, or NULL. */
static const char *
doubt_of(const struct topofix_assessment *assessment, const struct topofix_claim *witness)
{
    if (assessment->running.state != TOPOFIX_STATE_RUNNING) {
        return idle_texts[assessment->running.state];
    }
    if (!witness) {
        return "no evidence: no guest agent answers, and how long its vCPUs have run does not tell";
    }
    if (witness->n_used > witness->n_present) {
        return "it claims to see more vCPUs than it was given";
    }
    if (witness->n_used < witness->n_present && sees_one_group(witness)) {
        return "an agent sees one processor group of Windows only, which is 64 at most";
    }
    return NULL;
}

struct topofix_proof
topofix_proof_of(const struct topofix_assessment *assessment)
{
    const struct topofix_claim *witness = topofix_claims_used(&assessment->claims);
    struct topofix_proof proof = { .witness = witness, .why = doubt_of(assessment, witness) };

    if (proof.why) {
        proof.result = TOPOFIX_PROOF_UNPROVED;
    } else {
        proof.result =
            witness->n_used < witness->n_present ? TOPOFIX_PROOF_REFUTED : TOPOFIX_PROOF_PROVED;
    }
    return proof;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * witnesses: those who can see a guest that runs: its agent, and libvirt, which counts how long
 * each of its vCPUs has run.
 */
#ifndef TOPOFIX_WITNESSES_H
#define TOPOFIX_WITNESSES_H

#include "evidence/agent_claim.h"
#include "evidence/claims.h"
#include "judge/assessment.h"

struct topofix_agent_answer;
struct topofix_target;

/* Zero-initialised: nobody was asked. It must not move while its claims are used. */
struct topofix_witnesses {
    struct topofix_claims claims; /* borrow what follows */
    struct topofix_agent_claim agent;
    char *stats_text;
    char *silence;
};

/*
 * Whether the request wants a guest like this one to be asked: one that runs, and of which what it
 * says could change something. A fix that is due anyway is not held up.
 */
bool
topofix_witnesses_matter(const struct topofix_request *request,
                         const struct topofix_assessment *assessment);

/* Asks them, by what is known of the domain without them. Whatever goes wrong is a silence. */
void
topofix_witnesses_ask(const struct topofix_target *target, const struct topofix_request *request,
                      const struct topofix_assessment *assessment,
                      struct topofix_witnesses *ret_witnesses);

/*
 * Adds what an agent answered to what the witnesses say, if that says anything. The guest has
 * n_present vCPUs now. An agent can be added once.
 */
void
topofix_witnesses_add_agent(const struct topofix_agent_answer *answer,
                            const struct topofix_limits *limits, unsigned n_present,
                            struct topofix_witnesses *witnesses);

void
topofix_witnesses_done(struct topofix_witnesses *witnesses);

#endif

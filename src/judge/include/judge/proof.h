/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * proof: whether a guest that runs uses every vCPU that it was given, by what somebody has seen.
 */
#ifndef TOPOFIX_PROOF_H
#define TOPOFIX_PROOF_H

#include "judge/assessment.h"

enum topofix_proof_result {
    TOPOFIX_PROOF_PROVED,   /* it uses all of them */
    TOPOFIX_PROOF_REFUTED,  /* it uses fewer */
    TOPOFIX_PROOF_UNPROVED, /* nobody can say */
    TOPOFIX_PROOF_RESULTS
};

struct topofix_proof {
    enum topofix_proof_result result;
    const struct topofix_claim *witness; /* borrowed from the assessment; NULL: there is none */
    const char *why;                     /* why it is unproved, for people; NULL: it is not */
};

/* The agent is believed before the statistics. */
struct topofix_proof
topofix_proof_of(const struct topofix_assessment *assessment);

/* "proved", "refuted", "unproved". */
const char *
topofix_proof_name(enum topofix_proof_result result);

#endif

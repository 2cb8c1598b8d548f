/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * candidates: every topology of a vCPU count, ranked, with the rule that rejects it, if any.
 */
#ifndef TOPOFIX_CANDIDATES_H
#define TOPOFIX_CANDIDATES_H

#include "core/solve.h"

#ifdef __cplusplus
extern "C" {
#endif

struct topofix_candidate {
    struct topofix_topology topology;
    struct topofix_reason rejection; /* code NONE if the candidate is legal */
    struct topofix_reason hazard;    /* code NONE if the candidate is legal and has no hazard */
};

/* Receives one candidate. */
typedef void (*topofix_candidate_visit)(const struct topofix_candidate *candidate, void *context);

/*
 * Visits all topologies for the guest's maximum of vCPUs, fewest threads first and then fewest
 * sockets. Dies and clusters are 1 unless the policy wants more. A candidate is rejected if it
 * breaks the user's wishes, if the hypervisor refuses it, or if the guest would use fewer vCPUs
 * than with the best one.
 */
void
topofix_candidates_each(const struct topofix_guest *guest, const struct topofix_host *host,
                        const struct topofix_policy *policy, topofix_candidate_visit visit,
                        void *context);

#ifdef __cplusplus
}
#endif
#endif

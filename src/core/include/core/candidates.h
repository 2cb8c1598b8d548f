/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * candidates: every topology of a vCPU count, ranked, each with the rule that rejects it or none.
 */
#ifndef TOPOFIX_CANDIDATES_H
#define TOPOFIX_CANDIDATES_H

#include "core/solve.h"

#ifdef __cplusplus
extern "C" {
#endif

struct topofix_candidate {
    struct topofix_topology topology;
    struct topofix_reason rejection; /* code NONE: the candidate is legal */
    struct topofix_reason hazard;    /* code NONE: legal and without hazard */
};

/* Takes one candidate. */
typedef void (*topofix_candidate_visit)(const struct topofix_candidate *candidate, void *context);

/*
 * Visits all ways to make the guest's maximum of vCPUs, fewest threads first and then fewest
 * sockets. Dies and clusters are 1 unless the policy wants more. Rejected are those outside the
 * user's wishes, those that the hypervisor refuses, and those with which the guest would use fewer
 * vCPUs than with the best.
 */
void
topofix_candidates_each(const struct topofix_guest *guest, const struct topofix_host *host,
                        const struct topofix_policy *policy, topofix_candidate_visit visit,
                        void *context);

#ifdef __cplusplus
}
#endif
#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tally: counts the results of a run.
 */
#ifndef TOPOFIX_TALLY_H
#define TOPOFIX_TALLY_H

#include "judge/proof.h"
#include "run/result.h"

/* The state after the run. */
struct topofix_tally {
    bool counts_pending; /* set before the first result: a pending change counts as needed, too */
    size_t domains;
    size_t verdicts[TOPOFIX_VERDICTS];
    size_t holds[TOPOFIX_HOLDS];
    size_t actions[TOPOFIX_ACTIONS];
    size_t prospects[TOPOFIX_PROSPECTS];
    size_t proofs[TOPOFIX_PROOF_RESULTS]; /* goal VERIFY only */
    size_t pending;         /* they run, or are saved, with a topology other than the defined one */
    size_t needs_change;    /* on hold or not */
    size_t beyond_topology; /* no topology can make them right */
    size_t left;            /* asked for by name and due, but not fixed */
    size_t unused_least;    /* present vCPUs that are not used, whatever the editions */
    size_t unused_most;     /* the same, if the guests have the editions that use the fewest */
    size_t unused_unknown;  /* domains that are in neither sum, because the number is not known */
    size_t open[TOPOFIX_VERDICTS]; /* as verdicts, without domains on hold; likewise the next two */
    size_t open_pending;
    size_t open_unused; /* as unused_least */
};

/* Counts one result, unless topofix_result_counts() excludes it. */
void
topofix_tally_add(struct topofix_tally *tally, const struct topofix_result *result);

/*
 * The exit status of a run, the first of these that applies: 1 if something failed; 3, only when
 * checking, if a domain needs a change; 4, not when undoing, if no topology helps a domain or (not
 * when checking either) a fix that was asked for by name was not done; else 0. With
 * goal VERIFY: 3 if a proof is refuted, 4 if one is missing.
 */
int
topofix_tally_status(const struct topofix_tally *tally, enum topofix_goal goal,
                     enum topofix_run run);

#endif

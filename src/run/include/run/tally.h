/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tally: the results of a run, counted.
 */
#ifndef TOPOFIX_TALLY_H
#define TOPOFIX_TALLY_H

#include "judge/proof.h"
#include "run/result.h"

/* What is true after the run. */
struct topofix_tally {
    bool counts_pending; /* set before the first result: what is pending needs a change, too */
    size_t domains;
    size_t verdicts[TOPOFIX_VERDICTS];
    size_t holds[TOPOFIX_HOLDS];
    size_t actions[TOPOFIX_ACTIONS];
    size_t prospects[TOPOFIX_PROSPECTS];
    size_t proofs[TOPOFIX_PROOF_RESULTS]; /* goal VERIFY only */
    size_t pending;         /* run, or are saved, with something else than is defined */
    size_t needs_change;    /* on hold or not */
    size_t beyond_topology; /* cannot be made right by topology */
    size_t left;            /* asked for by name, due, and yet not fixed */
    size_t unused_least;    /* vCPUs that are present and not used, whatever the editions */
    size_t unused_most;     /* the same with the editions that use the fewest */
    size_t unused_unknown;  /* domains of which that is not known, and which are in neither */
};

/* Counts one result, unless it does not count. */
void
topofix_tally_add(struct topofix_tally *tally, const struct topofix_result *result);

/*
 * The exit status of a run: 1 something failed, 3 (only when checking) something needs a change, 4
 * (not when undoing) something is beyond topology or (not when checking either) was left although a
 * fix was asked for by name, else 0. With goal VERIFY: 3 something is refuted, 4 something is
 * unproved.
 */
int
topofix_tally_status(const struct topofix_tally *tally, enum topofix_goal goal,
                     enum topofix_run run);

#endif

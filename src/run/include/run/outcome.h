/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * outcome: what a watch remembers of a domain after its last look: enough to tell what is new about
 * the next one, and to count all domains at any moment.
 */
#ifndef TOPOFIX_OUTCOME_H
#define TOPOFIX_OUTCOME_H

#include <stdint.h>

#include "run/result.h"
#include "run/tally.h"

/* Zero-initialised: nothing is known yet. */
struct topofix_outcome {
    bool is_known;
    char *name; /* owned */
    bool has_failed;
    uint64_t failure;   /* a number of the error's message; 0: none */
    bool has_judgement; /* what follows means something */
    enum topofix_verdict verdict;
    enum topofix_hold hold;
    enum topofix_pending pending;
    bool needs_change;
    bool is_unused_known;
    struct topofix_range unused; /* vCPUs that are present and not used */
    /* A number of what is defined, as far as a fix depends on it: vCPUs, topology and verdict. */
    uint64_t likeness;
};

/* What is true after the result. To be done. */
void
topofix_outcome_of_result(const struct topofix_result *result, struct topofix_outcome *ret_outcome);

/* Whether somebody who was told of the first wants to be told of the second. */
bool
topofix_outcome_differs(const struct topofix_outcome *before, const struct topofix_outcome *after);

/* Whether there is something about it that an administrator should know. */
bool
topofix_outcome_matters(const struct topofix_outcome *outcome);

/* Counts what is true of the domain, as topofix_tally_add does of a result; actions of earlier
 * looks are not counted, but for a failure. */
void
topofix_outcome_count(const struct topofix_outcome *outcome, struct topofix_tally *tally);

void
topofix_outcome_done(struct topofix_outcome *outcome);

#endif

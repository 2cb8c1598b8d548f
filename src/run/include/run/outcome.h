/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * outcome: what a watch remembers of a domain after it has processed it: enough to tell what is new
 * the next time, and to count all domains at any moment.
 */
#ifndef TOPOFIX_OUTCOME_H
#define TOPOFIX_OUTCOME_H

#include <stdint.h>

#include "run/result.h"
#include "run/tally.h"

/* A zero-initialised value means that nothing is known yet. */
struct topofix_outcome {
    bool is_known;
    char *name; /* owned */
    bool has_failed;
    uint64_t failure;   /* a hash of the error's message; 0 if there is none */
    bool has_judgement; /* the members below are valid */
    enum topofix_verdict verdict;
    enum topofix_hold hold;
    enum topofix_pending pending;
    bool needs_change;
    bool is_unused_known;
    struct topofix_range unused; /* vCPUs that are present but not used */
    /* A hash of the parts of the definition that a fix depends on: vCPUs, topology and verdict. */
    uint64_t likeness;
};

/* Makes the outcome of a result. The caller must free it with topofix_outcome_done(). */
void
topofix_outcome_of_result(const struct topofix_result *result, struct topofix_outcome *ret_outcome);

/* Whether the second outcome is news to a reader who knows the first. */
bool
topofix_outcome_differs(const struct topofix_outcome *before, const struct topofix_outcome *after);

/* Whether an administrator should know about this domain. */
bool
topofix_outcome_matters(const struct topofix_outcome *outcome);

/*
 * Counts the domain's present state, as topofix_tally_add() does with a result. Of earlier actions
 * only a failure is counted.
 */
void
topofix_outcome_count(const struct topofix_outcome *outcome, struct topofix_tally *tally);

void
topofix_outcome_done(struct topofix_outcome *outcome);

#endif

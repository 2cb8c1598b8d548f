/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * domain_step: one domain from fetch to result; the same for a single domain and for a batch.
 */
#ifndef TOPOFIX_DOMAIN_STEP_H
#define TOPOFIX_DOMAIN_STEP_H

#include "run/result.h"
#include "run/selection.h"

/* Whether a change is written. */
enum topofix_permit {
    TOPOFIX_PERMIT_WRITE,
    TOPOFIX_PERMIT_LEAVE, /* nothing is written, which is no failure */
    TOPOFIX_PERMIT_FAIL,  /* nothing is written, and the result's error says why */
};

/*
 * Asked between the judgement and the write of a run that writes, also where there is nothing to
 * write; again, where somebody else wrote in between. May be called by several threads at once.
 */
struct topofix_gate {
    enum topofix_permit (*ask)(const struct topofix_target *target, struct topofix_result *result,
                               void *context);
    void *context;
};

/*
 * Fetches, plans, and writes where the run is a fix or an undo. Fills *ret_result, which borrows
 * the connection's strings; a failure is part of it.
 */
void
topofix_domain_step(const struct topofix_target *target, const struct topofix_request *request,
                    struct topofix_result *ret_result);

/* The same, through a gate; NULL: none. */
void
topofix_domain_step_gated(const struct topofix_target *target,
                          const struct topofix_request *request, const struct topofix_gate *gate,
                          struct topofix_result *ret_result);

/* The result of a domain that is not looked at: failed, "not done: WHY". */
void
topofix_domain_skip(const struct topofix_target *target, const char *why,
                    struct topofix_result *ret_result);

#endif

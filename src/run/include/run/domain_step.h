/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * domain_step: processes one domain from fetch to result, alone or in a batch.
 */
#ifndef TOPOFIX_DOMAIN_STEP_H
#define TOPOFIX_DOMAIN_STEP_H

#include "run/result.h"
#include "run/selection.h"

/* Whether a change is written. */
enum topofix_permit {
    TOPOFIX_PERMIT_WRITE,
    TOPOFIX_PERMIT_LEAVE, /* nothing is written, which is not a failure */
    TOPOFIX_PERMIT_FAIL,  /* nothing is written, and the result's error says why */
};

/*
 * Called after the judgement in a run that writes, even if there is nothing to write, and again if
 * the domain has to be judged again because it was changed meanwhile. Several threads may call it
 * at once.
 */
struct topofix_gate {
    enum topofix_permit (*ask)(const struct topofix_target *target, struct topofix_result *result,
                               void *context);
    void *context;
};

/*
 * Fetches the domain, judges it, and writes the change if the request says so. Fills *ret_result,
 * which borrows the connection's strings; a failure is part of the result.
 */
void
topofix_domain_step(const struct topofix_target *target, const struct topofix_request *request,
                    struct topofix_result *ret_result);

/* The same, with a gate that is asked before a write; NULL means none. */
void
topofix_domain_step_gated(const struct topofix_target *target,
                          const struct topofix_request *request, const struct topofix_gate *gate,
                          struct topofix_result *ret_result);

/* Makes the result of a domain that is not processed: failed, with the error "not done: WHY". */
void
topofix_domain_skip(const struct topofix_target *target, const char *why,
                    struct topofix_result *ret_result);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * domain_step: one domain from fetch to result; the same for a single domain and for a batch.
 */
#ifndef TOPOFIX_DOMAIN_STEP_H
#define TOPOFIX_DOMAIN_STEP_H

#include "run/result.h"
#include "run/selection.h"

/*
 * Fetches, plans, and writes where the run is a fix or an undo. Fills *ret_result, which borrows
 * the connection's strings; a failure is part of it.
 */
void
topofix_domain_step(const struct topofix_target *target, const struct topofix_request *request,
                    struct topofix_result *ret_result);

/* The result of a domain that is not looked at: failed, "not done: WHY". */
void
topofix_domain_skip(const struct topofix_target *target, const char *why,
                    struct topofix_result *ret_result);

#endif

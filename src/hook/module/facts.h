/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * facts: what a decision depends on, from the assessment, the configuration and the host.
 */
#ifndef TOPOFIX_HOOK_FACTS_H
#define TOPOFIX_HOOK_FACTS_H

#include "call.h"
#include "decide.h"
#include "hook/trust.h"

/*
 * If the program that fixes exists but cannot be trusted, ret_problem says why; else it is empty.
 */
struct topofix_hook_facts
topofix_hook_facts_find(const struct topofix_hook_call *call,
                        const struct topofix_assessment *assessment,
                        char ret_problem[TOPOFIX_TRUST_PROBLEM_BYTES]);

#endif

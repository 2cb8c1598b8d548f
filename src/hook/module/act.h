/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * act: gathers the facts about a fresh start, decides, and carries the decision out.
 */
#ifndef TOPOFIX_HOOK_ACT_H
#define TOPOFIX_HOOK_ACT_H

#include "call.h"
#include "judge/assessment.h"

/* Returns the exit status: 0 lets the start go on, 1 refuses it. */
int
topofix_hook_act(const struct topofix_hook_call *call, const struct topofix_assessment *assessment);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * judge: handles a call that may be about a fresh start.
 */
#ifndef TOPOFIX_HOOK_JUDGE_H
#define TOPOFIX_HOOK_JUDGE_H

#include "call.h"

/*
 * Reads the configuration into call->config, the site's limits, and the guest's XML from standard
 * input, and acts on them if this is a fresh start. Returns the exit status, which is 0 after any
 * error.
 */
int
topofix_hook_judge(struct topofix_hook_call *call);

#endif

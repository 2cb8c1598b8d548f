/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * judge: a call that may be about a fresh start.
 */
#ifndef TOPOFIX_HOOK_JUDGE_H
#define TOPOFIX_HOOK_JUDGE_H

#include "call.h"

/*
 * Reads the configuration to call->config, the site's limits and, on standard input, the guest's
 * XML, and acts on them where this is a fresh start. Returns the exit status, which is 0 on every
 * error.
 */
int
topofix_hook_judge(struct topofix_hook_call *call);

#endif

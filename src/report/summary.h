/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * summary: the numbers at the end of a check, and what distinguishes them.
 */
#ifndef TOPOFIX_SUMMARY_H
#define TOPOFIX_SUMMARY_H

#include "base/buffer.h"
#include "run/tally.h"

/*
 * Appends "a fix changes 5 domains; of the others, 1 is on hold, ..." or the same of an undo. Each
 * domain that is not legal is in one of these numbers. Appends nothing if all domains are legal and
 * unchanged.
 */
void
topofix_summary_prospects(const struct topofix_tally *tally, enum topofix_goal goal,
                          struct topofix_buffer *ret_text);

/*
 * Appends why there are two numbers of unused vCPUs, and which domains are in neither. Appends
 * nothing if there is one number and it covers all domains.
 */
void
topofix_summary_unused(const struct topofix_tally *tally, struct topofix_buffer *ret_text);

#endif

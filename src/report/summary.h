/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * summary: the numbers at the end of a check, and why they differ from one another.
 */
#ifndef TOPOFIX_SUMMARY_H
#define TOPOFIX_SUMMARY_H

#include "base/buffer.h"
#include "run/tally.h"

/*
 * Appends "a fix changes 5 domains; of the others, 1 is on hold, ...", or an undo does: each domain
 * that is not legal is in one of these numbers. Nothing where all are legal and stay so.
 */
void
topofix_summary_prospects(const struct topofix_tally *tally, enum topofix_goal goal,
                          struct topofix_buffer *ret_text);

/* Appends why there are two numbers of unused vCPUs, and who is in neither; nothing where there is
 * one number, of all domains. */
void
topofix_summary_unused(const struct topofix_tally *tally, struct topofix_buffer *ret_text);

#endif

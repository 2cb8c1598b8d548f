/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * diff_result: the change of one domain as a diff.
 */
#ifndef TOPOFIX_DIFF_RESULT_H
#define TOPOFIX_DIFF_RESULT_H

#include "run/result.h"

/* Appends the diff of a result that changes, or would change, its domain; nothing otherwise. */
void
topofix_diff_add_result(const struct topofix_result *result, struct topofix_buffer *ret_text);

#endif

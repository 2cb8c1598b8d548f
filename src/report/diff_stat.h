/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * diff_stat: diffs as one line a domain, as git diff --stat has them for files.
 */
#ifndef TOPOFIX_DIFF_STAT_H
#define TOPOFIX_DIFF_STAT_H

#include "report/text_style.h"
#include "run/result.h"

struct topofix_diff_stat;

struct topofix_diff_stat *
topofix_diff_stat_new(const struct topofix_text_style *style);

/* Adds a result that would change its domain. */
void
topofix_diff_stat_add(struct topofix_diff_stat *stat, const struct topofix_result *result);

/* Appends the lines, and the sum of them; nothing where there are none. */
void
topofix_diff_stat_format(struct topofix_diff_stat *stat, struct topofix_buffer *ret_text);

/* NULL is fine. */
void
topofix_diff_stat_free(struct topofix_diff_stat *stat);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * diff_stat: sums up diffs in one line per domain, as git diff --stat does per file.
 */
#ifndef TOPOFIX_DIFF_STAT_H
#define TOPOFIX_DIFF_STAT_H

#include "report/text_style.h"
#include "run/result.h"

struct topofix_diff_stat;

struct topofix_diff_stat *
topofix_diff_stat_new(const struct topofix_text_style *style);

/* Adds a result that changes its domain, or would. */
void
topofix_diff_stat_add(struct topofix_diff_stat *stat, const struct topofix_result *result);

/* Appends the lines and their sum, or nothing if there are none. */
void
topofix_diff_stat_format(struct topofix_diff_stat *stat, struct topofix_buffer *ret_text);

/* stat may be NULL. */
void
topofix_diff_stat_free(struct topofix_diff_stat *stat);

#endif

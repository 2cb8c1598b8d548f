/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cells: what stands in the columns of a table, and what it is sorted by.
 */
#ifndef TOPOFIX_CELLS_H
#define TOPOFIX_CELLS_H

#include "base/buffer.h"
#include "report/columns.h"

/* What a column looks like, whoever stands in it. */
struct topofix_column_look {
    const char *title;
    bool is_right; /* set flush right: numbers */
    bool is_cut;   /* shortened where the table is wider than the terminal */
};

const struct topofix_column_look *
topofix_column_look(enum topofix_column column);

/* Appends the cell of a result that has a judgement. Others' words in it are clean. */
void
topofix_cell_format(enum topofix_column column, const struct topofix_result *result,
                    struct topofix_buffer *ret_text);

/* What a column is sorted by, the smallest first; 0 where its text decides. */
uint64_t
topofix_cell_key(enum topofix_column column, const struct topofix_result *result);

/* Appends what becomes of a domain by a fix or an undo, or why nothing does; nothing where nothing
 * is due. */
void
topofix_cell_fix(const struct topofix_result *result, struct topofix_buffer *ret_text);

#endif

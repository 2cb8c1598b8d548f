/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cells: the content of a table's columns, and their sort keys.
 */
#ifndef TOPOFIX_CELLS_H
#define TOPOFIX_CELLS_H

#include "base/buffer.h"
#include "report/columns.h"

/* What a column looks like, whatever its content. */
struct topofix_column_look {
    const char *title;
    bool is_right; /* aligned right: numbers */
    bool is_cut;   /* shortened if the table is wider than the terminal */
};

const struct topofix_column_look *
topofix_column_look(enum topofix_column column);

/* Appends the cell of a result that has a judgement. Strings from outside are cleaned. */
void
topofix_cell_format(enum topofix_column column, const struct topofix_result *result,
                    struct topofix_buffer *ret_text);

/* The key that a column is sorted by, smallest first; 0 if it is sorted by its text. */
uint64_t
topofix_cell_key(enum topofix_column column, const struct topofix_result *result);

/*
 * Appends what a fix or an undo does with the domain, or why it does nothing. Appends nothing if
 * nothing is due.
 */
void
topofix_cell_fix(const struct topofix_result *result, struct topofix_buffer *ret_text);

#endif

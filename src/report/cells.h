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

/* The next ones are what cells are made of, wherever the values come from. A range of NULL is not
 * known. */

/* The worst first, from 0. */
unsigned
topofix_verdict_rank(enum topofix_verdict verdict);

/* "shut off"; "" for none. */
const char *
topofix_state_text(enum topofix_state state);

/* "managed"; "" for none. */
const char *
topofix_hold_text(enum topofix_hold hold);

/* Appends "1-2 of 4", "? of 4". */
void
topofix_cell_add_used(const struct topofix_range *unused, unsigned present,
                      struct topofix_buffer *ret_text);

/* Appends "2-3", "?". */
void
topofix_cell_add_unused(const struct topofix_range *unused, struct topofix_buffer *ret_text);

/* What these two are sorted by. */
uint64_t
topofix_cell_used_key(const struct topofix_range *unused, unsigned present);
uint64_t
topofix_cell_unused_key(const struct topofix_range *unused);

/* Appends "4", "2 of 4". */
void
topofix_cell_add_vcpus(unsigned maximum, unsigned present, struct topofix_buffer *ret_text);

/* Why a fix changes nothing, in parentheses, or the option that is missing; NULL where that is not
 * due. */
const char *
topofix_fix_obstacle(enum topofix_prospect prospect, enum topofix_hold hold, bool knows_edition,
                     bool has_own_smp);

/* Appends what a domain runs with as long as that is not what is defined; nothing else. */
void
topofix_cell_add_pending(enum topofix_pending pending, const struct topofix_topology *running,
                         struct topofix_buffer *ret_text);

#endif

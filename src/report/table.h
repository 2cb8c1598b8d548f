/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * table: rows of text in columns, laid out by libsmartcols as in lsblk and lscpu. Only this file
 * uses that library.
 */
#ifndef TOPOFIX_TABLE_H
#define TOPOFIX_TABLE_H

#include <stdbool.h>

#include "base/buffer.h"

struct topofix_table_column {
    const char *title;
    bool is_right;
    bool is_cut; /* shortened if the table is wider than the terminal */
};

struct topofix_table_layout {
    unsigned width; /* columns of the terminal; 0 means no limit */
    bool has_color;
    bool has_headings;
};

/* A cell: its text, and its colour or NULL. Both are borrowed. */
struct topofix_table_cell {
    const char *text;
    const char *color;
};

struct topofix_table;

struct topofix_table *
topofix_table_new(const struct topofix_table_column *columns, size_t n_columns,
                  const struct topofix_table_layout *layout);

/* Adds a row, with as many cells as there are columns. The cells are copied. */
void
topofix_table_add(struct topofix_table *table, const struct topofix_table_cell *cells);

/* Appends the table without trailing blanks, or nothing if it has no rows. */
void
topofix_table_format(struct topofix_table *table, struct topofix_buffer *ret_text);

/* table may be NULL. */
void
topofix_table_free(struct topofix_table *table);

#endif

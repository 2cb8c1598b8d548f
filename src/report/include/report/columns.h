/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * columns: the columns that a table of domains can have. Each is one row of one table: its word for
 * --columns and --sort, its title and its content.
 */
#ifndef TOPOFIX_COLUMNS_H
#define TOPOFIX_COLUMNS_H

#include "run/result.h"

enum topofix_column {
    TOPOFIX_COLUMN_VERDICT,
    TOPOFIX_COLUMN_DOMAIN,
    TOPOFIX_COLUMN_HOST,
    TOPOFIX_COLUMN_STATE,
    TOPOFIX_COLUMN_GUEST_OS,
    TOPOFIX_COLUMN_USED,
    TOPOFIX_COLUMN_NOW,
    TOPOFIX_COLUMN_FIX,
    TOPOFIX_COLUMN_URI,
    TOPOFIX_COLUMN_UUID,
    TOPOFIX_COLUMN_EDITION,
    TOPOFIX_COLUMN_VCPUS,
    TOPOFIX_COLUMN_UNUSED,
    TOPOFIX_COLUMN_RUNNING,
    TOPOFIX_COLUMN_HOLD,
    TOPOFIX_COLUMN_REASON,
    TOPOFIX_COLUMNS
};

/* The word of each column, and a final NULL. */
extern const char *const topofix_column_words[TOPOFIX_COLUMNS + 1];

/* Columns in the order in which they are shown; count 0 means the default. */
struct topofix_column_list {
    enum topofix_column items[TOPOFIX_COLUMNS];
    size_t count;
};

/* The default columns of a table. */
struct topofix_column_list
topofix_columns_default(bool tells_host);

/* Adds a column at the end, unless the list has it already. */
void
topofix_columns_add(struct topofix_column_list *list, enum topofix_column column);

#endif

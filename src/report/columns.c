/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/columns.h"

const char *const topofix_column_words[TOPOFIX_COLUMNS + 1] = {
    [TOPOFIX_COLUMN_VERDICT] = "verdict",
    [TOPOFIX_COLUMN_DOMAIN] = "domain",
    [TOPOFIX_COLUMN_HOST] = "host",
    [TOPOFIX_COLUMN_STATE] = "state",
    [TOPOFIX_COLUMN_GUEST_OS] = "guest-os",
    [TOPOFIX_COLUMN_USED] = "used",
    [TOPOFIX_COLUMN_NOW] = "now",
    [TOPOFIX_COLUMN_FIX] = "fix",
    [TOPOFIX_COLUMN_URI] = "uri",
    [TOPOFIX_COLUMN_UUID] = "uuid",
    [TOPOFIX_COLUMN_EDITION] = "edition",
    [TOPOFIX_COLUMN_VCPUS] = "vcpus",
    [TOPOFIX_COLUMN_UNUSED] = "unused",
    [TOPOFIX_COLUMN_RUNNING] = "running",
    [TOPOFIX_COLUMN_HOLD] = "hold",
    [TOPOFIX_COLUMN_REASON] = "reason",
    [TOPOFIX_COLUMNS] = NULL,
};

struct topofix_column_list
topofix_columns_default(bool tells_host)
{
    struct topofix_column_list list = { .count = 0 };

    for (int column = TOPOFIX_COLUMN_VERDICT; column <= TOPOFIX_COLUMN_FIX; column++) {
        if (column != TOPOFIX_COLUMN_HOST || tells_host) {
            topofix_columns_add(&list, (enum topofix_column)column);
        }
    }
    return list;
}

void
topofix_columns_add(struct topofix_column_list *list, enum topofix_column column)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i] == column) {
            return;
        }
    }
    list->items[list->count++] = column;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * record_edit: writes our element in <metadata>, or changes it in place.
 */
#ifndef TOPOFIX_RECORD_EDIT_H
#define TOPOFIX_RECORD_EDIT_H

#include "forms/domain_edit.h"
#include "xml/layout.h"

/* Appends a whole record on lines of its own, depth steps deeper than the children of parent. */
void
topofix_record_format_xml(const struct topofix_layout *layout, const struct topofix_node *parent,
                          unsigned depth, const struct topofix_edit *edit,
                          struct topofix_buffer *ret_text);

/* Whether the edit leaves nothing in an existing record, not even a comment. */
bool
topofix_record_is_emptied(const struct topofix_layout *layout, const struct topofix_record *record,
                          const struct topofix_edit *edit);

/*
 * Changes an existing record. What the admin wrote in it is kept, byte for byte, under any prefix.
 */
void
topofix_record_change_xml(const struct topofix_layout *layout, const struct topofix_record *record,
                          const struct topofix_edit *edit, struct topofix_splices *splices);

#endif

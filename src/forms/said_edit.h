/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * said_edit: writes what the admin says as the record's children <guest> and <bounds>, or changes
 * them in place.
 */
#ifndef TOPOFIX_SAID_EDIT_H
#define TOPOFIX_SAID_EDIT_H

#include "forms/said.h"
#include "xml/layout.h"

bool
topofix_said_has_guest(const struct topofix_said *said);
bool
topofix_said_has_bounds(const struct topofix_said *said);

/* Whether an element holds anything that we do not know. node may be NULL. */
bool
topofix_said_guest_holds_more(const struct topofix_node *node);
bool
topofix_said_bounds_holds_more(const struct topofix_node *node);

/* Appends <name edition="..." os="..." profile="..."/>, or <name sockets="2"/>. */
void
topofix_said_format_guest(const struct topofix_said *said, const char *name,
                          struct topofix_buffer *ret_text);
void
topofix_said_format_bounds(const struct topofix_said *said, const char *name,
                           struct topofix_buffer *ret_text);

/* Changes the attributes that differ, and keeps everything else in the element. */
void
topofix_said_change_guest(const struct topofix_layout *layout, const struct topofix_node *node,
                          const struct topofix_said *said, struct topofix_splices *splices);
void
topofix_said_change_bounds(const struct topofix_layout *layout, const struct topofix_node *node,
                           const struct topofix_said *said, struct topofix_splices *splices);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * confirm: runs that write only what the user at the terminal has agreed to.
 */
#ifndef TOPOFIX_CONFIRM_H
#define TOPOFIX_CONFIRM_H

#include "viewer.h"

/* Whether the run is a batch that writes, and there is a user to ask. */
bool
topofix_confirm_is_wanted(const struct topofix_options *options,
                          const struct topofix_selection *selection);

/* Shows all changes as a table, asks once, and makes them. Returns the exit status. */
int
topofix_confirm_once(const struct topofix_options *options, const struct topofix_request *request,
                     const struct topofix_selection *selection,
                     struct topofix_interrupt *interrupt);

/* Shows each domain's change, and asks before making it. Returns the exit status. */
int
topofix_confirm_each(const struct topofix_options *options, const struct topofix_request *request,
                     const struct topofix_selection *selection,
                     struct topofix_interrupt *interrupt);

#endif

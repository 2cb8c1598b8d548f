/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * confirm: runs that write only what somebody at the terminal has agreed to.
 */
#ifndef TOPOFIX_CONFIRM_H
#define TOPOFIX_CONFIRM_H

#include "viewer.h"

/* Whether the run is a batch that writes, with somebody to be asked. */
bool
topofix_confirm_is_wanted(const struct topofix_options *options,
                          const struct topofix_selection *selection);

/* Shows as a table what would be done, asks once, and does it. Returns the exit status. */
int
topofix_confirm_once(const struct topofix_options *options, const struct topofix_request *request,
                     const struct topofix_selection *selection,
                     struct topofix_interrupt *interrupt);

/* Shows and asks for each domain that would be changed. Returns the exit status. */
int
topofix_confirm_each(const struct topofix_options *options, const struct topofix_request *request,
                     const struct topofix_selection *selection,
                     struct topofix_interrupt *interrupt);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * windows: what the registry of a Windows on a disk says. hivex reads the hives, inside libguestfs'
 * virtual machine.
 */
#ifndef TOPOFIX_INSPECT_WINDOWS_H
#define TOPOFIX_INSPECT_WINDOWS_H

#include <guestfs.h>

#include "inspect/answer.h"

/* Adds edition, build and licensed sockets, and to *ret_told why one of them is missing. The root
 * is mounted. */
void
topofix_look_windows(guestfs_h *guestfs, const char *root, struct topofix_inspect_answer *answer,
                     struct topofix_buffer *ret_told);

#endif

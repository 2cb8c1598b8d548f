/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * scratch: a folder for what libguestfs and its helpers leave lying about when they are ended.
 */
#ifndef TOPOFIX_INSPECT_SCRATCH_H
#define TOPOFIX_INSPECT_SCRATCH_H

#include "base/error.h"

/*
 * Makes a folder in $TMPDIR or /tmp and names it in the environment, as TMPDIR. What libguestfs
 * keeps from one run to the next stays where it would be without that. NULL on error; to be
 * removed.
 */
char *
topofix_scratch_make(struct topofix_error *err);

/* Removes it with all that is in it, as far as that can be done, and frees its name. */
void
topofix_scratch_remove(char *folder);

#endif

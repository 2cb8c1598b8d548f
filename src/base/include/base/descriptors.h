/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * descriptors: fills standard descriptors that the caller closed. Otherwise the next file or socket
 * would get such a number, and output for the user would be written into it.
 */
#ifndef TOPOFIX_DESCRIPTORS_H
#define TOPOFIX_DESCRIPTORS_H

/*
 * Opens /dev/null for those of 0, 1 and 2 that are closed, so that output to them is discarded. It
 * cannot fail: if /dev/null cannot be opened, they stay closed. For a program that must go on.
 */
void
topofix_descriptors_fill(void);

/*
 * Opens /dev/null for those of 0, 1 and 2 that are closed, in the wrong direction, so that reading
 * or writing still fails and the program can report it. Returns -1 if that is not possible.
 */
int
topofix_descriptors_fill_unusable(void);

#endif

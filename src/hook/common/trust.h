/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * trust: whether only root and the user that runs this can change a file. What the hook reads,
 * loads and runs decides what root does. This needs only the C library, because the program asks
 * before it loads its module.
 */
#ifndef TOPOFIX_HOOK_TRUST_H
#define TOPOFIX_HOOK_TRUST_H

#include <stdbool.h>

enum { TOPOFIX_TRUST_PROBLEM_BYTES = 512 };

/*
 * Follows an absolute path from the root folder, links included. False where the file, a link or a
 * folder on the way belongs to anybody but root and the effective user, or where its group or
 * others may write to it; in a sticky folder, such as /tmp, they cannot put another file in place
 * of one that they do not own. False, too, where the path leads to nothing. ret_problem then gets
 * one line, which begins with the path and says what was found, what was expected and what to do.
 *
 * An access control list counts: the group's bits are its mask.
 */
bool
topofix_trust(const char *path, char ret_problem[TOPOFIX_TRUST_PROBLEM_BYTES]);

/* The same for a folder, which need not be there, and all in it that is not hidden. */
bool
topofix_trust_folder(const char *path, char ret_problem[TOPOFIX_TRUST_PROBLEM_BYTES]);

#endif

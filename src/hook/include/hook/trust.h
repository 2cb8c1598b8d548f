/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * trust: whether only root and the user that runs this can change a file. What the hook reads,
 * loads and runs decides what root does. It needs only the C library, because the program checks
 * its module before it loads it.
 */
#ifndef TOPOFIX_HOOK_TRUST_H
#define TOPOFIX_HOOK_TRUST_H

#include <stdbool.h>

enum { TOPOFIX_TRUST_PROBLEM_BYTES = 512 };

/*
 * Follows an absolute path from the root folder, including links. Returns false if the file, a link
 * or a folder on the way belongs to a user other than root and the effective user, or if its group
 * or others can write to it. A sticky folder, such as /tmp, is accepted, because they cannot
 * replace files there that they do not own. Returns false, too, if the path does not exist.
 * ret_problem then gets one line, which begins with the path and says what was found, what was
 * expected and what to do.
 *
 * Access control lists count, because the group's bits of the mode are the list's mask.
 */
bool
topofix_trust(const char *path, char ret_problem[TOPOFIX_TRUST_PROBLEM_BYTES]);

/* The same for a folder and everything in it that is not hidden. The folder need not exist. */
bool
topofix_trust_folder(const char *path, char ret_problem[TOPOFIX_TRUST_PROBLEM_BYTES]);

#endif

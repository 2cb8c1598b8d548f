/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * detach: starts a program that outlives the hook and that libvirt does not wait for.
 */
#ifndef TOPOFIX_HOOK_DETACH_H
#define TOPOFIX_HOOK_DETACH_H

#include "base/error.h"

/*
 * Runs argv[0], an absolute path, in a session of its own, in "/", with /dev/null for descriptors 0
 * to 2 and no others. Its environment is only NAME, VALUE, ..., NULL; nothing of the caller's is
 * inherited. Returns -1 if no process can be created; the new process logs later failures.
 */
int
topofix_hook_detach(char *const *argv, const char *const *environment, struct topofix_error *err);

#endif

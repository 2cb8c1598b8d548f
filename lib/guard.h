/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * guard: turns a lack of memory into an error. The rooms below end the process if an allocation
 * fails; in the library the call fails instead. The memory that the call had allocated is leaked;
 * caps on all input keep that small.
 */
#ifndef TOPOFIX_GUARD_H
#define TOPOFIX_GUARD_H

#include <stddef.h>

#include "base/error.h"

/* A function that works on a caller's context. Returns 0, or -1 and an error. */
typedef int (*topofix_guarded)(void *context, struct topofix_error *err);

/*
 * Runs the function. Returns a topofix_status, and one line in message unless it is OK. The
 * function must not hold a lock, and must not leave a state that others can see half changed.
 */
int
topofix_guard_run(topofix_guarded work, void *context, char *message, size_t message_size);

#endif

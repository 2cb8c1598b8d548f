/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * guard: what turns a missing piece of memory into an error. Rooms below take memory for granted
 * and end the process without it; in the library the call that took too much fails instead. What
 * it held is lost, which caps on all input keep small.
 */
#ifndef TOPOFIX_GUARD_H
#define TOPOFIX_GUARD_H

#include <stddef.h>

#include "base/error.h"

/* Does a piece of work on a caller's context; 0, or -1 and an error. */
typedef int (*topofix_guarded)(void *context, struct topofix_error *err);

/*
 * Does the work. Returns a topofix_status, with one line in message where that is not OK. Work may
 * not hold a lock, and leaves nothing half done that others see.
 */
int
topofix_guard_run(topofix_guarded work, void *context, char *message, size_t message_size);

#endif

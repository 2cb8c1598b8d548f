/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * trace: what the hook records for --hook-status, in the folder of its marks. It is lost when the
 * machine restarts.
 */
#ifndef TOPOFIX_HOOK_TRACE_H
#define TOPOFIX_HOOK_TRACE_H

#include <stdbool.h>

/* Further refusals are not counted. */
enum { TOPOFIX_HOOK_REFUSALS_MAX = 4096 };

/*
 * Records that a libvirt daemon has called the hook. folder is from topofix_marks_open(). The
 * caller must check that it is a daemon's child, because a call by hand proves nothing.
 */
void
topofix_hook_trace_call(int folder);

/* Counts a refused start. */
void
topofix_hook_trace_refusal(int folder);

/* Whether a daemon has called the hook. path is the folder's; it need not exist. */
bool
topofix_hook_trace_has_call(const char *path);

/* Deletes that record after an installation, because no daemon has called the new hook yet. */
void
topofix_hook_trace_forget_calls(const char *path);

/* How many starts were refused, at most TOPOFIX_HOOK_REFUSALS_MAX. */
unsigned
topofix_hook_trace_refusals(const char *path);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * trace: what the hook leaves for --hook-status, beside its marks. It is gone when the machine
 * starts again.
 */
#ifndef TOPOFIX_HOOK_TRACE_H
#define TOPOFIX_HOOK_TRACE_H

#include <stdbool.h>

/* No more refusals than this are counted. */
enum { TOPOFIX_HOOK_REFUSALS_MAX = 4096 };

/*
 * Notes that a libvirt daemon has called the hook. folder is that of topofix_marks_open. The caller
 * knows that it is a daemon's child: a call by hand proves nothing.
 */
void
topofix_hook_trace_call(int folder);

/* Counts a refused start. */
void
topofix_hook_trace_refusal(int folder);

/* Whether a daemon has called the hook. path is the folder's, which may be missing. */
bool
topofix_hook_trace_has_call(const char *path);

/* Forgets that a daemon has called the hook: what is installed now, none has called yet. */
void
topofix_hook_trace_forget_calls(const char *path);

/* How many starts were refused, at most TOPOFIX_HOOK_REFUSALS_MAX. */
unsigned
topofix_hook_trace_refusals(const char *path);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * entry: the only function that the module exports.
 */
#ifndef TOPOFIX_HOOK_ENTRY_H
#define TOPOFIX_HOOK_ENTRY_H

/*
 * argc and argv are the program's; topofix_hook_task_of() must have found a call that matters.
 * Returns the exit status: 0 lets libvirt go on.
 */
typedef int
topofix_hook_entry(int argc, char **argv);

/* The name of the function in the module. */
#define TOPOFIX_HOOK_ENTRY "topofix_hook_run"
topofix_hook_entry topofix_hook_run;

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * operation: what a call of a qemu hook is about, judged by its arguments alone. docs/hook-calls.md
 * records what libvirt's versions do.
 */
#ifndef TOPOFIX_HOOK_OPERATION_H
#define TOPOFIX_HOOK_OPERATION_H

enum topofix_hook_task {
    TOPOFIX_HOOK_IGNORE,  /* a known call that does not concern us */
    TOPOFIX_HOOK_UNKNOWN, /* a call that this version does not know */
    TOPOFIX_HOOK_JUDGE,   /* a start, or something that looks like one */
    TOPOFIX_HOOK_ARRIVAL, /* a restore or an incoming migration: what follows is no fresh start */
    TOPOFIX_HOOK_STOP,    /* a guest has ended, possibly in the middle of a snapshot revert */
    TOPOFIX_HOOK_REVERT,  /* it has ended during one: what follows is no fresh start */
    TOPOFIX_HOOK_END,     /* it has ended, but not during one */
};

/* argv as libvirt passes it: program, guest, operation, sub-operation, extra argument. */
enum topofix_hook_task
topofix_hook_task_of(int argc, char *const *argv);

#endif

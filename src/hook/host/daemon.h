/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * daemon: the libvirt daemon that calls the hook.
 */
#ifndef TOPOFIX_HOOK_DAEMON_H
#define TOPOFIX_HOOK_DAEMON_H

#include <stdbool.h>

struct topofix_hook_daemon {
    int pid;
    const char *name;
};

/* Finds the daemon. Returns false if this user runs none. */
bool
topofix_hook_daemon_find(struct topofix_hook_daemon *ret_daemon);

/* Whether this process is a libvirt daemon of this user. */
bool
topofix_hook_daemon_is(int pid);

#endif

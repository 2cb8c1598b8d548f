/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * status: whether the hook is installed and in use.
 */
#ifndef TOPOFIX_HOOK_STATUS_H
#define TOPOFIX_HOOK_STATUS_H

#include "hook/install.h"

struct topofix_hook_status {
    enum topofix_hook_file program;
    enum topofix_hook_file module;
    char *version; /* of the copy, or NULL */
    bool is_same;  /* the copies equal, byte for byte, what this program would install */
    bool is_executable;
    const char *daemon; /* name of the running daemon, or NULL */
    int daemon_pid;
    bool has_called;  /* a daemon has called the hook since it was installed */
    char **leftovers; /* names in qemu.d that libvirt runs, too, apparently by mistake */
    size_t n_leftovers;
    char **untrusted; /* a line for each file that the hook needs but others can write to */
    size_t n_untrusted;
    unsigned refusals;         /* starts refused since the machine started, up to a maximum */
    bool may_be_more_refusals; /* the maximum was reached */
};

/* program is the one that fixes, from the configuration. */
int
topofix_hook_status_find(const char *program, struct topofix_hook_status *ret_status,
                         struct topofix_error *err);

void
topofix_hook_status_done(struct topofix_hook_status *status);

#endif

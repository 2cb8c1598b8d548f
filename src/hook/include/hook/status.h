/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * status: whether the hook is in force.
 */
#ifndef TOPOFIX_HOOK_STATUS_H
#define TOPOFIX_HOOK_STATUS_H

#include "hook/install.h"

/* Whether the daemon runs the hook: it looks for hooks when it starts and when it is reloaded. */
enum topofix_hook_seen {
    TOPOFIX_HOOK_NO_DAEMON,
    TOPOFIX_HOOK_SEEN,         /* it has called the hook, or started after it was installed */
    TOPOFIX_HOOK_SEEN_UNKNOWN, /* only a reload could have shown it, which leaves no trace */
};

struct topofix_hook_status {
    enum topofix_hook_file program;
    enum topofix_hook_file module;
    char *version; /* of the copy, or NULL */
    bool is_same;  /* the copies are byte for byte what this program would install */
    bool is_executable;
    enum topofix_hook_seen seen;
    char *daemon; /* name of the daemon, or NULL */
    int daemon_pid;
    char **leftovers; /* names in qemu.d that libvirt runs, too, by mistake as it seems */
    size_t n_leftovers;
    char **untrusted; /* a line per file that the hook needs and that others may write to */
    size_t n_untrusted;
    unsigned refusals; /* starts that were refused since the machine started, up to a maximum */
};

/* program: the one that fixes, as the configuration says. */
int
topofix_hook_status_find(const char *program, struct topofix_hook_status *ret_status,
                         struct topofix_error *err);

void
topofix_hook_status_done(struct topofix_hook_status *status);

#endif

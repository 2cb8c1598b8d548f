/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ask: runs virt-topofix-inspect, which is a program of its own, and reads its answer.
 */
#ifndef TOPOFIX_INSPECT_ASK_H
#define TOPOFIX_INSPECT_ASK_H

#include <stdint.h>

#include "inspect/answer.h"

/* Milliseconds, and the place of the program. Borrowed. */
struct topofix_inspector {
    const char *program; /* an absolute path */
    uint64_t limit;      /* it is told to end after so long */
    uint64_t grace;      /* and is killed so long after that */
};

/* The one that is installed, or the one that VIRT_TOPOFIX_INSPECT in the environment names. */
struct topofix_inspector
topofix_inspector_installed(void);

/* Fails where the program cannot be run; the message says which package has it. */
int
topofix_inspector_check(const struct topofix_inspector *inspector, struct topofix_error *err);

/*
 * Has the program look at the disks of a domain. uri and domain (a UUID or a name) are arguments.
 * It gets an environment of its own, no input, and signals as usual, in a process group of its own,
 * and ends where the calling thread does. Of what it prints on its standard error *ret_told gets at
 * most 1 KiB, clean for people and in one line, or NULL; to be freed, also on error.
 *
 * Safe from any thread. On error *ret_answer is empty: it could not be run, did not end in time,
 * failed, or answered with something else.
 */
int
topofix_inspector_ask(const struct topofix_inspector *inspector, const char *uri,
                      const char *domain, struct topofix_inspect_answer *ret_answer,
                      char **ret_told, struct topofix_error *err);

#endif

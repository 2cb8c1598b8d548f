/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * child: another program, run to its end with caps on its time and on what it prints.
 */
#ifndef TOPOFIX_INSPECT_CHILD_H
#define TOPOFIX_INSPECT_CHILD_H

#include <stdint.h>
#include <sys/types.h>

#include "base/buffer.h"
#include "base/error.h"

/* What is run, and how long. Borrowed. */
struct topofix_child_request {
    char *const *argv; /* argv[0] is an absolute path */
    char *const *environment;
    uint64_t limit; /* milliseconds until it is told to end (SIGTERM) */
    uint64_t grace; /* milliseconds from then until its process group is killed */
    size_t out_max; /* bytes of output; more is an error, and ends it */
    size_t err_max; /* bytes of standard error that are kept; the rest is dropped */
};

/* What became of it. */
struct topofix_child_result {
    struct topofix_buffer out;
    struct topofix_buffer err;
    int status; /* as of waitpid(); only where the run succeeded */
};

/*
 * Runs it and waits for it. -1 where it cannot be run, prints too much or does not end in time;
 * what it printed until then is there nevertheless. *ret_result must be done. It is its own process
 * group, and gets SIGTERM where the calling thread ends before it.
 */
int
topofix_child_run(const struct topofix_child_request *request,
                  struct topofix_child_result *ret_result, struct topofix_error *err);

void
topofix_child_result_done(struct topofix_child_result *result);

#endif

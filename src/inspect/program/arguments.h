/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * arguments: the command line of virt-topofix-inspect.
 */
#ifndef TOPOFIX_INSPECT_ARGUMENTS_H
#define TOPOFIX_INSPECT_ARGUMENTS_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"

/* Borrowed from argv. */
struct topofix_inspect_arguments {
    const char *uri;    /* NULL: libvirt's default */
    const char *domain; /* name or UUID */
    unsigned seconds;   /* how long it may take */
    bool help;
    bool version;
};

/* On error (exit status 2) the message says what was found, and what was expected. */
int
topofix_inspect_arguments_parse(int argc, char **argv,
                                struct topofix_inspect_arguments *ret_arguments,
                                struct topofix_error *err);

/* What --help prints. */
void
topofix_inspect_help_format(struct topofix_buffer *ret_text);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * option_table: every option once, with its help, with what it does and with what it goes together.
 */
#ifndef TOPOFIX_OPTION_TABLE_H
#define TOPOFIX_OPTION_TABLE_H

#include "base/buffer.h"
#include "options.h"

struct topofix_option {
    char letter;         /* 0: none */
    const char *name;    /* without the dashes */
    const char *metavar; /* NULL: takes no argument */
    const char *help;    /* NULL: not for people, and not in --help */
    unsigned modes;      /* bit per mode with which the option means something */
    int (*apply)(struct topofix_options *options, const struct topofix_option *option,
                 const char *argument, struct topofix_error *err);
    size_t offset; /* of the member that apply sets */
    int value;     /* apply's own: a mode, or the largest count */
};

enum { TOPOFIX_OPTIONS_MAX = 64 };

extern const struct topofix_option topofix_option_table[];
extern const size_t topofix_option_count;

/* How a mode is called in messages: "--file", or "a domain". */
const char *
topofix_mode_name(enum topofix_mode mode);

/* Appends --help. */
void
topofix_help_format(struct topofix_buffer *ret_text);

#endif

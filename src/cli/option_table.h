/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * option_table: defines each option once: its help, its effect, and the modes in which it is
 * allowed.
 */
#ifndef TOPOFIX_OPTION_TABLE_H
#define TOPOFIX_OPTION_TABLE_H

#include "base/buffer.h"
#include "options.h"

struct topofix_option;

/* Handles the argument, which is NULL if the option has none. Returns 0, or -1 with an error. */
typedef int
topofix_option_apply(struct topofix_options *options, const struct topofix_option *option,
                     const char *argument, struct topofix_error *err);

struct topofix_option {
    char letter;         /* 0 if there is none */
    const char *name;    /* without the dashes */
    const char *metavar; /* NULL if the option takes no argument */
    const char *help; /* NULL hides the option from --help, which shows the words after the text */
    const char *const *words;    /* allowed arguments by value, then NULL; NULL allows any */
    unsigned modes;              /* bit per mode that accepts the option */
    enum topofix_mode starts;    /* the mode that it selects; TOPOFIX_MODE_DOMAINS means none */
    topofix_option_apply *apply; /* NULL if it only selects a mode */
    size_t offset;               /* of the member in struct topofix_options that apply sets */
    unsigned most;               /* the largest value of a number */
    const char *alias;           /* the name of the same option in other tools, or NULL */
    const char *alias_argument;  /* what the alias implies, which takes no argument itself */
};

enum { TOPOFIX_OPTIONS_MAX = 128 };

extern const struct topofix_option topofix_option_table[];
extern const size_t topofix_option_count;

/* The name of the option that selects the mode. No option selects TOPOFIX_MODE_DOMAINS. */
const char *
topofix_mode_name(enum topofix_mode mode);

/* Appends the text of --help. */
void
topofix_help_format(struct topofix_buffer *ret_text);

#endif

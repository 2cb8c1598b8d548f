/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * option_table: each option once, with its help, its effect, and the modes in which it is allowed.
 */
#ifndef TOPOFIX_OPTION_TABLE_H
#define TOPOFIX_OPTION_TABLE_H

#include "base/buffer.h"
#include "options.h"

struct topofix_option;

/* Takes the argument, which is NULL where the option has none. Returns 0, or -1 with a message. */
typedef int
topofix_option_apply(struct topofix_options *options, const struct topofix_option *option,
                     const char *argument, struct topofix_error *err);

struct topofix_option {
    char letter;         /* 0: none */
    const char *name;    /* without the dashes */
    const char *metavar; /* NULL: takes no argument */
    const char *help;    /* NULL: not for people, and not in --help; the words follow it there */
    const char *const *words;    /* what the argument may be, by value, then NULL; NULL: anything */
    unsigned modes;              /* bit per mode with which the option means something */
    enum topofix_mode starts;    /* the mode that it chooses; TOPOFIX_MODE_DOMAINS: none */
    topofix_option_apply *apply; /* NULL: it chooses a mode and no more */
    size_t offset;               /* of the member that apply sets */
    unsigned most;               /* the largest count */
    const char *alias;           /* another name, as other tools have it; NULL: none */
    const char *alias_argument;  /* what the alias stands for, which then takes none itself */
};

enum { TOPOFIX_OPTIONS_MAX = 64 };

extern const struct topofix_option topofix_option_table[];
extern const size_t topofix_option_count;

/* The name of the option that chooses the mode; not for TOPOFIX_MODE_DOMAINS, which none chooses.
 */
const char *
topofix_mode_name(enum topofix_mode mode);

/* Appends --help. */
void
topofix_help_format(struct topofix_buffer *ret_text);

#endif

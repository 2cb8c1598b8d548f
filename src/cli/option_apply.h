/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * option_apply: what an option may do with its argument. All set the member that the option names.
 */
#ifndef TOPOFIX_OPTION_APPLY_H
#define TOPOFIX_OPTION_APPLY_H

#include "option_table.h"

typedef int
topofix_option_apply(struct topofix_options *options, const struct topofix_option *option,
                     const char *argument, struct topofix_error *err);

topofix_option_apply topofix_apply_flag;   /* bool: true */
topofix_option_apply topofix_apply_text;   /* const char * */
topofix_option_apply topofix_apply_list;   /* struct topofix_texts: one more */
topofix_option_apply topofix_apply_count;  /* unsigned, 1 to option->value (0: the most vCPUs) */
topofix_option_apply topofix_apply_when;   /* enum topofix_when */
topofix_option_apply topofix_apply_format; /* enum topofix_format */
topofix_option_apply topofix_apply_only;   /* the verdicts of --only */
topofix_option_apply topofix_apply_order;  /* enum topofix_order */
topofix_option_apply topofix_apply_mode;   /* the mode option->value; its argument is a word, too */
topofix_option_apply topofix_apply_solve;  /* mode SOLVE with its count */
topofix_option_apply topofix_apply_smp;    /* mode SMP with its text */
topofix_option_apply topofix_apply_version; /* unsigned: X.Y or X.Y.Z as X * 1000000 + Y * 1000 + Z
                                             */

void
topofix_texts_add(struct topofix_texts *texts, const char *text);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * option_apply: the functions that handle an option's argument. Each sets the member that the
 * option names.
 */
#ifndef TOPOFIX_OPTION_APPLY_H
#define TOPOFIX_OPTION_APPLY_H

#include "option_table.h"

topofix_option_apply topofix_apply_flag;     /* bool: sets it */
topofix_option_apply topofix_apply_text;     /* const char * */
topofix_option_apply topofix_apply_list;     /* struct topofix_texts: adds one */
topofix_option_apply topofix_apply_count;    /* unsigned: 1 to option->most */
topofix_option_apply topofix_apply_number;   /* unsigned: 0 to option->most */
topofix_option_apply topofix_apply_word;     /* an enum: the index of the word in option->words */
topofix_option_apply topofix_apply_word_set; /* unsigned: a bit per word of WORD[,WORD]... */
/* struct topofix_column_list: COLUMN[,COLUMN]..., added to the default ones after a '+' */
topofix_option_apply topofix_apply_columns;
/* struct topofix_resize_wish: N or N,maxvcpus=M, as in virt-install */
topofix_option_apply topofix_apply_vcpus;
/* options->says: KEY=VALUE,... for --set and KEY,... for --unset */
topofix_option_apply topofix_apply_set;
topofix_option_apply topofix_apply_unset;
/* struct topofix_threshold: a range as monitoring plugins have it */
topofix_option_apply topofix_apply_threshold;
/* unsigned: X.Y or X.Y.Z as X * 1000000 + Y * 1000 + Z */
topofix_option_apply topofix_apply_version;

/* Appends "A", "A or B" or "A, B or C", each word after the prefix. The words end with NULL. */
void
topofix_choices_format(const char *const *words, const char *prefix,
                       struct topofix_buffer *ret_text);

void
topofix_texts_add(struct topofix_texts *texts, const char *text);

#endif

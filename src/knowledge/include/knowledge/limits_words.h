/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * limits_words: the knowledge base in words: its systems one by one, their names, and who says what
 * of them.
 */
#ifndef TOPOFIX_LIMITS_WORDS_H
#define TOPOFIX_LIMITS_WORDS_H

#include "base/buffer.h"
#include "core/limits.h"

/* The OS as people say it: without the vendor's name in front. "this guest" where it is not known.
 */
const char *
topofix_os_spoken(const struct topofix_os *os);

/* Likewise an application; "no application" where there is none. */
const char *
topofix_application_spoken(const struct topofix_application *application);

/* Calls visit for each OS once, in the order of the ids; os not NULL: for this one only. */
void
topofix_limits_each(const struct topofix_limits *limits, const struct topofix_os *os,
                    void (*visit)(const struct topofix_os *os, void *context), void *context);

/* Appends "TITLE, ADDRESS (official; disputed: 4)"; nothing where the number has no source. */
void
topofix_limits_source(const struct topofix_number *number, struct topofix_buffer *ret_text);

#endif

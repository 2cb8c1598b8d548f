/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * limits_words: the knowledge base in words: its systems, their names, and the sources of its
 * numbers.
 */
#ifndef TOPOFIX_LIMITS_WORDS_H
#define TOPOFIX_LIMITS_WORDS_H

#include "base/buffer.h"
#include "core/limits.h"

/* The common name of the OS, without the vendor's, or "this guest" if os is NULL. */
const char *
topofix_os_spoken(const struct topofix_os *os);

/* Likewise an application; "no application" where there is none. */
const char *
topofix_application_spoken(const struct topofix_application *application);

/* Calls visit for each OS once, in the order of the ids; os not NULL: for this one only. */
void
topofix_limits_each(const struct topofix_limits *limits, const struct topofix_os *os,
                    void (*visit)(const struct topofix_os *os, void *context), void *context);

/* Appends "TITLE, ADDRESS (official; disputed: 4)", or nothing if the number has no source. */
void
topofix_limits_source(const struct topofix_number *number, struct topofix_buffer *ret_text);

#endif

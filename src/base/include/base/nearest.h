/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * nearest: which known names somebody may have meant who typed one that is not known. Pure, and
 * allocates nothing but the words of its answer.
 */
#ifndef TOPOFIX_NEAREST_H
#define TOPOFIX_NEAREST_H

#include <stddef.h>

#include "base/buffer.h"

/* How many names are offered at most, and how many bytes of a name are looked at. */
enum { TOPOFIX_NEAREST_MAX = 3, TOPOFIX_NEAREST_BYTES = 64 };

/* The nearest names so far; zero-initialised with typed set. All strings are borrowed. */
struct topofix_nearest {
    const char *typed;
    size_t count;
    unsigned score; /* of the names below, which are all equally near; the less, the nearer */
    const char *names[TOPOFIX_NEAREST_MAX];
};

/*
 * Compares what was typed with one spelling of a name: letters and digits only, upper and lower
 * case alike. Near are few mistyped characters (one in four, and one more), and the same words with
 * others among them. Equally near names are kept with the newest version first.
 */
void
topofix_nearest_consider(struct topofix_nearest *nearest, const char *spelling, const char *name);

/* Appends "; did you mean win2k19 or win2k22?", each name behind prefix, or nothing. */
void
topofix_nearest_format(const struct topofix_nearest *nearest, const char *prefix,
                       struct topofix_buffer *ret_text);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * nearest: finds the known names that a user may have meant by an unknown one. It is pure, and
 * allocates only the text of its answer.
 */
#ifndef TOPOFIX_NEAREST_H
#define TOPOFIX_NEAREST_H

#include <stddef.h>

#include "base/buffer.h"

/* The most names that are suggested, and the most bytes of a name that are compared. */
enum { TOPOFIX_NEAREST_MAX = 3, TOPOFIX_NEAREST_BYTES = 64 };

/*
 * The nearest names so far. Set typed; the other members start at zero. All strings are borrowed.
 */
struct topofix_nearest {
    const char *typed;
    size_t count;
    unsigned score; /* of the names below, which are equally near; a lower score is nearer */
    const char *names[TOPOFIX_NEAREST_MAX];
};

/*
 * Compares the typed name with one spelling of a known name, by letters and digits only, in any
 * case. Names are near if few characters are mistyped (a quarter of them, plus one), or if one has
 * all words of the other. Equally near names are kept with the newest version first.
 */
void
topofix_nearest_consider(struct topofix_nearest *nearest, const char *spelling, const char *name);

/* Appends "; did you mean win2k19 or win2k22?", with prefix before each name, or nothing. */
void
topofix_nearest_format(const struct topofix_nearest *nearest, const char *prefix,
                       struct topofix_buffer *ret_text);

#endif

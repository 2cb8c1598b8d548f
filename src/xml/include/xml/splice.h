/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * splice: small changes to a text. Each replaces a range of bytes; everything else stays byte for
 * byte the same.
 */
#ifndef TOPOFIX_SPLICE_H
#define TOPOFIX_SPLICE_H

#include <stddef.h>

#include "base/buffer.h"

struct topofix_splice {
    size_t offset;  /* in the old text */
    size_t removed; /* number of bytes that are removed */
    char *text;     /* what replaces them; owned */
};

/* A zero-initialised value is empty: the text does not change. Ranges must not overlap. */
struct topofix_splices {
    struct topofix_splice *items;
    size_t count;
};

/*
 * Takes ownership of text, which must come from malloc. Splices at the same offset keep the order
 * in which they were added.
 */
void
topofix_splices_add(struct topofix_splices *splices, size_t offset, size_t removed, char *text);

/* Sorts the items by offset, which topofix_splices_apply() and the diff require. */
void
topofix_splices_sort(struct topofix_splices *splices);

/*
 * Appends the new text to *ret_text. The splices must be sorted; if they overlap, or reach beyond
 * the text, the process is aborted.
 */
void
topofix_splices_apply(const struct topofix_splices *splices, const char *text, size_t length,
                      struct topofix_buffer *ret_text);

void
topofix_splices_done(struct topofix_splices *splices);

#endif

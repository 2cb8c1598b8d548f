/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * splice: small changes to a text, each a range of bytes that other bytes replace. Everything
 * between them stays as it is, byte for byte.
 */
#ifndef TOPOFIX_SPLICE_H
#define TOPOFIX_SPLICE_H

#include <stddef.h>

#include "base/buffer.h"

struct topofix_splice {
    size_t offset;  /* in the old text */
    size_t removed; /* bytes that go */
    char *text;     /* what comes in their place; owned */
};

/* Zero-initialised is empty: the text stays. Ranges never overlap. */
struct topofix_splices {
    struct topofix_splice *items;
    size_t count;
};

/* Takes over text, which came from malloc. Splices at the same offset keep the order in which they
 * came. */
void
topofix_splices_add(struct topofix_splices *splices, size_t offset, size_t removed, char *text);

/* Brings the items into the order of their offsets, as apply and the diff want them. */
void
topofix_splices_sort(struct topofix_splices *splices);

/* Appends the new text to *ret_text. The splices are sorted. */
void
topofix_splices_apply(const struct topofix_splices *splices, const char *text, size_t length,
                      struct topofix_buffer *ret_text);

void
topofix_splices_done(struct topofix_splices *splices);

#endif

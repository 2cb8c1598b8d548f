/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/splice.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/alloc.h"

void
topofix_splices_add(struct topofix_splices *splices, size_t offset, size_t removed, char *text)
{
    splices->items = topofix_grow(splices->items, splices->count, sizeof(*splices->items));
    splices->items[splices->count++] =
        (struct topofix_splice){ .offset = offset, .removed = removed, .text = text };
}

/* At one offset, insertions precede removals. */
static bool
comes_after(const struct topofix_splice *a, const struct topofix_splice *b)
{
    return a->offset > b->offset || (a->offset == b->offset && a->removed > 0 && b->removed == 0);
}

/* Insertion sort, because it is stable, and the items are few or nearly sorted. */
void
topofix_splices_sort(struct topofix_splices *splices)
{
    for (size_t i = 1; i < splices->count; i++) {
        struct topofix_splice item = splices->items[i];
        size_t k = i;

        for (; k > 0 && comes_after(&splices->items[k - 1], &item); k--) {
            splices->items[k] = splices->items[k - 1];
        }
        splices->items[k] = item;
    }
}

void
topofix_splices_apply(const struct topofix_splices *splices, const char *text, size_t length,
                      struct topofix_buffer *ret_text)
{
    size_t done = 0;

    for (size_t i = 0; i < splices->count; i++) {
        const struct topofix_splice *splice = &splices->items[i];

        /* in a release build, too: a definition must not get bytes from beyond the text */
        if (splice->offset < done || splice->offset > length ||
            splice->removed > length - splice->offset) {
            abort();
        }
        topofix_buffer_add(ret_text, text + done, splice->offset - done);
        topofix_buffer_add_text(ret_text, splice->text);
        done = splice->offset + splice->removed;
    }
    topofix_buffer_add(ret_text, text + done, length - done);
}

void
topofix_splices_done(struct topofix_splices *splices)
{
    for (size_t i = 0; i < splices->count; i++) {
        free(splices->items[i].text);
    }
    free(splices->items);
    *splices = (struct topofix_splices){ .items = NULL };
}

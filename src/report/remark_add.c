/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "remark_add.h"

#include "base/alloc.h"
#include "base/text.h"

struct topofix_remark *
topofix_remark_add(struct topofix_remarks *remarks, enum topofix_remark_code code, char *text,
                   char *source)
{
    topofix_text_clean(text); /* ids and editions come from outside */
    if (source) {
        topofix_text_clean(source);
    }
    remarks->items = topofix_grow(remarks->items, remarks->count, sizeof(*remarks->items));
    remarks->items[remarks->count] =
        (struct topofix_remark){ .code = code, .text = text, .source = source };
    return &remarks->items[remarks->count++];
}

void
topofix_remark_add_any(struct topofix_remarks *remarks, enum topofix_remark_code code,
                       struct topofix_buffer *text)
{
    if (text->length > 0) {
        topofix_remark_add(remarks, code, topofix_buffer_take(text), NULL);
    }
}

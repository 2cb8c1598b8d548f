/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * reason_text: the solver's reasons in words.
 */
#ifndef TOPOFIX_REASON_TEXT_H
#define TOPOFIX_REASON_TEXT_H

#include "base/buffer.h"
#include "core/solve.h"

/* What a reason is about. Borrowed. */
struct topofix_reason_context {
    const struct topofix_guest *guest;
    const struct topofix_policy *policy;
    const char *machine; /* machine type, or NULL */
    const char *subject; /* "this domain", "it" */
};

/* Appends one sentence without a full stop. */
void
topofix_reason_add_text(const struct topofix_reason *reason,
                        const struct topofix_reason_context *context,
                        struct topofix_buffer *ret_text);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * domain_samples: what tests of domain XML need repeatedly.
 */
#ifndef TOPOFIX_DOMAIN_SAMPLES_H
#define TOPOFIX_DOMAIN_SAMPLES_H

#include "base/alloc.h"
#include "forms/domain_edit.h"
#include "testing.h"

/* Reads a domain, which must succeed. */
static inline void
read_domain(const char *text, struct topofix_domain *ret_domain)
{
    struct topofix_error err;

    if (topofix_domain_read(text, strlen(text), ret_domain, &err) < 0) {
        fail_msg("%s: %s", err.message, text);
    }
}

/* The text after an edit. The caller must free it. */
static inline char *
edit_text(const char *text, const struct topofix_edit *edit)
{
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };
    TOPOFIX_AUTO_DONE(splices) struct topofix_splices splices = { .items = NULL };
    struct topofix_buffer result = { .bytes = NULL };

    read_domain(text, &domain);
    topofix_domain_edit(&domain, edit, &splices);
    topofix_splices_apply(&splices, text, strlen(text), &result);
    return topofix_buffer_take(&result);
}

#endif

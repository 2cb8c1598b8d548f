/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * resize: the domain as it is with other vCPUs, before its topology follows: those that a resize
 * wants, or those that an undo brings back.
 */
#ifndef TOPOFIX_RESIZE_H
#define TOPOFIX_RESIZE_H

#include "forms/domain_read.h"
#include "judge/request.h"
#include "xml/splice.h"

/* Zero-initialised: the vCPUs stay. */
struct topofix_resized {
    bool is_stale; /* goal UNDO: somebody changed since what our resize left; nothing is made */
    bool is_made;  /* what follows means something */
    struct topofix_splices splices; /* from the domain's text to this one's */
    struct topofix_buffer text;     /* the domain borrows it */
    struct topofix_domain domain;
};

/*
 * Makes the resized domain where the request or, with goal UNDO, the record asks for one; else
 * *ret_resized stays empty. Errors: what cannot follow. *ret_resized must be done in any case.
 */
int
topofix_resized_make(const struct topofix_domain *domain, const struct topofix_request *request,
                     struct topofix_resized *ret_resized, struct topofix_error *err);

void
topofix_resized_done(struct topofix_resized *resized);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * resize: the domain with other vCPUs, pins or CPU features, before its topology is decided. They
 * are those that a resize, a mirror or a remedy asks for, or those that an undo restores.
 */
#ifndef TOPOFIX_RESIZE_H
#define TOPOFIX_RESIZE_H

#include "core/solve.h"
#include "forms/guest_facts.h"
#include "forms/neighbours.h"
#include "judge/request.h"
#include "xml/splice.h"

/* A zero-initialised value means that the vCPUs and their pins do not change. */
struct topofix_resized {
    bool is_stale; /* goal UNDO: the domain was changed since our resize; nothing is made */
    bool is_made;  /* the other members are valid */
    struct topofix_splices splices; /* from the domain's text to the new text */
    struct topofix_buffer text;     /* the new text, which domain borrows */
    struct topofix_domain domain;
    struct topofix_remedied remedied; /* goal FIX, as far as the edit goes */
    /* goal MIRROR with new pins, whether it is made or not */
    unsigned n_pinned;              /* vCPUs that get a pin and had none */
    struct topofix_reason obstacle; /* why none gets one; its code is NONE if that is not so */
    struct topofix_sharers sharers; /* other domains with vCPUs on the same cores */
};

/*
 * Makes the resized domain if the request or, with goal UNDO, the record asks for one; otherwise
 * *ret_resized stays empty. It is an error if something that depends on the vCPUs cannot be
 * adapted. The caller must free *ret_resized with topofix_resized_done() in every case.
 */
int
topofix_resized_make(struct topofix_domain *domain, const struct topofix_request *request,
                     const struct topofix_circumstances *circumstances,
                     struct topofix_resized *ret_resized, struct topofix_error *err);

void
topofix_resized_done(struct topofix_resized *resized);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * guest_os: which OS a guest is, and which edition, by all that is claimed of it.
 */
#ifndef TOPOFIX_GUEST_OS_H
#define TOPOFIX_GUEST_OS_H

#include "base/error.h"
#include "core/guest.h"
#include "evidence/claims.h"

/* Strings are borrowed from the claims. */
struct topofix_os_answer {
    struct topofix_guest_os guest;         /* os NULL: nobody said, or nobody knows it */
    enum topofix_os_origin origin;         /* who is believed of the OS */
    enum topofix_os_origin edition_origin; /* who is believed of the edition; NONE without one */
    const char *claimed;                   /* the id that was said, or NULL */
    const struct topofix_fallback
        *fallback; /* the rule by which an unlisted id got its row, or NULL */
    const char
        *unknown_edition; /* what is said, where the OS is not known or has no such; or NULL */
    bool is_licensed;     /* guest.os is the row of a claim: its sockets are known exactly */
    bool is_contradicted; /* others say something else, and the stricter reading is taken */
    const struct topofix_os *other_os;           /* only where is_contradicted */
    const struct topofix_edition *other_edition; /* likewise; NULL: only the OS differs */
    enum topofix_os_origin other_origin;         /* likewise: who says so */
};

/* The row for an id or short id: the one listed, or a fallback. os NULL where neither is. */
const struct topofix_os *
topofix_guest_os_lookup(const struct topofix_limits *limits, const char *id,
                        const struct topofix_fallback **ret_fallback);

/*
 * Merges the claims, and depends on nothing else. Of those who said it the first one in the order
 * of the origins is believed. Whoever has seen the guest fills what they left open: no OS, a
 * guessed one, no edition. Where both say something, and not the same, the reading that leaves a
 * guest fewer CPUs holds, and the answer says that it is contradicted. What an option says always
 * holds. Where the OS and the edition that hold are those of a claim that knows the licensed
 * sockets, they are of its own row, too.
 *
 * An id that is not listed gets its fallback; one of an option does not. An edition that the OS
 * does not have is an error (WISH), which lists those that it has, where an option says it, and an
 * unknown edition where others do.
 */
int
topofix_guest_os_merge(const struct topofix_limits *limits, const struct topofix_claims *claims,
                       struct topofix_os_answer *ret_answer, struct topofix_error *err);

#endif

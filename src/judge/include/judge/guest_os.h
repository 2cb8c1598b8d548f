/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * guest_os: what a domain or the user says that the guest is, looked up in the limits.
 */
#ifndef TOPOFIX_GUEST_OS_H
#define TOPOFIX_GUEST_OS_H

#include "base/error.h"
#include "core/guest.h"
#include "forms/domain_read.h"

struct topofix_os_answer {
    struct topofix_guest_os guest; /* os NULL: nobody said, or nobody knows it */
    enum topofix_os_origin origin;
    const char *claimed; /* the id that was said, or NULL; borrowed */
    const struct topofix_fallback
        *fallback; /* the rule by which an unlisted id got its row, or NULL */
    const char
        *unknown_edition; /* what is said, where the OS is not known or has no such; or NULL */
};

/* The row for an id or short id: the one listed, or a fallback. os NULL where neither is. */
const struct topofix_os *
topofix_guest_os_lookup(const struct topofix_limits *limits, const char *id,
                        const struct topofix_fallback **ret_fallback);

/*
 * Option beats XML. An id of the XML that is not listed gets its fallback; one of the option does
 * not. An edition that the OS does not have is an error (WISH) that lists those it
 * has when the option says it, and an unknown edition when the domain's metadata does. Either
 * option may be NULL.
 */
int
topofix_guest_os_find(const struct topofix_limits *limits, const struct topofix_domain *domain,
                      const char *os_option, const char *edition_option,
                      struct topofix_os_answer *ret_answer, struct topofix_error *err);

#endif

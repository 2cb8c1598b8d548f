/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * guest_os: what the domain or the user says about the guest's OS, looked up in the limits.
 */
#ifndef TOPOFIX_GUEST_OS_H
#define TOPOFIX_GUEST_OS_H

#include "base/error.h"
#include "core/guest.h"
#include "forms/domain_read.h"

struct topofix_os_answer {
    struct topofix_guest_os guest; /* os is NULL if no id is given or it is unknown */
    enum topofix_os_origin origin;
    const char *claimed; /* the id that was given, or NULL; borrowed */
    const struct topofix_fallback
        *fallback;               /* the rule that maps an unlisted id to its row, or NULL */
    const char *unknown_edition; /* the edition that was given, if the OS is unknown or does not
                                    have it; else NULL */
};

/*
 * The row for an id or short id: the one listed, or that of a fallback, which *ret_fallback then
 * points to. NULL if there is neither.
 */
const struct topofix_os *
topofix_guest_os_lookup(const struct topofix_limits *limits, const char *id,
                        const struct topofix_fallback **ret_fallback);

/*
 * Finds the guest's OS and edition. The options take precedence over the XML. Fallbacks apply to an
 * unlisted id in the XML, not to one in the option. If the OS does not have the edition, one given
 * by the option is an error (WISH) that lists the editions it has; one given by the domain's
 * metadata becomes unknown_edition. Either option may be NULL.
 */
int
topofix_guest_os_find(const struct topofix_limits *limits, const struct topofix_domain *domain,
                      const char *os_option, const char *edition_option,
                      struct topofix_os_answer *ret_answer, struct topofix_error *err);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/guest_os.h"

#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "knowledge/os_names.h"

const struct topofix_os *
topofix_guest_os_lookup(const struct topofix_limits *limits, const char *id,
                        const struct topofix_fallback **ret_fallback)
{
    const struct topofix_os *os = topofix_limits_lookup(limits, id);

    *ret_fallback = os ? NULL : topofix_limits_lookup_fallback(limits, id);
    return *ret_fallback ? (*ret_fallback)->os : os;
}

/* Whether this is the row for an unknown OS, which virt-install writes if it detects none. */
static bool
says_nothing(const struct topofix_os *os)
{
    return strcmp(os->family, "unknown") == 0;
}

int
topofix_guest_os_find(const struct topofix_limits *limits, const struct topofix_domain *domain,
                      const char *os_option, const char *edition_option,
                      struct topofix_os_answer *ret_answer, struct topofix_error *err)
{
    const char *edition = edition_option ? edition_option : domain->record.edition;
    struct topofix_os_answer answer = { .origin = domain->os_claim.origin,
                                        .claimed = domain->os_claim.id };
    const struct topofix_os *os;

    if (domain->record.os) {
        answer.origin = TOPOFIX_ORIGIN_ADMIN;
        answer.claimed = domain->record.os;
    }
    if (os_option) {
        answer.origin = TOPOFIX_ORIGIN_OPTION;
        answer.claimed = os_option;
    }
    if (answer.claimed) {
        os = os_option ? topofix_os_typed_lookup(limits, os_option)
                       : topofix_guest_os_lookup(limits, answer.claimed, &answer.fallback);
        answer.guest.os = os && !says_nothing(os) ? os : NULL;
        answer.guest.is_guess = answer.origin == TOPOFIX_ORIGIN_ENLIGHTENMENTS;
    }
    if (edition && answer.guest.os) {
        answer.guest.edition = edition_option
                                   ? topofix_edition_typed_find(answer.guest.os, edition, err)
                                   : topofix_os_lookup_edition(answer.guest.os, edition);
        if (!answer.guest.edition && edition_option) {
            return -1;
        }
        answer.unknown_edition = answer.guest.edition ? NULL : edition;
    }
    if (edition && !answer.guest.os) {
        answer.unknown_edition = edition;
    }
    *ret_answer = answer;
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/guest_os.h"

#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"

const struct topofix_os *
topofix_guest_os_lookup(const struct topofix_limits *limits, const char *id,
                        const struct topofix_fallback **ret_fallback)
{
    const struct topofix_os *os = topofix_limits_lookup(limits, id);

    *ret_fallback = os ? NULL : topofix_limits_lookup_fallback(limits, id);
    return *ret_fallback ? (*ret_fallback)->os : os;
}

static int
fail_edition(const struct topofix_os *os, const char *edition, struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer names = { .bytes = NULL };

    for (size_t i = 0; i < os->n_editions; i++) {
        topofix_buffer_add_format(&names, "%s%s", i ? ", " : "", os->editions[i].name);
    }
    return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                             "edition '%.60s' is not one of %s, expected %s", edition, os->name,
                             names.length > 0 ? topofix_buffer_text(&names) : "none");
}

/* What virt-install writes for "some OS" says nothing. */
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

    if (os_option) {
        answer.origin = TOPOFIX_ORIGIN_OPTION;
        answer.claimed = os_option;
    }
    if (answer.claimed) {
        os = topofix_guest_os_lookup(limits, answer.claimed, &answer.fallback);
        answer.guest.os = os && !says_nothing(os) ? os : NULL;
        answer.guest.is_guess = answer.origin == TOPOFIX_ORIGIN_ENLIGHTENMENTS;
    }
    if (edition && answer.guest.os) {
        answer.guest.edition = topofix_os_lookup_edition(answer.guest.os, edition);
        if (!answer.guest.edition && edition_option) {
            return fail_edition(answer.guest.os, edition, err);
        }
        answer.unknown_edition = answer.guest.edition ? NULL : edition;
    }
    if (edition && !answer.guest.os) {
        answer.unknown_edition = edition;
    }
    *ret_answer = answer;
    return 0;
}

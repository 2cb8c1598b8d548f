/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "guest_claims.h"

struct topofix_claims
topofix_guest_claims(const struct topofix_domain *domain, const char *os_option,
                     const char *edition_option, const struct topofix_claims *witnesses)
{
    struct topofix_claims claims = { .count = 0 };

    if (os_option || edition_option) {
        topofix_claims_add(&claims, &(struct topofix_claim){ .origin = TOPOFIX_ORIGIN_OPTION,
                                                             .os = os_option,
                                                             .edition = edition_option });
    }
    if (domain->record.os || domain->record.edition) {
        topofix_claims_add(&claims, &(struct topofix_claim){ .origin = TOPOFIX_ORIGIN_ADMIN,
                                                             .os = domain->record.os,
                                                             .edition = domain->record.edition });
    }
    if (domain->os_claim.id) {
        topofix_claims_add(&claims, &(struct topofix_claim){ .origin = domain->os_claim.origin,
                                                             .os = domain->os_claim.id });
    }
    for (size_t i = 0; witnesses && i < witnesses->count; i++) {
        topofix_claims_add(&claims, &witnesses->items[i]);
    }
    claims.silence = witnesses ? witnesses->silence : NULL;
    return claims;
}

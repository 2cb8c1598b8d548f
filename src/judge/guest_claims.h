/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * guest_claims: what a domain's XML, the options and those who looked at the guest say that it is.
 */
#ifndef TOPOFIX_GUEST_CLAIMS_H
#define TOPOFIX_GUEST_CLAIMS_H

#include "evidence/claims.h"
#include "forms/domain_read.h"

/* Collects the claims; options and witnesses may be NULL. Everything is borrowed. */
struct topofix_claims
topofix_guest_claims(const struct topofix_domain *domain, const char *os_option,
                     const char *edition_option, const struct topofix_claims *witnesses);

#endif

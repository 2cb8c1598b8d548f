/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * claims: what anybody says of one guest, side by side. Who fetched it does not matter here.
 *
 * Another witness (an application's profile) is an origin in core/origin.h, a row of the
 * table in claims.c, and somebody who adds its claim; guest_os.h merges what is there.
 */
#ifndef TOPOFIX_CLAIMS_H
#define TOPOFIX_CLAIMS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/limits.h"
#include "core/origin.h"

enum topofix_sureness {
    TOPOFIX_SURENESS_GUESS, /* it only looks like it */
    TOPOFIX_SURENESS_SAID,  /* somebody wrote it down, and may be wrong or out of date */
    TOPOFIX_SURENESS_SEEN,  /* whoever says it looked at the guest; a guest may still lie */
    TOPOFIX_SURENESS_ORDER, /* the user wants it to be taken so */
};

/* One claim. Strings are borrowed. */
struct topofix_claim {
    enum topofix_os_origin origin;
    enum topofix_sureness sureness;
    const char *os;      /* libosinfo's id or short id; NULL: nothing is said of it */
    const char *edition; /* name, title or alias of one; NULL likewise */
    const char *text;    /* what was said, for people ("Windows 10 Pro"), cleaned; or NULL */
    unsigned n_used;     /* vCPUs that the guest uses; 0: nothing is said of it */
    unsigned n_present;  /* of so many that it was given */
    unsigned n_sockets;  /* sockets that the guest is licensed for, exactly; 0: nothing is said */
    const struct topofix_os
        *licensed; /* the OS' row with that number instead of its own, or NULL */
};

enum { TOPOFIX_CLAIMS_MAX = 12 };

/* The most processors that Windows tells its agent of: those of one processor group. */
enum { TOPOFIX_AGENT_GROUP_MAX = 64 };

/* Zero-initialised: nobody says anything. */
struct topofix_claims {
    struct topofix_claim items[TOPOFIX_CLAIMS_MAX];
    size_t count;
    const char *silence; /* why somebody who sees the guest says nothing, or NULL; borrowed */
};

/* Adds a claim, whose sureness comes from its origin. One beyond TOPOFIX_CLAIMS_MAX is dropped. */
void
topofix_claims_add(struct topofix_claims *claims, const struct topofix_claim *claim);

/* The first claim, in the order of the origins, that says how many vCPUs are used, or NULL. */
const struct topofix_claim *
topofix_claims_used(const struct topofix_claims *claims);

/* "guest agent", "--os", ...: who says so, as a sentence names it. */
const char *
topofix_origin_title(enum topofix_os_origin origin);

/* "agent", "option", ...: the word of the JSON; NULL for NONE. */
const char *
topofix_origin_word(enum topofix_os_origin origin);

#endif

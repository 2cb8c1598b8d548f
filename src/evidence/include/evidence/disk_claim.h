/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * disk_claim: what is installed on the disks of a guest, as a claim.
 */
#ifndef TOPOFIX_DISK_CLAIM_H
#define TOPOFIX_DISK_CLAIM_H

#include <stdbool.h>

#include "core/limits.h"
#include "evidence/claims.h"

/* What was found. Strings are borrowed; NULL: not known. */
struct topofix_disk_words {
    const char *type;          /* "windows", "linux" */
    const char *osinfo;        /* libosinfo's short id, as libguestfs guesses it */
    const char *product;       /* "Windows 10 Pro" */
    const char *variant;       /* of Windows: "Client", "Server", "Server Core" */
    const char *edition;       /* of Windows: EditionID, "Professional" */
    const char *build;         /* of Windows: "19045" */
    unsigned licensed_sockets; /* of Windows: exactly; 0: not known */
};

/* Owned. Zero-initialised is empty. It must not move while its claim is used. */
struct topofix_disk_claim {
    char *os;      /* short id; NULL: not known */
    char *edition; /* what names one, perhaps an unknown one; or NULL */
    char *text;    /* for people: "Windows 10 Pro, licensed for 2 sockets"; or NULL */
    unsigned n_sockets;
    struct topofix_number sockets;    /* the licensed ones */
    struct topofix_os row;            /* only with editions */
    struct topofix_edition *editions; /* of row, each with the licensed sockets; or NULL */
};

/*
 * The release is libguestfs' word, but for those of Windows 10.0, which old versions of it do not
 * tell apart: there the build decides (22000: Windows 11; Server as Microsoft numbers it). The
 * edition is EditionID, which is the same in every language, or else the product.
 */
void
topofix_disk_claim_make(const struct topofix_disk_words *words, const struct topofix_limits *limits,
                        struct topofix_disk_claim *ret_claim);

/* What it says, borrowed from it. */
struct topofix_claim
topofix_disk_claim_of(const struct topofix_disk_claim *claim);

void
topofix_disk_claim_done(struct topofix_disk_claim *claim);

#endif

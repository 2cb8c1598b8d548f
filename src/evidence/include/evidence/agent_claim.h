/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * agent_claim: what a guest agent answers about the OS, as a claim.
 */
#ifndef TOPOFIX_AGENT_CLAIM_H
#define TOPOFIX_AGENT_CLAIM_H

#include "core/limits.h"

/* What guest-get-osinfo says; NULL: nothing. Borrowed. */
struct topofix_agent_words {
    const char *id;             /* "mswindows", "debian" */
    const char *pretty_name;    /* "Windows 10 Pro", as the guest's registry has it */
    const char *version_id;     /* "10", "12" */
    const char *kernel_version; /* of Windows: "10.0" */
    const char *kernel_release; /* of Windows: the build, "19045" */
    const char *variant_id;     /* of Windows: "client" or "server" */
};

/* Owned; NULL: nothing is said of it. Zero-initialised is empty. */
struct topofix_agent_claim {
    char *os;
    char *edition; /* what names one, perhaps an unknown one */
    char *text;    /* for people */
};

/*
 * The release of Windows is taken from the kernel's version, the build and the variant, and where
 * these are missing from the version, because agents are wrong about it: Windows 7 has none, and an
 * old agent calls Windows 11 "10" and Server 2022 "N/A". The edition is in the pretty name from
 * Vista on (QEMU, qga/commands-win32.c). Other systems are named by id and version.
 */
void
topofix_agent_claim_make(const struct topofix_agent_words *words,
                         const struct topofix_limits *limits,
                         struct topofix_agent_claim *ret_claim);

void
topofix_agent_claim_done(struct topofix_agent_claim *claim);

#endif

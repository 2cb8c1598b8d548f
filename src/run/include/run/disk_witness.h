/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * disk_witness: what is installed on the disks of a domain, for a run that inspects them.
 */
#ifndef TOPOFIX_DISK_WITNESS_H
#define TOPOFIX_DISK_WITNESS_H

#include <stdbool.h>

#include "evidence/disk_claim.h"

struct topofix_inspect_answer;
struct topofix_target;

enum { TOPOFIX_DISK_NOTES_MAX = 3 };

/* Owned, and where it is. */
struct topofix_disk_witness {
    bool has_claim; /* false: its disks say nothing */
    struct topofix_disk_claim claim;
    char
        *notes[TOPOFIX_DISK_NOTES_MAX]; /* what went wrong, or may have, each a clause; NULL ends */
};

/* Runs virt-topofix-inspect, which takes seconds. To be freed. Whatever goes wrong is a note. */
struct topofix_disk_witness *
topofix_disk_witness_ask(const struct topofix_target *target, const struct topofix_limits *limits);

/* What an answer amounts to, without notes. To be freed. */
struct topofix_disk_witness *
topofix_disk_witness_of(const struct topofix_inspect_answer *answer,
                        const struct topofix_limits *limits);

/* NULL is fine. */
void
topofix_disk_witness_free(struct topofix_disk_witness *witness);

#endif

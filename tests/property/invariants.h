/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * invariants: what must hold for every accepted domain, whatever its source.
 */
#ifndef TOPOFIX_INVARIANTS_H
#define TOPOFIX_INVARIANTS_H

#include <stdbool.h>
#include <stddef.h>

#include "judge/judgement.h"

/* How much was checked, so that a test can verify that it tested something. */
struct invariants_seen {
    unsigned accepted;
    unsigned changed;
    unsigned undone;
    unsigned cut; /* texts of which only the topology and the record differ, byte by byte */
};

/*
 * Plans a fix of text, as a filter and with a record, and an undo of the latter. Ends the test if
 * an invariant is broken; the failure's message calls the domain name.
 */
void
invariants_check(const char *name, const char *text, size_t length,
                 const struct topofix_policy *policy, struct invariants_seen *seen);

#endif

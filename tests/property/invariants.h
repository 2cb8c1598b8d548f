/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * invariants: what holds for every domain that is accepted, whoever wrote it.
 */
#ifndef TOPOFIX_INVARIANTS_H
#define TOPOFIX_INVARIANTS_H

#include <stdbool.h>
#include <stddef.h>

#include "judge/judgement.h"

/* How much was looked at, so that a test can tell that it tested something. */
struct invariants_seen {
    unsigned accepted;
    unsigned changed;
    unsigned undone;
};

/*
 * Plans a fix of text, as filter and with a record, and an undo of the latter; ends the test where
 * something is not as it must be. name is what failures call it.
 */
void
invariants_check(const char *name, const char *text, size_t length,
                 const struct topofix_policy *policy, struct invariants_seen *seen);

#endif

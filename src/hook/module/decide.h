/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * decide: what the hook does about a fresh start. Pure: facts in, decision out.
 */
#ifndef TOPOFIX_HOOK_DECIDE_H
#define TOPOFIX_HOOK_DECIDE_H

#include <stdbool.h>

#include "hook/config.h"
#include "judge/assessment.h"
#include "place.h"

struct topofix_hook_facts {
    enum topofix_hook_policy policy;
    enum topofix_hook_persistence persistence;
    enum topofix_verdict verdict;
    enum topofix_hold hold;
    bool needs_change;    /* a better topology is known */
    bool is_usable_known; /* the next one means something */
    unsigned usable_max;  /* of the present vCPUs, for the best edition that the guest may be */
    unsigned present;
    bool may_be_revert;  /* the domain has snapshots, or may have */
    bool has_fixer;      /* the program that fixes can be run, and knows the domain's UUID */
    bool was_fix_futile; /* its start was refused to fix it, long enough ago */
};

enum topofix_hook_decision {
    TOPOFIX_HOOK_PASS,         /* the start goes on, and nobody is told */
    TOPOFIX_HOOK_TELL,         /* the start goes on, and the log says what is lost */
    TOPOFIX_HOOK_TELL_AND_FIX, /* the same, and the definition is fixed behind it */
    TOPOFIX_HOOK_STOP_START,   /* the start is refused */
    TOPOFIX_HOOK_STOP_AND_FIX, /* the same, and the definition is fixed */
    TOPOFIX_HOOK_DECISIONS
};

/*
 * A start is refused only where a loss is certain, where a fix would help, and where it is a start:
 * libvirt calls the hook with the same arguments and the same XML (but for the id) when it reverts
 * a domain that is off to a snapshot without memory and is to start it (libvirt 9.0). A refused
 * revert would leave that half done.
 */
enum topofix_hook_decision
topofix_hook_decide(const struct topofix_hook_facts *facts);

/* Whether the domain's snapshots alone keep its start from being refused. */
bool
topofix_hook_decide_spares(const struct topofix_hook_facts *facts);

#endif

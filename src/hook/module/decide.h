/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * decide: what the hook does about a fresh start. A pure function of the facts.
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
    bool is_usable_known; /* usable_max is valid */
    unsigned usable_max;  /* of the present vCPUs, with the best edition that the guest may have */
    unsigned present;
    bool may_be_revert;  /* the domain has snapshots, or that is not known */
    bool has_fixer;      /* the program that fixes can be run, and the domain's UUID is known */
    bool was_fix_futile; /* a start was refused for a fix, which has not helped in time */
};

enum topofix_hook_decision {
    TOPOFIX_HOOK_PASS,         /* let the start go on, and report nothing */
    TOPOFIX_HOOK_TELL,         /* let the start go on, and log what is lost */
    TOPOFIX_HOOK_TELL_AND_FIX, /* the same, and fix the definition afterwards */
    TOPOFIX_HOOK_STOP_START,   /* refuse the start */
    TOPOFIX_HOOK_STOP_AND_FIX, /* the same, and fix the definition */
    TOPOFIX_HOOK_DECISIONS
};

/*
 * A start is refused only if a loss is certain, a fix would help, and it is really a start: libvirt
 * (9.0) calls the hook with the same arguments and the same XML, except for the id, when it reverts
 * a domain that is shut off to a snapshot without memory and then starts it. A refusal would leave
 * the revert half done.
 */
enum topofix_hook_decision
topofix_hook_decide(const struct topofix_hook_facts *facts);

/* Whether only the domain's snapshots prevent a refusal of its start. */
bool
topofix_hook_decide_spares(const struct topofix_hook_facts *facts);

#endif

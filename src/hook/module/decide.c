/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "decide.h"

/*
 * The log also reports a guest that loses vCPUs with any topology, because its admin pays for them.
 */
static bool
is_worth_telling(const struct topofix_hook_facts *facts)
{
    if (facts->hold == TOPOFIX_HOLD_IGNORED) {
        return false;
    }
    switch (facts->verdict) {
    case TOPOFIX_VERDICT_LOSES:
    case TOPOFIX_VERDICT_UNFIXABLE:
        return true;
    case TOPOFIX_VERDICT_MAY_LOSE:
    case TOPOFIX_VERDICT_INVALID:
        return facts->needs_change;
    default:
        return false;
    }
}

static bool
may_fix(const struct topofix_hook_facts *facts)
{
    return facts->needs_change && facts->hold == TOPOFIX_HOLD_NONE &&
           facts->persistence == TOPOFIX_HOOK_PERSISTENT && facts->has_fixer;
}

/* If no change can help, a refused guest could never start. */
static bool
is_loss_certain(const struct topofix_hook_facts *facts)
{
    return facts->verdict == TOPOFIX_VERDICT_LOSES && facts->hold == TOPOFIX_HOLD_NONE &&
           facts->persistence == TOPOFIX_HOOK_PERSISTENT && facts->needs_change &&
           facts->is_usable_known && facts->usable_max < facts->present;
}

enum topofix_hook_decision
topofix_hook_decide(const struct topofix_hook_facts *facts)
{
    if (!is_worth_telling(facts)) {
        return TOPOFIX_HOOK_PASS;
    }
    switch (facts->policy) {
    case TOPOFIX_HOOK_FIX_NEXT:
        return may_fix(facts) ? TOPOFIX_HOOK_TELL_AND_FIX : TOPOFIX_HOOK_TELL;
    case TOPOFIX_HOOK_REFUSE:
        return is_loss_certain(facts) && !facts->may_be_revert ? TOPOFIX_HOOK_STOP_START
                                                               : TOPOFIX_HOOK_TELL;
    case TOPOFIX_HOOK_FIX_FIRST:
        if (!is_loss_certain(facts) || !may_fix(facts) || facts->was_fix_futile) {
            return TOPOFIX_HOOK_TELL;
        }
        return facts->may_be_revert ? TOPOFIX_HOOK_TELL_AND_FIX : TOPOFIX_HOOK_STOP_AND_FIX;
    default:
        return TOPOFIX_HOOK_TELL;
    }
}

bool
topofix_hook_decide_spares(const struct topofix_hook_facts *facts)
{
    struct topofix_hook_facts without = *facts;
    enum topofix_hook_decision decision;

    without.may_be_revert = false;
    decision = topofix_hook_decide(&without);
    return facts->may_be_revert &&
           (decision == TOPOFIX_HOOK_STOP_START || decision == TOPOFIX_HOOK_STOP_AND_FIX);
}

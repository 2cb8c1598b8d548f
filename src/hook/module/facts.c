/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "facts.h"

#include <string.h>
#include <unistd.h>

#include "mark.h"

/* If a fix has not helped after this time, it has failed, and the guest is not refused again. */
enum { FIX_MILLISECONDS = 15 * 1000 };

static bool
is_uuid(const char *text)
{
    return text && strlen(text) == 36 && strspn(text, "0123456789abcdefABCDEF-") == 36;
}

/*
 * Whether the program that fixes can be run. If others could have replaced it, ret_problem says so.
 */
static bool
has_fixer(const struct topofix_hook_call *call, const struct topofix_assessment *assessment,
          char ret_problem[TOPOFIX_TRUST_PROBLEM_BYTES])
{
    ret_problem[0] = '\0';
    return is_uuid(assessment->subject.uuid) && access(call->config.program, X_OK) == 0 &&
           topofix_trust(call->config.program, ret_problem);
}

struct topofix_hook_facts
topofix_hook_facts_find(const struct topofix_hook_call *call,
                        const struct topofix_assessment *assessment,
                        char ret_problem[TOPOFIX_TRUST_PROBLEM_BYTES])
{
    const struct topofix_diagnosis *diagnosis = &assessment->diagnosis;
    uint64_t age;

    return (struct topofix_hook_facts){
        .policy = call->config.policy,
        .persistence = topofix_hook_place_persistence(&call->place, call->guest),
        .verdict = diagnosis->verdict,
        .hold = assessment->hold,
        .needs_change = assessment->needs_change,
        .is_usable_known = diagnosis->is_usable_known,
        .usable_max = diagnosis->usable_now.max,
        .present = assessment->guest.vcpus.present,
        .may_be_revert = topofix_hook_place_may_have_snapshots(&call->place, call->guest),
        .has_fixer = has_fixer(call, assessment, ret_problem),
        .was_fix_futile =
            call->marks >= 0 &&
            topofix_mark_find(call->marks, TOPOFIX_MARK_FIX, call->guest, call->now, &age) &&
            age > FIX_MILLISECONDS,
    };
}

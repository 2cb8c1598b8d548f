/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cells.h"

#include "base/array.h"
#include "forms/words.h"

static void
add_topology(const char *before, const struct topofix_topology *topology, const char *after,
             struct topofix_buffer *text)
{
    char words[TOPOFIX_TOPOLOGY_TEXT_MAX];

    topofix_words_topology(topology, words);
    topofix_buffer_add_format(text, "%s%s%s", before, words, after);
}

static void
add_change(const struct topofix_result *result, struct topofix_buffer *text)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;

    if (!assessment->changes_topology) {
        topofix_buffer_add_text(text, "(no longer ignored)");
        return;
    }
    add_topology("", &assessment->wanted, "", text);
    if (assessment->goal == TOPOFIX_GOAL_FIX && assessment->diagnosis.is_beyond_topology &&
        assessment->guest.os.os) {
        topofix_buffer_add_text(text, " (uses ");
        topofix_words_range(&assessment->usable_wanted, assessment->guest.vcpus.present, text);
        topofix_buffer_add_text(text, ")");
    }
}

static const char *const hold_texts[] = {
    [TOPOFIX_HOLD_NONE] = "",
    [TOPOFIX_HOLD_TRANSIENT] = "(on hold: transient, has no definition)",
    [TOPOFIX_HOLD_MANAGED] = "(on hold: managed, -v says what to set where)",
    [TOPOFIX_HOLD_IGNORED] = "(on hold: ignored, naming it lifts that)",
};
_Static_assert(COUNT_OF(hold_texts) == TOPOFIX_HOLDS, "a text per hold");

static void
add_pending(const struct topofix_result *result, struct topofix_buffer *text)
{
    enum topofix_pending pending = topofix_result_pending(result);

    if (topofix_pending_is_due(pending)) {
        add_topology(pending == TOPOFIX_PENDING_RESTART ? "(restart: runs with " : "(saved with ",
                     &result->judgement.assessment.running.topology, ")", text);
    }
}

void
topofix_cell_fix(const struct topofix_result *result, struct topofix_buffer *ret_text)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;
    const char *text = NULL;

    switch (topofix_result_prospect(result)) {
    case TOPOFIX_PROSPECT_CHANGE:
        add_change(result, ret_text);
        return;
    case TOPOFIX_PROSPECT_HELD:
        text = hold_texts[assessment->hold];
        break;
    case TOPOFIX_PROSPECT_WRITTEN:
        text = assessment->guest.os.edition ? "(written by hand: --only may-lose)"
                                            : "(written by hand: --only may-lose, or --edition)";
        break;
    case TOPOFIX_PROSPECT_UNKNOWN:
        text = assessment->guest.has_own_smp ? "(has a -smp of its own)" : "--os ID";
        break;
    case TOPOFIX_PROSPECT_BEYOND:
        text = "(no topology helps, -v says what would)";
        break;
    default:
        if (assessment->record_is_stale) {
            text = "(somebody changed it since the fix)";
        }
        break;
    }
    if (text) {
        topofix_buffer_add_text(ret_text, text);
    } else {
        add_pending(result, ret_text);
    }
}

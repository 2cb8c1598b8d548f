/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "summary.h"

#include "base/array.h"
/* Why a fix leaves a domain as it is, in the singular and in the plural. */
static const struct {
    const char *one;
    const char *several;
} prospect_texts[] = {
    [TOPOFIX_PROSPECT_HELD] = { "is on hold", "are on hold" },
    [TOPOFIX_PROSPECT_WRITTEN] = { "is as somebody wrote it (--only may-lose)",
                                   "are as somebody wrote them (--only may-lose)" },
    [TOPOFIX_PROSPECT_UNKNOWN] = { "is of an unknown guest (--os)",
                                   "are of unknown guests (--os)" },
    [TOPOFIX_PROSPECT_BEYOND] = { "has no topology that helps", "have no topology that helps" },
    [TOPOFIX_PROSPECT_FAILED] = { "failed", "failed" },
};
_Static_assert(COUNT_OF(prospect_texts) == TOPOFIX_PROSPECTS, "a text per prospect");

void
topofix_summary_prospects(const struct topofix_tally *tally, enum topofix_goal goal,
                          struct topofix_buffer *ret_text)
{
    size_t n_changes = tally->prospects[TOPOFIX_PROSPECT_CHANGE];
    const char *before = "; of the others, ";
    size_t n_left = 0;

    for (int prospect = TOPOFIX_PROSPECT_HELD; prospect < TOPOFIX_PROSPECTS; prospect++) {
        n_left += tally->prospects[prospect];
    }
    if (n_changes + n_left == 0) {
        return;
    }
    topofix_buffer_add_format(ret_text, "%s changes ",
                              goal == TOPOFIX_GOAL_UNDO ? "an undo" : "a fix");
    if (n_changes > 0) {
        topofix_buffer_add_format(ret_text, "%zu domain%s", n_changes, n_changes == 1 ? "" : "s");
    } else {
        topofix_buffer_add_text(ret_text, "nothing");
        before = ": ";
    }
    for (int prospect = TOPOFIX_PROSPECT_HELD; prospect < TOPOFIX_PROSPECTS; prospect++) {
        size_t count = tally->prospects[prospect];

        if (count > 0) {
            topofix_buffer_add_format(ret_text, "%s%zu %s", before, count,
                                      count == 1 ? prospect_texts[prospect].one
                                                 : prospect_texts[prospect].several);
            before = ", ";
        }
    }
    topofix_buffer_add_text(ret_text, "\n");
}

void
topofix_summary_unused(const struct topofix_tally *tally, struct topofix_buffer *ret_text)
{
    size_t unknown = tally->unused_unknown;
    const char *comma = "";

    if (tally->unused_most > tally->unused_least) {
        topofix_buffer_add_format(ret_text,
                                  "%zu vCPU%s unused whatever the editions, %zu if they are those "
                                  "that use the fewest",
                                  tally->unused_least, tally->unused_least == 1 ? " is" : "s are",
                                  tally->unused_most);
        comma = "; ";
    }
    if (unknown > 0) {
        topofix_buffer_add_format(ret_text,
                                  "%swhat %zu domain%s is not known, and not counted as unused",
                                  comma, unknown, unknown == 1 ? " uses" : "s use");
    }
    if (ret_text->length > 0) {
        topofix_buffer_add_text(ret_text, "\n");
    }
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "remark_add.h"

#include "base/alloc.h"
#include "maker_text.h"
#include "owner_text.h"

/* The domains that are named. */
enum { SHARERS_MAX = 5 };

/* Why a fix leaves what may lose, and the ways out. */
static void
add_proposal_remark(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    const char *way = assessment->guest.os.is_guess  ? "--os says which OS it is, "
                      : assessment->guest.os.edition ? ""
                                                     : "--edition says which one it is, ";

    if (assessment->diagnosis.has_proposal && assessment->goal == TOPOFIX_GOAL_FIX &&
        assessment->hold == TOPOFIX_HOLD_NONE) {
        topofix_remark_add(
            remarks, TOPOFIX_REMARK_WRITTEN_MAY_LOSE,
            topofix_sprintf("somebody wrote this topology, and only some editions lose by "
                            "it, so that a fix leaves it (%s--only may-lose changes it)",
                            way),
            NULL);
    }
}

static void
add_hold_remark(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    switch (assessment->hold) {
    case TOPOFIX_HOLD_TRANSIENT:
        topofix_remark_add(
            remarks, TOPOFIX_REMARK_TRANSIENT,
            topofix_strdup("a transient domain has no definition that could be changed"), NULL);
        break;
    case TOPOFIX_HOLD_MANAGED:
        topofix_remark_add(
            remarks, TOPOFIX_REMARK_MANAGED,
            assessment->goal == TOPOFIX_GOAL_UNDO
                ? topofix_strdup("its owner writes this XML anew")
                : topofix_owner_advice(assessment->subject.owner, &assessment->wanted),
            NULL);
        break;
    case TOPOFIX_HOLD_IGNORED:
        topofix_remark_add(remarks, TOPOFIX_REMARK_IGNORED,
                           topofix_strdup("marked to be ignored; fixing it by name lifts that"),
                           NULL);
        break;
    default:
        break;
    }
}

/* With whom a guest that gets pins shares cores of the host. */
static void
add_sharers_remark(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    const struct topofix_sharers *sharers = &assessment->sharers;
    struct topofix_buffer text = { .bytes = NULL };

    if (sharers->count == 0) {
        return;
    }
    topofix_buffer_add_text(&text,
                            "vCPUs of other domains are pinned to the same cores of the host: ");
    for (size_t i = 0; i < sharers->count && i < SHARERS_MAX; i++) {
        topofix_buffer_add_format(&text, "%s%s (CPUs %s)", i > 0 ? ", " : "",
                                  sharers->items[i].name, sharers->items[i].cpus);
    }
    if (sharers->count > SHARERS_MAX) {
        topofix_buffer_add_format(&text, " and %zu more", sharers->count - SHARERS_MAX);
    }
    topofix_remark_add_any(remarks, TOPOFIX_REMARK_SHARED, &text);
}

/* Where the program that made the domain may undo what a fix writes. */
static void
add_maker_remark(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    char *hint = NULL;

    if (assessment->changes && assessment->changes_topology &&
        assessment->goal == TOPOFIX_GOAL_FIX) {
        hint = topofix_maker_hint(assessment->subject.maker, &assessment->wanted);
    }
    if (hint) {
        topofix_remark_add(remarks, TOPOFIX_REMARK_NEXT_CHANGE, hint, NULL);
    }
}

static void
add_stale_remark(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    struct topofix_error stale;

    if (assessment->record_is_stale) {
        topofix_assessment_fail_stale(assessment, &stale);
        topofix_remark_add(remarks, TOPOFIX_REMARK_STALE_RECORD, topofix_strdup(stale.message),
                           NULL);
    }
}

void
topofix_remarks_add_change(const struct topofix_assessment *assessment,
                           struct topofix_remarks *remarks)
{
    add_proposal_remark(assessment, remarks);
    add_hold_remark(assessment, remarks);
    add_maker_remark(assessment, remarks);
    add_stale_remark(assessment, remarks);
    add_sharers_remark(assessment, remarks);
}

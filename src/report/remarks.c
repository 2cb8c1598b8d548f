/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/remarks.h"

#include "base/alloc.h"
#include "growth_text.h"
#include "knowledge/limits_words.h"
#include "remark_add.h"
#include "remedy_text.h"
#include "report/reason_text.h"

static char *
source_text(const struct topofix_number *number)
{
    struct topofix_buffer text = { .bytes = NULL };

    if (!number || !number->source) {
        return NULL;
    }
    topofix_limits_source(number, &text);
    return topofix_buffer_take(&text);
}

static void
add_reasons(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    const struct topofix_reason_context context = { .guest = &assessment->guest,
                                                    .policy = &assessment->policy,
                                                    .machine = assessment->subject.machine,
                                                    .subject = "this domain" };

    for (size_t i = 0; i < assessment->diagnosis.n_reasons; i++) {
        const struct topofix_reason *reason = &assessment->diagnosis.reasons[i];
        struct topofix_buffer text = { .bytes = NULL };

        topofix_reason_add_text(reason, &context, &text);
        topofix_remark_add(remarks, TOPOFIX_REMARK_REASON, topofix_buffer_take(&text),
                           source_text(reason->number))
            ->reason = reason->code;
    }
}

static void
add_inspection_remarks(const struct topofix_result *result, struct topofix_remarks *remarks)
{
    for (size_t i = 0; result->disk && i < TOPOFIX_DISK_NOTES_MAX && result->disk->notes[i]; i++) {
        topofix_remark_add(remarks, TOPOFIX_REMARK_INSPECTION,
                           topofix_strdup(result->disk->notes[i]), NULL);
    }
}

/* If the rest has changed, the other program wrote last, and its change is not lost. */
static void
add_rival_remark(const struct topofix_result *result, struct topofix_remarks *remarks)
{
    enum topofix_goal goal = result->judgement.assessment.goal;
    const char *done = goal == TOPOFIX_GOAL_UNDO     ? "undone"
                       : goal == TOPOFIX_GOAL_SAY    ? "written"
                       : goal == TOPOFIX_GOAL_MIRROR ? "mirrored"
                                                     : "fixed";

    if (result->rest_changed) {
        topofix_remark_add(remarks, TOPOFIX_REMARK_REST_CHANGED,
                           topofix_sprintf("%s; somebody else changed the rest meanwhile", done),
                           NULL);
    } else if (result->has_rival) {
        topofix_remark_add(
            remarks, TOPOFIX_REMARK_RIVAL,
            topofix_sprintf("%s; somebody else defined it at the same moment; what they "
                            "wrote may be lost: look at it",
                            done),
            NULL);
    }
}

static void
add_running_remark(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    if (assessment->running.problem) {
        topofix_remark_add(
            remarks, TOPOFIX_REMARK_RUNNING_UNKNOWN,
            topofix_sprintf("what it %s with is not known: %s",
                            assessment->running.state == TOPOFIX_STATE_SAVED ? "was saved" : "runs",
                            assessment->running.problem),
            NULL);
    }
}

static void
add_growth_remark(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    struct topofix_buffer text = { .bytes = NULL };

    topofix_growth_add_warning(assessment, &text);
    topofix_remark_add_any(remarks, TOPOFIX_REMARK_RUNNING_HOTPLUG, &text);
}

/* What --fix does beside the topology, why it leaves something as it is, and what it could do. */
static void
add_remedy_remarks(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    for (int i = 0; i < TOPOFIX_REMEDY_ABOUTS; i++) {
        struct topofix_buffer why = { .bytes = NULL };
        struct topofix_buffer obstacle = { .bytes = NULL };
        struct topofix_buffer offer = { .bytes = NULL };

        topofix_remedy_add_why(assessment, (enum topofix_remedy_about)i, &why);
        topofix_remedy_add_obstacle(assessment, (enum topofix_remedy_about)i, &obstacle);
        topofix_remark_add_any(remarks, TOPOFIX_REMARK_REMEDY, &why);
        topofix_remark_add_any(remarks, TOPOFIX_REMARK_NO_REMEDY, &obstacle);
        topofix_remedy_add_offer(assessment, (enum topofix_remedy_about)i, &offer);
        topofix_remark_add_any(remarks, TOPOFIX_REMARK_FIX, &offer);
    }
}

struct topofix_remarks
topofix_remarks_of(const struct topofix_assessment *assessment)
{
    struct topofix_remarks remarks = { .items = NULL };

    add_reasons(assessment, &remarks);
    topofix_remarks_add_guest(assessment, &remarks);
    topofix_remarks_add_change(assessment, &remarks);
    add_running_remark(assessment, &remarks);
    add_growth_remark(assessment, &remarks);
    topofix_remarks_add_versions(assessment, &remarks);
    add_remedy_remarks(assessment, &remarks);
    return remarks;
}

struct topofix_remarks
topofix_remarks_of_result(const struct topofix_result *result)
{
    struct topofix_remarks remarks = topofix_remarks_of(&result->judgement.assessment);

    add_inspection_remarks(result, &remarks);
    add_rival_remark(result, &remarks);
    return remarks;
}

void
topofix_remarks_done(struct topofix_remarks *remarks)
{
    for (size_t i = 0; i < remarks->count; i++) {
        free(remarks->items[i].text);
        free(remarks->items[i].source);
    }
    free(remarks->items);
    *remarks = (struct topofix_remarks){ .items = NULL };
}

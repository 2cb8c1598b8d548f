/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/remarks.h"

#include "base/alloc.h"
#include "base/text.h"
#include "core/versions.h"
#include "evidence_text.h"
#include "growth_text.h"
#include "knowledge/limits_words.h"
#include "maker_text.h"
#include "owner_text.h"
#include "remedy_text.h"
#include "report/limits_report.h"
#include "report/reason_text.h"

/* Takes ownership of text and source. The caller may fill in the other members. */
static struct topofix_remark *
add_remark(struct topofix_remarks *remarks, enum topofix_remark_code code, char *text, char *source)
{
    topofix_text_clean(text); /* ids and editions come from outside */
    if (source) {
        topofix_text_clean(source);
    }
    remarks->items = topofix_grow(remarks->items, remarks->count, sizeof(*remarks->items));
    remarks->items[remarks->count] =
        (struct topofix_remark){ .code = code, .text = text, .source = source };
    return &remarks->items[remarks->count++];
}

/* Takes the text, if there is any. */
static void
add_any(struct topofix_remarks *remarks, enum topofix_remark_code code, struct topofix_buffer *text)
{
    if (text->length > 0) {
        add_remark(remarks, code, topofix_buffer_take(text), NULL);
    }
}

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
        add_remark(remarks, TOPOFIX_REMARK_REASON, topofix_buffer_take(&text),
                   source_text(reason->number))
            ->reason = reason->code;
    }
}

/*
 * Adds what the knowledge base does not know, or knows only roughly, about the OS that the domain
 * names.
 */
static void
add_os_remarks(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    const struct topofix_os_answer *os = &assessment->os;

    if (os->claimed && !os->guest.os) {
        add_remark(remarks, TOPOFIX_REMARK_UNKNOWN_OS,
                   topofix_sprintf("the guest OS is said to be '%.80s', which the knowledge base "
                                   "does not know (--os says another)",
                                   os->claimed),
                   NULL);
    } else if (!os->claimed) {
        add_remark(remarks, TOPOFIX_REMARK_NO_OS,
                   topofix_strdup("nothing names the guest OS (--os says it)"), NULL);
    } else if (os->fallback) {
        add_remark(remarks, TOPOFIX_REMARK_FALLBACK_OS,
                   topofix_sprintf("'%.80s' is not in the knowledge base; treated like %s",
                                   os->claimed, os->guest.os->name),
                   NULL);
    }
}

static void
add_edition_remark(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    if (assessment->os.unknown_edition) {
        add_remark(remarks, TOPOFIX_REMARK_UNKNOWN_EDITION,
                   topofix_sprintf("the edition is said to be '%.60s', which %s; taken as unknown",
                                   assessment->os.unknown_edition,
                                   assessment->guest.os.os ? "the guest OS does not have"
                                                           : "says nothing without the OS"),
                   NULL);
    }
}

static void
add_profile_remark(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    if (assessment->unknown_profile) {
        add_remark(remarks, TOPOFIX_REMARK_UNKNOWN_PROFILE,
                   topofix_sprintf("the application is said to be '%.60s', which the knowledge "
                                   "base does not know; its limits are not counted (--profile says "
                                   "another)",
                                   assessment->unknown_profile),
                   NULL);
    }
}

/* Those who have seen the guest, or why they say nothing. */
static void
add_evidence_remarks(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    const struct topofix_claims *claims = &assessment->claims;
    struct topofix_buffer surprise = { .bytes = NULL };

    if (assessment->os.is_contradicted) {
        struct topofix_buffer text = { .bytes = NULL };

        topofix_evidence_contradiction(&assessment->os, &text);
        add_remark(remarks, TOPOFIX_REMARK_CONTRADICTION, topofix_buffer_take(&text), NULL);
    }
    for (size_t i = 0; i < claims->count; i++) {
        struct topofix_buffer text = { .bytes = NULL };

        if (topofix_evidence_is_witness(&claims->items[i])) {
            topofix_evidence_claim(&claims->items[i], &text);
            add_remark(remarks, TOPOFIX_REMARK_EVIDENCE, topofix_buffer_take(&text), NULL);
        }
    }
    topofix_evidence_surprise(assessment, &surprise);
    add_any(remarks, TOPOFIX_REMARK_SEES_OTHERWISE, &surprise);
    if (claims->silence) {
        add_remark(remarks, TOPOFIX_REMARK_SILENCE,
                   topofix_sprintf("its guest agent says nothing: %s", claims->silence), NULL);
    }
}

/* Why a fix leaves what may lose, and the ways out. */
static void
add_proposal_remark(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    const char *way = assessment->guest.os.is_guess  ? "--os says which OS it is, "
                      : assessment->guest.os.edition ? ""
                                                     : "--edition says which one it is, ";

    if (assessment->diagnosis.has_proposal && assessment->goal == TOPOFIX_GOAL_FIX &&
        assessment->hold == TOPOFIX_HOLD_NONE) {
        add_remark(remarks, TOPOFIX_REMARK_WRITTEN_MAY_LOSE,
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
        add_remark(remarks, TOPOFIX_REMARK_TRANSIENT,
                   topofix_strdup("a transient domain has no definition that could be changed"),
                   NULL);
        break;
    case TOPOFIX_HOLD_MANAGED:
        add_remark(remarks, TOPOFIX_REMARK_MANAGED,
                   assessment->goal == TOPOFIX_GOAL_UNDO
                       ? topofix_strdup("its owner writes this XML anew")
                       : topofix_owner_advice(assessment->subject.owner, &assessment->wanted),
                   NULL);
        break;
    case TOPOFIX_HOLD_IGNORED:
        add_remark(remarks, TOPOFIX_REMARK_IGNORED,
                   topofix_strdup("marked to be ignored; fixing it by name lifts that"), NULL);
        break;
    default:
        break;
    }
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
        add_remark(remarks, TOPOFIX_REMARK_NEXT_CHANGE, hint, NULL);
    }
}

static void
add_stale_remark(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    struct topofix_error stale;

    if (assessment->record_is_stale) {
        topofix_assessment_fail_stale(assessment, &stale);
        add_remark(remarks, TOPOFIX_REMARK_STALE_RECORD, topofix_strdup(stale.message), NULL);
    }
}

/* If the rest has changed, the other program wrote last, and its change is not lost. */
static void
add_inspection_remarks(const struct topofix_result *result, struct topofix_remarks *remarks)
{
    for (size_t i = 0; result->disk && i < TOPOFIX_DISK_NOTES_MAX && result->disk->notes[i]; i++) {
        add_remark(remarks, TOPOFIX_REMARK_INSPECTION, topofix_strdup(result->disk->notes[i]),
                   NULL);
    }
}

static void
add_rival_remark(const struct topofix_result *result, struct topofix_remarks *remarks)
{
    enum topofix_goal goal = result->judgement.assessment.goal;
    const char *done = goal == TOPOFIX_GOAL_UNDO     ? "undone"
                       : goal == TOPOFIX_GOAL_SAY    ? "written"
                       : goal == TOPOFIX_GOAL_MIRROR ? "mirrored"
                                                     : "fixed";

    if (result->rest_changed) {
        add_remark(remarks, TOPOFIX_REMARK_REST_CHANGED,
                   topofix_sprintf("%s; somebody else changed the rest meanwhile", done), NULL);
    } else if (result->has_rival) {
        add_remark(remarks, TOPOFIX_REMARK_RIVAL,
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
        add_remark(
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
    add_any(remarks, TOPOFIX_REMARK_RUNNING_HOTPLUG, &text);
}

static void
add_number(unsigned version, struct topofix_buffer *text)
{
    topofix_buffer_add_format(text, "%u.%u.%u", version / 1000000, version / 1000 % 1000,
                              version % 1000);
}

static void
add_ht_remark(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    struct topofix_buffer text = { .bytes = NULL };

    if (!assessment->gains_ht) {
        return;
    }
    topofix_buffer_add_text(&text,
                            "several CPUs in a socket give the guest the flag ht, which QEMU ");
    add_number(assessment->host.qemu_version, &text);
    topofix_buffer_add_text(&text,
                            " here does not tell libvirt: once started so, it migrates live to "
                            "QEMU 10.0 and later only where libvirt there is 11.10 or later "
                            "(\"extra features: ht\")");
    add_remark(remarks, TOPOFIX_REMARK_HT, topofix_buffer_take(&text),
               topofix_strdup(topofix_version_row(TOPOFIX_CHANGE_QEMU_TELLS_HT)->source));
}

/* What --fix does beside the topology, and why it leaves something as it is. */
static void
add_remedy_remarks(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    for (int i = 0; i < TOPOFIX_REMEDY_ABOUTS; i++) {
        struct topofix_buffer why = { .bytes = NULL };
        struct topofix_buffer obstacle = { .bytes = NULL };

        topofix_remedy_add_why(assessment, (enum topofix_remedy_about)i, &why);
        topofix_remedy_add_obstacle(assessment, (enum topofix_remedy_about)i, &obstacle);
        add_any(remarks, TOPOFIX_REMARK_REMEDY, &why);
        add_any(remarks, TOPOFIX_REMARK_NO_REMEDY, &obstacle);
    }
}

static void
add_version_text(enum topofix_version_change change, struct topofix_buffer *text)
{
    const struct topofix_version_row *row = topofix_version_row(change);
    bool is_libvirt = row->program == TOPOFIX_PROGRAM_LIBVIRT;

    topofix_buffer_add_format(
        text, "this depends on the version of %s (%s says it): ", is_libvirt ? "libvirt" : "QEMU",
        is_libvirt ? "--libvirt-version" : "--qemu-version");
    if (row->from > 0) {
        topofix_buffer_add_text(text, "from ");
        add_number(row->from, text);
        topofix_buffer_add_text(text, " on");
    }
    if (row->until > 0) {
        topofix_buffer_add_text(text, row->from > 0 ? " and before " : "before ");
        add_number(row->until, text);
    }
    topofix_buffer_add_format(text, ", %s", row->what);
}

static void
add_version_remarks(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    for (unsigned change = 0; change < TOPOFIX_CHANGES; change++) {
        struct topofix_buffer text = { .bytes = NULL };

        if ((assessment->depends_on >> change & 1) == 0) {
            continue;
        }
        add_version_text((enum topofix_version_change)change, &text);
        add_remark(
            remarks, TOPOFIX_REMARK_VERSION, topofix_buffer_take(&text),
            topofix_strdup(topofix_version_row((enum topofix_version_change)change)->source));
    }
}

struct topofix_remarks
topofix_remarks_of(const struct topofix_assessment *assessment)
{
    struct topofix_remarks remarks = { .items = NULL };

    add_reasons(assessment, &remarks);
    add_os_remarks(assessment, &remarks);
    add_edition_remark(assessment, &remarks);
    add_profile_remark(assessment, &remarks);
    add_evidence_remarks(assessment, &remarks);
    add_proposal_remark(assessment, &remarks);
    add_hold_remark(assessment, &remarks);
    add_maker_remark(assessment, &remarks);
    add_stale_remark(assessment, &remarks);
    add_running_remark(assessment, &remarks);
    add_growth_remark(assessment, &remarks);
    add_version_remarks(assessment, &remarks);
    add_ht_remark(assessment, &remarks);
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

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/sentence.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/text.h"
#include "forms/words.h"
#include "growth_text.h"
#include "knowledge/limits_words.h"
#include "paint.h"
#include "remedy_text.h"

void
topofix_sentence_change(const struct topofix_assessment *assessment,
                        const struct topofix_topology *wanted, struct topofix_buffer *text)
{
    char before[TOPOFIX_TOPOLOGY_TEXT_MAX];
    char after[TOPOFIX_TOPOLOGY_TEXT_MAX];

    topofix_words_topology(&assessment->guest.topology, before);
    topofix_words_topology(wanted, after);
    if (assessment->goal == TOPOFIX_GOAL_FIX &&
        topofix_topology_equals(&assessment->guest.topology, wanted)) {
        topofix_buffer_add_format(text, "%s as before", after); /* a remedy changes the rest */
        return;
    }
    topofix_buffer_add_format(text, "%s -> %s", before, after);
}

void
topofix_sentence_resize(const struct topofix_assessment *assessment, struct topofix_buffer *text)
{
    const struct topofix_vcpus *sides[] = { &assessment->guest.vcpus,
                                            &assessment->guest_after.vcpus };

    if (assessment->changes_vcpus && assessment->n_pinned > 0) {
        topofix_buffer_add_format(text, "pins for %u vCPU%s, ", assessment->n_pinned,
                                  assessment->n_pinned == 1 ? "" : "s");
        return;
    }
    if (assessment->changes_vcpus && assessment->goal == TOPOFIX_GOAL_MIRROR) {
        topofix_buffer_add_text(text, "pins in the order of the host, ");
        return;
    }
    if (assessment->goal == TOPOFIX_GOAL_FIX) {
        topofix_remedies_add_deeds(assessment, text);
        return;
    }
    for (size_t i = 0; assessment->changes_vcpus && i < COUNT_OF(sides); i++) {
        topofix_buffer_add_text(text, i > 0 ? " -> " : "");
        if (sides[i]->present < sides[i]->maximum) {
            topofix_buffer_add_format(text, "%u of ", sides[i]->present);
        }
        topofix_buffer_add_format(text, "%u", sides[i]->maximum);
    }
    topofix_buffer_add_text(text, assessment->changes_vcpus ? " vCPUs, " : "");
}

/* "its metadata says os=win7" */
void
topofix_sentence_said(const struct topofix_assessment *assessment, struct topofix_buffer *text)
{
    struct topofix_buffer said = { .bytes = NULL };
    TOPOFIX_AUTO_FREE char *clean = NULL;

    topofix_said_format(&assessment->said, &said);
    clean = topofix_buffer_take(&said);
    topofix_text_clean(clean); /* the values come from outside */
    topofix_buffer_add_format(text, "its metadata says %s", clean);
}

/* Adds what a fix does, or would do with further options or if the domain were not on hold. */
static void
add_proposal(const struct topofix_assessment *assessment, struct topofix_buffer *text)
{
    const struct topofix_topology *wanted = assessment->needs_change ? &assessment->wanted
                                            : assessment->diagnosis.has_proposal
                                                ? &assessment->diagnosis.wanted
                                                : NULL;

    if (wanted) {
        topofix_buffer_add_text(text,
                                assessment->hold == TOPOFIX_HOLD_NONE ? "; a fix: " : "; wanted: ");
        if (assessment->goal == TOPOFIX_GOAL_FIX) {
            topofix_remedies_add_deeds(assessment, text);
        }
        topofix_sentence_change(assessment, wanted, text);
    }
}

/* ": 1-2 of 4 vCPUs are used" */
void
topofix_sentence_usable(const struct topofix_assessment *assessment, struct topofix_buffer *text)
{
    const struct topofix_diagnosis *diagnosis = &assessment->diagnosis;
    const struct topofix_vcpus *vcpus = &assessment->guest.vcpus;

    if (!diagnosis->is_usable_known) {
        return;
    }
    topofix_words_range(&diagnosis->usable_now, vcpus->present, text);
    topofix_buffer_add_text(text, " vCPUs are used");
    if (vcpus->present < vcpus->maximum) {
        topofix_buffer_add_text(text, " now, ");
        topofix_words_range(&diagnosis->usable_maximum, vcpus->maximum, text);
        topofix_buffer_add_text(text, " with all plugged in");
    }
}

/* ", pending restart: running with 8x1x1, 1-2 of 8 used". */
bool
topofix_sentence_pending(const struct topofix_running *running, enum topofix_pending pending,
                         struct topofix_buffer *text)
{
    char topology[TOPOFIX_TOPOLOGY_TEXT_MAX];

    if (!topofix_pending_is_due(pending)) {
        return false;
    }
    topofix_words_topology(&running->topology, topology);
    topofix_buffer_add_format(
        text, ", pending %s with %s",
        pending == TOPOFIX_PENDING_RESTART ? "restart: running" : "saved state: saved", topology);
    if (running->is_usable_known) {
        topofix_buffer_add_text(text, ", ");
        topofix_words_range(&running->usable, running->present, text);
        topofix_buffer_add_text(text, " used");
    }
    return true;
}

void
topofix_sentence_remarks(const struct topofix_remarks *remarks,
                         const struct topofix_text_style *style, struct topofix_buffer *text)
{
    for (size_t i = 0; i < remarks->count; i++) {
        topofix_buffer_add_format(text, "; %s", remarks->items[i].text);
        if (style->is_verbose && remarks->items[i].source) {
            topofix_buffer_add_format(text, " [%s]", remarks->items[i].source);
        }
    }
}

/* Whether the first reason is a limit, which the usable vCPUs should directly follow. */
static bool
loses_by_limit(const struct topofix_assessment *assessment)
{
    const struct topofix_diagnosis *diagnosis = &assessment->diagnosis;

    return diagnosis->n_reasons > 0 && diagnosis->verdict != TOPOFIX_VERDICT_INVALID &&
           topofix_reason_kind(diagnosis->reasons[0].code) == TOPOFIX_KIND_LIMIT;
}

/* "Windows 7, 1x4x1, 4 of 4 vCPUs are used" */
static void
add_state(const struct topofix_assessment *assessment, struct topofix_buffer *text)
{
    char now[TOPOFIX_TOPOLOGY_TEXT_MAX];

    topofix_words_topology(&assessment->guest.topology, now);
    topofix_buffer_add_format(text, "%s, %s", topofix_os_spoken(assessment->guest.os.os), now);
    if (assessment->diagnosis.is_usable_known) {
        topofix_buffer_add_text(text, ", ");
        topofix_sentence_usable(assessment, text);
    }
}

static void
add_growth(const struct topofix_assessment *assessment, struct topofix_buffer *text)
{
    struct topofix_buffer growth = { .bytes = NULL };

    topofix_growth_add_text(assessment, &growth);
    if (growth.length > 0) {
        topofix_buffer_add_format(text, "; %s", topofix_buffer_text(&growth));
    }
    topofix_buffer_done(&growth);
}

void
topofix_sentence_verdict(const struct topofix_assessment *assessment, enum topofix_pending pending,
                         const struct topofix_text_style *style, struct topofix_buffer *ret_text)
{
    enum topofix_verdict verdict = assessment->diagnosis.verdict;
    TOPOFIX_AUTO_DONE(remarks) struct topofix_remarks remarks = topofix_remarks_of(assessment);
    const struct topofix_said nothing = { .os = NULL };
    const char *colon;

    topofix_paint(topofix_verdict_color(verdict), topofix_verdict_name(verdict), style, ret_text);
    topofix_buffer_add_text(ret_text, assessment->hold != TOPOFIX_HOLD_NONE ? " (on hold)" : "");
    colon =
        topofix_sentence_pending(&assessment->running, pending, ret_text) ? "; as defined: " : ": ";
    if (!loses_by_limit(assessment)) {
        topofix_buffer_add_text(ret_text, colon);
        add_state(assessment, ret_text);
    }
    for (size_t i = 0; i < remarks.count; i++) {
        bool is_limit = i == 0 && loses_by_limit(assessment);

        topofix_buffer_add_format(ret_text, "%s%s", is_limit ? colon : "; ", remarks.items[i].text);
        if (is_limit) {
            topofix_buffer_add_text(ret_text, ": ");
            topofix_sentence_usable(assessment, ret_text);
        }
        if (style->is_verbose && remarks.items[i].source) {
            topofix_buffer_add_format(ret_text, " [%s]", remarks.items[i].source);
        }
    }
    if (style->is_verbose) {
        add_growth(assessment, ret_text);
    }
    if (style->is_verbose && !topofix_said_equals(&assessment->said, &nothing)) {
        topofix_buffer_add_text(ret_text, "; ");
        topofix_sentence_said(assessment, ret_text);
    }
    add_proposal(assessment, ret_text);
}

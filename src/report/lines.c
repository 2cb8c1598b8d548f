/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/lines.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/text.h"
#include "diff_result.h"
#include "evidence_text.h"
#include "forms/words.h"
#include "judge/proof.h"
#include "paint.h"
#include "report/remarks.h"
#include "report/sentence.h"

static const char *const effect_texts[] = {
    [TOPOFIX_EFFECT_NONE] = "",
    [TOPOFIX_EFFECT_NOW] = ", now",
    [TOPOFIX_EFFECT_NEXT_START] = ", from the next start",
    [TOPOFIX_EFFECT_AFTER_SAVED_STATE] = ", not before its saved state is gone",
};
_Static_assert(COUNT_OF(effect_texts) == TOPOFIX_EFFECTS, "a text per effect");

static void
add_name(const struct topofix_result *result, const struct topofix_text_style *style,
         struct topofix_buffer *text)
{
    static const struct topofix_text_style plain;

    topofix_paint_foreign(TOPOFIX_COLOR_BOLD, result->name ? result->name : "", style, text);
    if (style->tells_uri && result->uri) {
        topofix_buffer_add_text(text, " (");
        topofix_paint_foreign("", result->uri, &plain, text);
        topofix_buffer_add_text(text, ")");
    }
}

void
topofix_lines_add_check(const struct topofix_result *result, const struct topofix_text_style *style,
                        struct topofix_buffer *ret_text)
{
    add_name(result, style, ret_text);
    topofix_buffer_add_text(ret_text, ": ");
    topofix_sentence_verdict(&result->judgement.assessment, topofix_result_pending(result), style,
                             ret_text);
    topofix_buffer_add_text(ret_text, "\n");
}

static const char *const proof_colors[] = {
    [TOPOFIX_PROOF_PROVED] = TOPOFIX_COLOR_GREEN,
    [TOPOFIX_PROOF_REFUTED] = TOPOFIX_COLOR_RED,
    [TOPOFIX_PROOF_UNPROVED] = TOPOFIX_COLOR_YELLOW,
};
_Static_assert(COUNT_OF(proof_colors) == TOPOFIX_PROOF_RESULTS, "a color per result");

/* Who has seen it, and what else bears on it. */
static void
add_witness(const struct topofix_assessment *assessment, const struct topofix_proof *proof,
            struct topofix_buffer *text)
{
    struct topofix_buffer said = { .bytes = NULL };
    TOPOFIX_AUTO_FREE char *clean = NULL;

    if (proof->witness) {
        topofix_evidence_claim(proof->witness, &said);
    }
    if (proof->why && assessment->claims.silence) {
        topofix_buffer_add_format(&said, "%sits guest agent says nothing: %s",
                                  said.length > 0 ? "; " : "", assessment->claims.silence);
    }
    clean = topofix_buffer_take(&said);
    topofix_text_clean(clean);
    topofix_buffer_add_text(text, proof->why ? proof->why : "");
    topofix_buffer_add_text(text, proof->why && *clean ? "; " : "");
    topofix_buffer_add_text(text, clean);
}

void
topofix_lines_add_proof(const struct topofix_result *result, const struct topofix_text_style *style,
                        struct topofix_buffer *ret_text)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;
    const struct topofix_proof proof = topofix_proof_of(assessment);

    add_name(result, style, ret_text);
    topofix_buffer_add_text(ret_text, ": ");
    topofix_paint(proof_colors[proof.result], topofix_proof_name(proof.result), style, ret_text);
    topofix_buffer_add_text(ret_text, ": ");
    add_witness(assessment, &proof, ret_text);
    if (!topofix_sentence_pending(&assessment->running, topofix_result_pending(result), ret_text) &&
        proof.result == TOPOFIX_PROOF_REFUTED) {
        topofix_buffer_add_text(ret_text, "; --check says what a fix would do");
    }
    topofix_buffer_add_text(ret_text, "\n");
}

void
topofix_lines_add_proof_summary(const struct topofix_tally *tally, struct topofix_buffer *ret_text)
{
    const char *comma = ": ";

    topofix_buffer_add_format(ret_text, "%zu domain%s", tally->domains,
                              tally->domains == 1 ? "" : "s");
    for (int result = 0; result < TOPOFIX_PROOF_RESULTS; result++) {
        if (tally->proofs[result] > 0) {
            topofix_buffer_add_format(ret_text, "%s%zu %s", comma, tally->proofs[result],
                                      topofix_proof_name((enum topofix_proof_result)result));
            comma = ", ";
        }
    }
    topofix_buffer_add_text(ret_text, "\n");
}

static void
add_remarks(const struct topofix_result *result, const struct topofix_text_style *style,
            struct topofix_buffer *text)
{
    TOPOFIX_AUTO_DONE(remarks) struct topofix_remarks remarks = topofix_remarks_of_result(result);

    topofix_sentence_remarks(&remarks, style, text);
}

/* Says why nothing was written: on hold, not fixable, or nothing to do. */
static void
fix_nothing(const struct topofix_result *result, const struct topofix_text_style *style,
            struct topofix_buffer *text)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;
    bool matters = result->is_judged_anew || assessment->needs_change ||
                   assessment->record_is_stale || assessment->goal == TOPOFIX_GOAL_MIRROR ||
                   assessment->diagnosis.is_beyond_topology ||
                   topofix_remedies_are_left(&assessment->remedied) ||
                   (assessment->goal == TOPOFIX_GOAL_FIX &&
                    topofix_pending_is_due(topofix_result_pending(result)));
    const char *comma = ", ";

    if (assessment->goal == TOPOFIX_GOAL_SAY && !assessment->needs_change) {
        add_name(result, style, text);
        topofix_buffer_add_text(text, ": nothing to change, ");
        topofix_sentence_said(assessment, text);
        topofix_buffer_add_text(text, "\n");
        return;
    }
    if (!style->tells_everything && !style->is_verbose && !matters) {
        return;
    }
    add_name(result, style, text);
    if (assessment->goal == TOPOFIX_GOAL_UNDO) {
        topofix_buffer_add_text(text,
                                assessment->nothing_to_undo ? ": nothing to undo" : ": not undone");
    } else {
        topofix_buffer_add_format(text, ": not changed, %s",
                                  topofix_verdict_name(assessment->diagnosis.verdict));
        if (assessment->hold != TOPOFIX_HOLD_NONE) {
            topofix_buffer_add_text(text, " (on hold)");
        }
        comma = topofix_sentence_pending(&assessment->running, topofix_result_pending(result), text)
                    ? "; as defined: "
                    : comma;
    }
    if (assessment->diagnosis.is_usable_known) {
        topofix_buffer_add_text(text, comma);
        topofix_sentence_usable(assessment, text);
    }
    add_remarks(result, style, text);
    topofix_buffer_add_text(text, "\n");
}

void
topofix_lines_add_fix(const struct topofix_result *result, const struct topofix_text_style *style,
                      struct topofix_buffer *ret_text)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;

    if (result->action == TOPOFIX_ACTION_NONE) {
        fix_nothing(result, style, ret_text);
        return;
    }
    add_name(result, style, ret_text);
    topofix_buffer_add_text(ret_text, ": ");
    topofix_sentence_resize(assessment, ret_text);
    if (!assessment->changes_topology && !assessment->changes_vcpus && assessment->changes_said) {
        topofix_sentence_said(assessment, ret_text);
        topofix_buffer_add_format(ret_text, " from now on, %s\n",
                                  topofix_verdict_name(assessment->diagnosis.verdict));
        return;
    }
    if (!assessment->changes_topology && !assessment->changes_vcpus) {
        topofix_buffer_add_format(ret_text, "no longer ignored, %s",
                                  topofix_verdict_name(assessment->diagnosis.verdict));
        if (assessment->diagnosis.has_proposal) {
            add_remarks(result, style, ret_text);
        }
        topofix_buffer_add_text(ret_text, "\n");
        return;
    }
    topofix_sentence_change(assessment, &assessment->wanted, ret_text);
    topofix_buffer_add_text(ret_text, effect_texts[result->effect]);
    if (assessment->changes_said) {
        topofix_buffer_add_text(ret_text, "; ");
        topofix_sentence_said(assessment, ret_text);
    }
    if (assessment->goal == TOPOFIX_GOAL_UNDO) {
        topofix_buffer_add_text(ret_text,
                                assessment->forgets
                                    ? "; no mark is left\n"
                                    : "; marked to be ignored, fixing it by name lifts that\n");
        return;
    }
    if (style->is_verbose) {
        add_remarks(result, style, ret_text);
    } else if (assessment->diagnosis.is_beyond_topology) {
        topofix_buffer_add_text(ret_text, "; ");
        topofix_words_range(&assessment->usable_wanted, assessment->guest_after.vcpus.present,
                            ret_text);
        topofix_buffer_add_text(ret_text, " vCPUs can be used");
        add_remarks(result, style, ret_text);
    }
    topofix_buffer_add_text(ret_text, "\n");
}

/* A diff with colors or on a terminal is for a person, whose terminal the XML must not control. */
static void
clean_but_tabs(char *line)
{
    unsigned code;

    for (size_t length; *line; line += length > 0 ? length : 1) {
        length = topofix_text_hostile(line, &code);
        if (length > 0 && code != '\t') {
            memset(line, ' ', length);
        }
    }
}

void
topofix_lines_add_diff(const struct topofix_result *result, const struct topofix_text_style *style,
                       struct topofix_buffer *ret_text)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer diff = { .bytes = NULL };
    const char *line;

    topofix_diff_add_result(result, &diff);
    if (!style->has_color && style->width == 0) {
        topofix_buffer_add(ret_text, topofix_buffer_text(&diff), diff.length);
        return;
    }
    line = topofix_buffer_text(&diff);
    while (*line) {
        size_t length = strcspn(line, "\n");
        const char *color = strncmp(line, "---", 3) == 0 || strncmp(line, "+++", 3) == 0
                                ? TOPOFIX_COLOR_BOLD
                            : *line == '@' ? TOPOFIX_COLOR_CYAN
                            : *line == '-' ? TOPOFIX_COLOR_RED
                            : *line == '+' ? TOPOFIX_COLOR_GREEN
                                           : NULL;
        TOPOFIX_AUTO_FREE char *content = topofix_strndup(line, length);

        clean_but_tabs(content);
        if (color) {
            topofix_paint(color, content, style, ret_text);
        } else {
            topofix_buffer_add_text(ret_text, content);
        }
        topofix_buffer_add_text(ret_text, line[length] ? "\n" : "");
        line += length + (line[length] != '\0');
    }
}

void
topofix_lines_add_warnings(const struct topofix_result *result,
                           const struct topofix_text_style *style, struct topofix_buffer *ret_text)
{
    TOPOFIX_AUTO_DONE(remarks)
    struct topofix_remarks remarks = topofix_remarks_of_result(result);
    struct topofix_text_style plain = { .tells_uri = style->tells_uri };

    for (size_t i = 0; i < remarks.count; i++) {
        if (topofix_remark_warns(&remarks.items[i], result->judgement.assessment.goal)) {
            topofix_buffer_add_text(ret_text, "virt-topofix: warning: ");
            add_name(result, &plain, ret_text);
            topofix_buffer_add_format(ret_text, ": %s\n", remarks.items[i].text);
        }
    }
}

void
topofix_lines_add_notes(const struct topofix_result *result, const struct topofix_text_style *style,
                        struct topofix_buffer *ret_text)
{
    struct topofix_text_style plain = { .tells_uri = style->tells_uri };

    for (size_t i = 0; result->disk && i < TOPOFIX_DISK_NOTES_MAX && result->disk->notes[i]; i++) {
        TOPOFIX_AUTO_FREE char *note = topofix_strdup(result->disk->notes[i]);

        topofix_text_clean(note);
        topofix_buffer_add_text(ret_text, "virt-topofix: warning: ");
        add_name(result, &plain, ret_text);
        topofix_buffer_add_format(ret_text, ": %s\n", note);
    }
}

void
topofix_lines_add_error(const struct topofix_result *result, const struct topofix_text_style *style,
                        struct topofix_buffer *ret_text)
{
    struct topofix_text_style plain = { .tells_uri = style->tells_uri };

    if (result->name) {
        add_name(result, &plain, ret_text);
        topofix_buffer_add_text(ret_text, ": ");
    }
    topofix_buffer_add_format(ret_text, "%s\n", result->error.message);
}

void
topofix_lines_add_summary(const struct topofix_tally *tally, struct topofix_buffer *ret_text)
{
    static const struct {
        enum topofix_action action;
        const char *text;
    } actions[] = {
        { .action = TOPOFIX_ACTION_CHANGED, .text = "changed" },
        { .action = TOPOFIX_ACTION_WOULD_CHANGE, .text = "would change" },
        { .action = TOPOFIX_ACTION_UNDONE, .text = "undone" },
        { .action = TOPOFIX_ACTION_FAILED, .text = "failed" },
    };
    size_t held = tally->holds[TOPOFIX_HOLD_TRANSIENT] + tally->holds[TOPOFIX_HOLD_MANAGED] +
                  tally->holds[TOPOFIX_HOLD_IGNORED];

    topofix_buffer_add_format(ret_text, "%zu domain%s:", tally->domains,
                              tally->domains == 1 ? "" : "s");
    for (int verdict = 0; verdict < TOPOFIX_VERDICTS; verdict++) {
        if (tally->verdicts[verdict] > 0) {
            topofix_buffer_add_format(ret_text, " %zu %s,", tally->verdicts[verdict],
                                      topofix_verdict_name((enum topofix_verdict)verdict));
        }
    }
    for (size_t i = 0; i < COUNT_OF(actions); i++) {
        if (tally->actions[actions[i].action] > 0) {
            topofix_buffer_add_format(ret_text, " %zu %s,", tally->actions[actions[i].action],
                                      actions[i].text);
        }
    }
    if (held > 0) {
        topofix_buffer_add_format(ret_text, " %zu on hold,", held);
    }
    if (tally->pending > 0) {
        topofix_buffer_add_format(ret_text, " %zu pending,", tally->pending);
    }
    topofix_buffer_add_format(ret_text, " %zu", tally->unused_least);
    if (tally->unused_most > tally->unused_least) {
        topofix_buffer_add_format(ret_text, "-%zu", tally->unused_most);
    }
    topofix_buffer_add_format(ret_text, " vCPU%s unused\n", tally->unused_most == 1 ? "" : "s");
}

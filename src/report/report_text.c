/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/report_text.h"

#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "diff_result.h"
#include "forms/words.h"
#include "knowledge/limits_words.h"
#include "remarks.h"
#include "report/reason_text.h"

static const char color_bold[] = "\033[1m";
static const char color_red[] = "\033[31m";
static const char color_green[] = "\033[32m";
static const char color_yellow[] = "\033[33m";
static const char color_cyan[] = "\033[36m";
static const char color_off[] = "\033[0m";

static const char *const verdict_colors[] = {
    [TOPOFIX_VERDICT_LEGAL] = color_green,        [TOPOFIX_VERDICT_LOSES] = color_red,
    [TOPOFIX_VERDICT_MAY_LOSE] = color_yellow,    [TOPOFIX_VERDICT_INVALID] = color_red,
    [TOPOFIX_VERDICT_UNKNOWN_GUEST] = color_cyan, [TOPOFIX_VERDICT_UNFIXABLE] = color_yellow,
};
_Static_assert(sizeof(verdict_colors) / sizeof(verdict_colors[0]) == TOPOFIX_VERDICTS,
               "a color per verdict");

static const char *const effect_texts[] = {
    [TOPOFIX_EFFECT_NONE] = "",
    [TOPOFIX_EFFECT_NOW] = ", now",
    [TOPOFIX_EFFECT_NEXT_START] = ", from the next start",
    [TOPOFIX_EFFECT_AFTER_SAVED_STATE] = ", not before its saved state is gone",
};
_Static_assert(sizeof(effect_texts) / sizeof(effect_texts[0]) == TOPOFIX_EFFECTS,
               "a text per effect");

static void
add_colored(const char *color, const char *content, const struct topofix_text_style *style,
            struct topofix_buffer *text)
{
    if (style->has_color) {
        topofix_buffer_add_format(text, "%s%s%s", color, content, color_off);
    } else {
        topofix_buffer_add_text(text, content);
    }
}

/* Somebody else's text: what is in it must not steer the terminal. */
static void
add_foreign(const char *color, const char *foreign, const struct topofix_text_style *style,
            struct topofix_buffer *text)
{
    TOPOFIX_AUTO_FREE char *clean = topofix_strdup(foreign);

    topofix_text_clean(clean);
    add_colored(color, clean, style, text);
}

static void
add_name(const struct topofix_result *result, const struct topofix_text_style *style,
         struct topofix_buffer *text)
{
    static const struct topofix_text_style plain;

    add_foreign(color_bold, result->name ? result->name : "", style, text);
    if (style->tells_uri && result->uri) {
        topofix_buffer_add_text(text, " (");
        add_foreign("", result->uri, &plain, text);
        topofix_buffer_add_text(text, ")");
    }
}

static void
add_change(const struct topofix_plan *plan, const struct topofix_topology *wanted,
           struct topofix_buffer *text)
{
    char before[TOPOFIX_TOPOLOGY_TEXT_MAX];
    char after[TOPOFIX_TOPOLOGY_TEXT_MAX];

    topofix_words_topology(&plan->domain.topology, before);
    topofix_words_topology(wanted, after);
    topofix_buffer_add_format(text, "%s -> %s", before, after);
}

/* What a fix does, or would if somebody asked for more, or if nothing held it. */
static void
add_proposal(const struct topofix_plan *plan, struct topofix_buffer *text)
{
    const struct topofix_topology *wanted = plan->needs_change             ? &plan->wanted
                                            : plan->diagnosis.has_proposal ? &plan->diagnosis.wanted
                                                                           : NULL;

    if (wanted) {
        topofix_buffer_add_text(text, plan->hold == TOPOFIX_HOLD_NONE ? "; a fix: " : "; wanted: ");
        add_change(plan, wanted, text);
    }
}

/* ": 1-2 of 4 vCPUs are used" */
static void
add_usable(const struct topofix_plan *plan, struct topofix_buffer *text)
{
    const struct topofix_diagnosis *diagnosis = &plan->diagnosis;
    const struct topofix_vcpus *vcpus = &plan->guest.vcpus;

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

/* ", pending restart: running with 8x1x1, 1-2 of 8 used". False, and nothing, where nothing is. */
static bool
add_pending(const struct topofix_result *result, struct topofix_buffer *text)
{
    const struct topofix_running *running = &result->plan.running;
    enum topofix_pending pending = topofix_result_pending(result);
    char topology[TOPOFIX_TOPOLOGY_TEXT_MAX];

    if (pending <= TOPOFIX_PENDING_NONE) {
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

static void
add_remarks(const struct topofix_plan *plan, const struct topofix_text_style *style,
            struct topofix_buffer *text)
{
    TOPOFIX_AUTO_DONE(remarks) struct topofix_remarks remarks = topofix_remarks_of(plan);

    for (size_t i = 0; i < remarks.count; i++) {
        topofix_buffer_add_format(text, "; %s", remarks.items[i].text);
        if (style->is_verbose && remarks.items[i].source) {
            topofix_buffer_add_format(text, " [%s]", remarks.items[i].source);
        }
    }
}

/* The first reason then is a limit, and the usable vCPUs belong right behind it. */
static bool
loses_by_limit(const struct topofix_plan *plan)
{
    const struct topofix_diagnosis *diagnosis = &plan->diagnosis;

    return diagnosis->n_reasons > 0 && diagnosis->verdict != TOPOFIX_VERDICT_INVALID &&
           diagnosis->reasons[0].code <= TOPOFIX_REASON_COUNTS_CPUS;
}

/* "Windows 7, 1x4x1, 4 of 4 vCPUs are used" */
static void
add_state(const struct topofix_plan *plan, struct topofix_buffer *text)
{
    char now[TOPOFIX_TOPOLOGY_TEXT_MAX];

    topofix_words_topology(&plan->domain.topology, now);
    topofix_buffer_add_format(text, "%s, %s", topofix_os_spoken(plan->guest.os.os), now);
    if (plan->diagnosis.is_usable_known) {
        topofix_buffer_add_text(text, ", ");
        add_usable(plan, text);
    }
}

void
topofix_text_check(const struct topofix_result *result, const struct topofix_text_style *style,
                   struct topofix_buffer *ret_text)
{
    const struct topofix_plan *plan = &result->plan;
    enum topofix_verdict verdict = plan->diagnosis.verdict;
    TOPOFIX_AUTO_DONE(remarks) struct topofix_remarks remarks = topofix_remarks_of(plan);
    const char *colon;

    add_name(result, style, ret_text);
    topofix_buffer_add_text(ret_text, ": ");
    add_colored(verdict_colors[verdict], topofix_verdict_name(verdict), style, ret_text);
    topofix_buffer_add_text(ret_text, plan->hold != TOPOFIX_HOLD_NONE ? " (on hold)" : "");
    colon = add_pending(result, ret_text) ? "; as defined: " : ": ";
    if (!loses_by_limit(plan)) {
        topofix_buffer_add_text(ret_text, colon);
        add_state(plan, ret_text);
    }
    for (size_t i = 0; i < remarks.count; i++) {
        bool is_limit = i == 0 && loses_by_limit(plan);

        topofix_buffer_add_format(ret_text, "%s%s", is_limit ? colon : "; ", remarks.items[i].text);
        if (is_limit) {
            topofix_buffer_add_text(ret_text, ": ");
            add_usable(plan, ret_text);
        }
        if (style->is_verbose && remarks.items[i].source) {
            topofix_buffer_add_format(ret_text, " [%s]", remarks.items[i].source);
        }
    }
    add_proposal(plan, ret_text);
    topofix_buffer_add_text(ret_text, "\n");
}

/* Why nothing was written: on hold, beyond help, or nothing to do. */
static void
fix_nothing(const struct topofix_result *result, const struct topofix_text_style *style,
            struct topofix_buffer *text)
{
    const struct topofix_plan *plan = &result->plan;
    bool matters =
        plan->needs_change || plan->record_is_stale || plan->diagnosis.is_beyond_topology ||
        (plan->goal == TOPOFIX_GOAL_FIX && topofix_result_pending(result) > TOPOFIX_PENDING_NONE);
    const char *comma = ", ";

    if (!style->tells_everything && !style->is_verbose && !matters) {
        return;
    }
    add_name(result, style, text);
    if (plan->goal == TOPOFIX_GOAL_UNDO) {
        topofix_buffer_add_text(text, plan->nothing_to_undo ? ": nothing to undo" : ": not undone");
    } else {
        topofix_buffer_add_format(text, ": not changed, %s",
                                  topofix_verdict_name(plan->diagnosis.verdict));
        if (plan->hold != TOPOFIX_HOLD_NONE) {
            topofix_buffer_add_text(text, " (on hold)");
        }
        comma = add_pending(result, text) ? "; as defined: " : comma;
    }
    if (plan->diagnosis.is_usable_known) {
        topofix_buffer_add_text(text, comma);
        add_usable(plan, text);
    }
    add_remarks(plan, style, text);
    topofix_buffer_add_text(text, "\n");
}

void
topofix_text_fix(const struct topofix_result *result, const struct topofix_text_style *style,
                 struct topofix_buffer *ret_text)
{
    const struct topofix_plan *plan = &result->plan;

    if (result->action == TOPOFIX_ACTION_NONE) {
        fix_nothing(result, style, ret_text);
        return;
    }
    add_name(result, style, ret_text);
    topofix_buffer_add_text(ret_text, ": ");
    if (plan->edit.topology_action == TOPOFIX_EDIT_KEEP) {
        topofix_buffer_add_format(ret_text, "no longer ignored, %s",
                                  topofix_verdict_name(plan->diagnosis.verdict));
        if (plan->diagnosis.has_proposal) {
            add_remarks(plan, style, ret_text);
        }
        topofix_buffer_add_text(ret_text, "\n");
        return;
    }
    add_change(plan, &plan->wanted, ret_text);
    topofix_buffer_add_text(ret_text, effect_texts[result->effect]);
    if (plan->goal == TOPOFIX_GOAL_UNDO) {
        topofix_buffer_add_text(ret_text, "; marked to be ignored, fixing it by name lifts that\n");
        return;
    }
    if (style->is_verbose) {
        add_remarks(plan, style, ret_text);
    } else if (plan->diagnosis.is_beyond_topology) {
        topofix_buffer_add_text(ret_text, "; ");
        topofix_words_range(&plan->usable_wanted, plan->guest.vcpus.present, ret_text);
        topofix_buffer_add_text(ret_text, " vCPUs can be used");
        add_remarks(plan, style, ret_text);
    }
    topofix_buffer_add_text(ret_text, "\n");
}

void
topofix_text_diff(const struct topofix_result *result, const struct topofix_text_style *style,
                  struct topofix_buffer *ret_text)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer diff = { .bytes = NULL };
    const char *line;

    topofix_diff_result(result, &diff);
    if (!style->has_color) {
        topofix_buffer_add(ret_text, topofix_buffer_text(&diff), diff.length);
        return;
    }
    line = topofix_buffer_text(&diff);
    while (*line) {
        size_t length = strcspn(line, "\n");
        const char *color = strncmp(line, "---", 3) == 0 || strncmp(line, "+++", 3) == 0
                                ? color_bold
                            : *line == '@' ? color_cyan
                            : *line == '-' ? color_red
                            : *line == '+' ? color_green
                                           : NULL;
        TOPOFIX_AUTO_FREE char *content = topofix_strndup(line, length);

        if (color) {
            add_colored(color, content, style, ret_text);
        } else {
            topofix_buffer_add_text(ret_text, content);
        }
        topofix_buffer_add_text(ret_text, line[length] ? "\n" : "");
        line += length + (line[length] != '\0');
    }
}

void
topofix_text_warnings(const struct topofix_result *result, const struct topofix_text_style *style,
                      struct topofix_buffer *ret_text)
{
    static const char *const codes[] = { "guess", "fallback-os", "unknown-edition",
                                         TOPOFIX_REMARK_REST_CHANGED };
    TOPOFIX_AUTO_DONE(remarks) struct topofix_remarks remarks = topofix_remarks_of(&result->plan);
    struct topofix_text_style plain = { .tells_uri = style->tells_uri };

    /* how well the guest is known does not matter to an undo */
    size_t first =
        result->plan.goal == TOPOFIX_GOAL_UNDO ? sizeof(codes) / sizeof(codes[0]) - 1 : 0;

    for (size_t i = 0; i < remarks.count; i++) {
        for (size_t k = first; k < sizeof(codes) / sizeof(codes[0]); k++) {
            if (strcmp(remarks.items[i].code, codes[k]) == 0) {
                topofix_buffer_add_text(ret_text, "virt-topofix: warning: ");
                add_name(result, &plain, ret_text);
                topofix_buffer_add_format(ret_text, ": %s\n", remarks.items[i].text);
            }
        }
    }
}

void
topofix_text_error(const struct topofix_result *result, const struct topofix_text_style *style,
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
topofix_text_summary(const struct topofix_tally *tally, struct topofix_buffer *ret_text)
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
    for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
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

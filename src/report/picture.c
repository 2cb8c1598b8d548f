/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "picture.h"

#include "base/alloc.h"
#include "forms/words.h"

/* The vCPUs with ids below end. */
static struct topofix_vcpus
first_vcpus(const struct topofix_vcpus *vcpus, unsigned end)
{
    struct topofix_vcpus first = *vcpus;

    first.maximum = end;
    first.present = 0;
    for (unsigned id = 0; id < end; id++) {
        first.present += topofix_vcpus_is_enabled(vcpus, id);
    }
    return first;
}

/* Guests take vCPUs in the order of their ids: one is used if with it more are used than without.
 */
void
topofix_picture_marks(const struct topofix_guest *guest, const struct topofix_topology *topology,
                      const struct topofix_vcpus *vcpus, enum topofix_mark *ret_marks)
{
    struct topofix_range before = { .min = 0, .max = 0 };

    for (unsigned id = 0; id < vcpus->maximum; id++) {
        const struct topofix_vcpus first = first_vcpus(vcpus, id + 1);
        struct topofix_range now;

        if (!topofix_vcpus_is_enabled(vcpus, id)) {
            ret_marks[id] = TOPOFIX_MARK_ABSENT;
            continue;
        }
        if (!guest->os.os) {
            ret_marks[id] = TOPOFIX_MARK_PERHAPS;
            continue;
        }
        now = topofix_guest_usable(guest, topology, &first);
        ret_marks[id] = now.min > before.min   ? TOPOFIX_MARK_USED
                        : now.max > before.max ? TOPOFIX_MARK_PERHAPS
                                               : TOPOFIX_MARK_UNUSED;
        before = now;
    }
}

const char *
topofix_picture_obstacle(const struct topofix_topology *topology, const struct topofix_vcpus *vcpus)
{
    if (topofix_topology_product(topology) != vcpus->maximum) {
        return "does not make as many vCPUs as there are";
    }
    return vcpus->maximum > TOPOFIX_PICTURE_VCPUS_MAX ? "too many vCPUs to be drawn" : NULL;
}

/* What it runs with has no list of its plugged vCPUs, only their number. */
static void
visit_running(const struct topofix_running *running, topofix_picture_visit *visit, void *context)
{
    uint64_t product = topofix_topology_product(&running->topology);
    const struct topofix_vcpus vcpus = { .maximum = product < TOPOFIX_VCPUS_MAX ? (unsigned)product
                                                                                : TOPOFIX_VCPUS_MAX,
                                         .present = running->present };

    visit(running->state == TOPOFIX_STATE_SAVED ? "saved with" : "running with", &running->topology,
          &vcpus, context);
}

/* What the domain gets or could get; NULL: it stays as it is. */
static const struct topofix_topology *
after_of(const struct topofix_assessment *assessment)
{
    if (assessment->needs_change && assessment->changes_topology) {
        return &assessment->wanted;
    }
    return assessment->goal == TOPOFIX_GOAL_FIX && assessment->diagnosis.has_proposal
               ? &assessment->diagnosis.wanted
               : NULL;
}

void
topofix_picture_each(const struct topofix_result *result, topofix_picture_visit *visit,
                     void *context)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;
    const struct topofix_guest *guest = &assessment->guest;
    bool is_changed = topofix_result_is_changed(result);
    const struct topofix_topology *after;

    if (!result->has_judgement) {
        return;
    }
    after = after_of(assessment);
    if (topofix_pending_is_due(topofix_result_pending(result))) {
        visit_running(&assessment->running, visit, context);
    }
    visit(is_changed ? "before:" : "now:", &guest->topology, &guest->vcpus, context);
    if (after) {
        visit(is_changed                              ? "after:"
              : assessment->goal == TOPOFIX_GOAL_UNDO ? "an undo:"
                                                      : "a fix:",
              after, &guest->vcpus, context);
    }
}

/* What is drawn as text, one topology after the other. */
struct drawing {
    const struct topofix_guest *guest;
    const struct topofix_text_style *style;
    struct topofix_buffer *text;
    unsigned seen; /* bit per mark */
};

static void
draw(const char *title, const struct topofix_topology *topology, const struct topofix_vcpus *vcpus,
     void *context)
{
    struct drawing *drawing = context;
    TOPOFIX_AUTO_FREE enum topofix_mark *marks = NULL;
    const char *obstacle = topofix_picture_obstacle(topology, vcpus);
    char words[TOPOFIX_TOPOLOGY_TEXT_MAX];

    topofix_words_topology(topology, words);
    topofix_buffer_add_format(drawing->text, "  %s %s%s%s\n", title, words, obstacle ? ": " : "",
                              obstacle ? obstacle : "");
    if (obstacle) {
        return;
    }
    marks = topofix_alloc(vcpus->maximum, sizeof(*marks));
    topofix_picture_marks(drawing->guest, topology, vcpus, marks);
    for (unsigned id = 0; id < vcpus->maximum; id++) {
        drawing->seen |= 1u << marks[id];
    }
    topofix_picture_boxes(topology, marks, drawing->style, drawing->text);
}

void
topofix_picture_result(const struct topofix_result *result, const struct topofix_text_style *style,
                       struct topofix_buffer *ret_text)
{
    struct drawing drawing = { .guest = &result->judgement.assessment.guest,
                               .style = style,
                               .text = ret_text };

    topofix_picture_each(result, draw, &drawing);
    if (drawing.seen != 0) {
        topofix_picture_legend(drawing.seen, style, ret_text);
    }
}

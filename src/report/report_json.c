/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "base/array.h"
#include "report/report.h"

#include "base/alloc.h"
#include "diff_result.h"
#include "growth_text.h"
#include "json.h"
#include "json_evidence.h"
#include "json_words.h"
#include "judge/proof.h"
#include "report/remarks.h"

const char *
topofix_report_action_word(enum topofix_action action)
{
    return topofix_json_actions[action];
}

static const char *const effect_words[] = {
    [TOPOFIX_EFFECT_NONE] = NULL,
    [TOPOFIX_EFFECT_NOW] = "now",
    [TOPOFIX_EFFECT_NEXT_START] = "next-start",
    [TOPOFIX_EFFECT_AFTER_SAVED_STATE] = "after-saved-state",
};
_Static_assert(COUNT_OF(effect_words) == TOPOFIX_EFFECTS, "a word per effect");

/* The keys of those counts in "summary" that an enumeration indexes. */
static const char *const verdict_keys[] = {
    [TOPOFIX_VERDICT_LEGAL] = "legal",
    [TOPOFIX_VERDICT_LOSES] = "loses",
    [TOPOFIX_VERDICT_MAY_LOSE] = "may_lose",
    [TOPOFIX_VERDICT_INVALID] = "invalid",
    [TOPOFIX_VERDICT_UNKNOWN_GUEST] = "unknown_guest",
    [TOPOFIX_VERDICT_UNFIXABLE] = "unfixable",
};
_Static_assert(COUNT_OF(verdict_keys) == TOPOFIX_VERDICTS, "a key per verdict");

static struct json_object *
range_object(const struct topofix_range *range)
{
    struct json_object *object = topofix_json_object_new();

    topofix_json_put_count(object, "min", range->min);
    topofix_json_put_count(object, "max", range->max);
    return object;
}

/* The number of unused vCPUs, at least and at most. */
static struct json_object *
unused_object(uint64_t least, uint64_t most)
{
    struct json_object *object = topofix_json_object_new();

    topofix_json_put_count(object, "least", least);
    topofix_json_put_count(object, "most", most);
    return object;
}

static struct json_object *
guest_object(const struct topofix_assessment *assessment)
{
    const struct topofix_os *os = assessment->guest.os.os;
    const struct topofix_edition *edition = assessment->guest.os.edition;
    const struct topofix_application *application = assessment->guest.os.application;
    struct json_object *object = topofix_json_object_new();

    topofix_json_put_text(object, "os", os ? os->id : assessment->os.claimed);
    topofix_json_put_text(object, "short_id", os ? os->short_id : NULL);
    topofix_json_put_text(object, "name", os ? os->name : NULL);
    topofix_json_put_text(object, "edition", edition ? edition->name : NULL);
    topofix_json_put_text(object, "source", topofix_origin_word(assessment->os.origin));
    topofix_json_put_text(object, "edition_source",
                          topofix_origin_word(assessment->os.edition_origin));
    topofix_json_put_text(object, "profile", application ? application->id : NULL);
    return object;
}

static struct json_object *
reasons_array(const struct topofix_result *result)
{
    TOPOFIX_AUTO_DONE(remarks) struct topofix_remarks remarks = topofix_remarks_of_result(result);
    struct json_object *array = topofix_json_array_new();

    for (size_t i = 0; i < remarks.count; i++) {
        struct json_object *reason = topofix_json_object_new();

        topofix_json_put_text(reason, "code", topofix_remark_name(&remarks.items[i]));
        topofix_json_put_text(reason, "text", remarks.items[i].text);
        topofix_json_put_text(reason, "source", remarks.items[i].source);
        topofix_json_array_add(array, reason);
    }
    return array;
}

static struct json_object *
counts_object(const struct topofix_vcpus *vcpus)
{
    struct json_object *object = topofix_json_object_new();

    topofix_json_put_count(object, "maximum", vcpus->maximum);
    topofix_json_put_count(object, "current", vcpus->present);
    return object;
}

static struct json_object *
vcpus_object(const struct topofix_result *result)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;
    struct json_object *object = counts_object(&assessment->guest.vcpus);
    struct topofix_range unused;

    topofix_json_put(object, "wanted",
                     assessment->changes_vcpus && assessment->goal != TOPOFIX_GOAL_MIRROR &&
                             assessment->goal != TOPOFIX_GOAL_FIX
                         ? counts_object(&assessment->guest_after.vcpus)
                         : NULL);
    topofix_json_put(object, "unused",
                     topofix_result_unused(result, &unused) ? unused_object(unused.min, unused.max)
                                                            : NULL);
    return object;
}

/*
 * The topology that a fix or an undo sets, or that a fix would set with further options; NULL if it
 * does not change.
 */
static const struct topofix_topology *
wanted_of(const struct topofix_assessment *assessment, struct topofix_range *ret_usable)
{
    if (assessment->needs_change && assessment->changes_topology) {
        *ret_usable = assessment->usable_wanted;
        return &assessment->wanted;
    }
    if (assessment->diagnosis.has_proposal && assessment->goal == TOPOFIX_GOAL_FIX) {
        *ret_usable = assessment->diagnosis.usable_wanted;
        return &assessment->diagnosis.wanted;
    }
    return NULL;
}

/* NULL where nothing can be plugged in, or it is not known what is used then. */
static struct json_object *
growth_array(const struct topofix_assessment *assessment)
{
    struct topofix_growth_step steps[TOPOFIX_GROWTH_STEPS_MAX];
    const size_t count = topofix_growth_steps(assessment, steps);
    struct json_object *array = count > 0 ? topofix_json_array_new() : NULL;

    for (size_t i = 0; i < count; i++) {
        struct json_object *step = topofix_json_object_new();

        topofix_json_put_count(step, "first", steps[i].first);
        topofix_json_put_count(step, "last", steps[i].last);
        topofix_json_put(step, "used", range_object(&steps[i].used));
        topofix_json_array_add(array, step);
    }
    return array;
}

/* Only with --mirror. */
static struct json_object *
mirror_object(const struct topofix_assessment *assessment)
{
    const struct topofix_mirror *mirror = &assessment->mirror;
    struct json_object *object;

    if (assessment->goal != TOPOFIX_GOAL_MIRROR) {
        return NULL;
    }
    object = topofix_json_object_new();
    topofix_json_put(object, "host",
                     mirror->is_found ? topofix_json_topology(&mirror->shape) : NULL);
    topofix_json_put(object, "guest",
                     mirror->is_found ? topofix_json_topology(&mirror->topology) : NULL);
    topofix_json_put_text(object, "pins",
                          !assessment->changes_vcpus ? "kept"
                          : assessment->n_pinned > 0 ? "added"
                                                     : "reordered");
    return object;
}

static void
put_assessment(struct json_object *object, const struct topofix_result *result)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;
    const struct topofix_diagnosis *diagnosis = &assessment->diagnosis;
    const struct topofix_running *running = &assessment->running;
    struct json_object *topology = topofix_json_object_new();
    struct json_object *usable = topofix_json_object_new();
    struct json_object *now = topofix_json_topology(&assessment->guest.topology);
    struct topofix_range usable_wanted = { .min = 0, .max = 0 };
    const struct topofix_topology *wanted = wanted_of(assessment, &usable_wanted);

    topofix_json_put(now, "explicit",
                     topofix_json_checked(json_object_new_boolean(assessment->guest.has_topology)));
    topofix_json_put(topology, "now", now);
    topofix_json_put(topology, "wanted", wanted ? topofix_json_topology(wanted) : NULL);
    topofix_json_put(topology, "running",
                     running->is_known ? topofix_json_topology(&running->topology) : NULL);
    topofix_json_put(usable, "now",
                     diagnosis->is_usable_known ? range_object(&diagnosis->usable_now) : NULL);
    topofix_json_put(
        usable, "wanted",
        topofix_guest_is_known(&assessment->guest) && wanted ? range_object(&usable_wanted) : NULL);
    topofix_json_put(usable, "running",
                     running->is_usable_known ? range_object(&running->usable) : NULL);
    topofix_json_put_text(object, "state", topofix_json_states[running->state]);
    topofix_json_put_text(object, "pending", topofix_json_pendings[topofix_result_pending(result)]);
    topofix_json_put(object, "guest", guest_object(assessment));
    topofix_json_put(object, "vcpus", vcpus_object(result));
    topofix_json_put(object, "topology", topology);
    topofix_json_put(object, "usable", usable);
    topofix_json_put(object, "growth", growth_array(assessment));
    topofix_json_put_text(object, "verdict", topofix_verdict_name(diagnosis->verdict));
    topofix_json_put_text(object, "hold", topofix_json_holds[assessment->hold]);
    topofix_json_put(object, "reasons", reasons_array(result));
    topofix_json_put(object, "evidence", topofix_json_evidence(assessment));
    topofix_json_put(object, "verification", topofix_json_verification(assessment));
    topofix_json_put(object, "mirror", mirror_object(assessment));
}

/* A domain that could not be read has all the keys, too, with null for each. */
static void
put_no_assessment(struct json_object *object)
{
    static const char *const keys[] = { "state",    "pending",      "guest",   "vcpus", "topology",
                                        "usable",   "growth",       "verdict", "hold",  "reasons",
                                        "evidence", "verification", "mirror" };

    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        topofix_json_put(object, keys[i], NULL);
    }
}

static struct json_object *
domain_object(const struct topofix_result *result)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer diff = { .bytes = NULL };
    struct json_object *object = topofix_json_object_new();

    topofix_diff_add_result(result, &diff);
    topofix_json_put_text(object, "name", result->name);
    topofix_json_put_text(object, "uuid", result->uuid);
    topofix_json_put_text(object, "uri", result->uri);
    topofix_json_put_text(object, "file", result->file);
    if (result->has_judgement) {
        put_assessment(object, result);
    } else {
        put_no_assessment(object);
    }
    topofix_json_put_text(object, "action", topofix_json_actions[result->action]);
    topofix_json_put_text(object, "effective", effect_words[result->effect]);
    topofix_json_put_text(object, "diff", diff.length > 0 ? topofix_buffer_text(&diff) : NULL);
    topofix_json_put_text(object, "error",
                          result->error.code != TOPOFIX_ERROR_NONE ? result->error.message : NULL);
    return object;
}

static struct json_object *
summary_object(const struct topofix_tally *tally)
{
    struct json_object *object = topofix_json_object_new();

    topofix_json_put_count(object, "domains", tally->domains);
    for (int verdict = 0; verdict < TOPOFIX_VERDICTS; verdict++) {
        topofix_json_put_count(object, verdict_keys[verdict], tally->verdicts[verdict]);
    }
    for (int hold = TOPOFIX_HOLD_NONE + 1; hold < TOPOFIX_HOLDS; hold++) {
        topofix_json_put_count(object, topofix_json_holds[hold], tally->holds[hold]);
    }
    topofix_json_put_count(object, "pending", tally->pending);
    topofix_json_put_count(object, "none", tally->actions[TOPOFIX_ACTION_NONE]);
    topofix_json_put_count(object, "changed", tally->actions[TOPOFIX_ACTION_CHANGED]);
    topofix_json_put_count(object, "would_change", tally->actions[TOPOFIX_ACTION_WOULD_CHANGE]);
    topofix_json_put_count(object, "undone", tally->actions[TOPOFIX_ACTION_UNDONE]);
    topofix_json_put_count(object, "failed", tally->actions[TOPOFIX_ACTION_FAILED]);
    for (int result = 0; result < TOPOFIX_PROOF_RESULTS; result++) {
        topofix_json_put_count(object, topofix_proof_name((enum topofix_proof_result)result),
                               tally->proofs[result]);
    }
    topofix_json_put_count(object, "vcpus_unusable", tally->unused_least);
    topofix_json_put(object, "vcpus_unused",
                     unused_object(tally->unused_least, tally->unused_most));
    return object;
}

static struct json_object *
tool_object(void)
{
    struct json_object *object = topofix_json_object_new();

    topofix_json_put_text(object, "name", "virt-topofix");
    topofix_json_put_text(object, "version", TOPOFIX_VERSION);
    return object;
}

/*
 * The document is written domain by domain, in the layout that json-c 0.16 gives to the whole,
 * because a tree of 10,000 domains takes 180 MB.
 */
struct report_json {
    struct topofix_report common; /* first, so that a pointer to it is a pointer to the whole */
    bool has_begun;
};

/* Not before there is something to say, because a run that fails prints nothing. */
static void
begin_domains(struct topofix_buffer *text)
{
    topofix_buffer_add_text(text, "{\n  \"version\": 1,\n  \"tool\": ");
    topofix_json_part_add(tool_object(), 1, text);
    topofix_buffer_add_text(text, ",\n  \"domains\": [");
}

static void
json_result(struct topofix_report *common, const struct topofix_result *result,
            struct topofix_page *page)
{
    struct report_json *report = (struct report_json *)common;

    if (!topofix_result_counts(result)) {
        return;
    }
    if (report->has_begun) {
        topofix_buffer_add_text(&page->out, ",");
    } else {
        begin_domains(&page->out);
        report->has_begun = true;
    }
    topofix_buffer_add_text(&page->out, "\n    ");
    topofix_json_part_add(domain_object(result), 2, &page->out);
}

static void
json_end(struct topofix_report *common, const struct topofix_tally *tally,
         struct topofix_page *page)
{
    struct report_json *report = (struct report_json *)common;

    if (!report->has_begun) {
        begin_domains(&page->out);
    }
    topofix_buffer_add_text(&page->out, "\n  ],\n  \"summary\": ");
    topofix_json_part_add(summary_object(tally), 1, &page->out);
    topofix_buffer_add_text(&page->out, "\n}\n");
}

struct topofix_report *
topofix_report_json_new(void)
{
    static const struct topofix_report_ops ops = { .result = json_result, .end = json_end };
    struct report_json *report = topofix_alloc(1, sizeof(*report));

    report->common.ops = &ops;
    return &report->common;
}

/* Writes one line per domain, because only the end of the run shows which domain is the last. */
static void
json_line(struct topofix_report *common, const struct topofix_result *result,
          struct topofix_page *page)
{
    (void)common;
    if (topofix_result_counts(result)) {
        struct json_object *line = domain_object(result);

        topofix_json_put(line, "version", json_object_new_int(1));
        topofix_json_finish_line(line, &page->out);
    }
}

static void
json_lines_end(struct topofix_report *common, const struct topofix_tally *tally,
               struct topofix_page *page)
{
    (void)common;
    (void)tally;
    (void)page;
}

struct topofix_report *
topofix_report_json_lines_new(void)
{
    static const struct topofix_report_ops ops = { .result = json_line, .end = json_lines_end };
    struct topofix_report *report = topofix_alloc(1, sizeof(*report));

    report->ops = &ops;
    return report;
}

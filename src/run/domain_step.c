/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/domain_step.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "run/survey.h"

/* Retry once after a concurrent edit; a second one means another program keeps rewriting it. */
enum { ATTEMPTS = 2 };

static enum topofix_state
state_of(const struct topofix_entry *entry)
{
    if (entry->is_running) {
        return entry->is_paused ? TOPOFIX_STATE_PAUSED : TOPOFIX_STATE_RUNNING;
    }
    return entry->has_saved_state ? TOPOFIX_STATE_SAVED : TOPOFIX_STATE_SHUT_OFF;
}

static enum topofix_effect
effect_of(const struct topofix_entry *entry, const struct topofix_assessment *assessment)
{
    /* what the admin says takes effect at once, whatever the guest does */
    if (assessment->changes_said && !assessment->changes_topology && !assessment->changes_vcpus) {
        return TOPOFIX_EFFECT_NOW;
    }
    if (entry->has_saved_state) {
        return TOPOFIX_EFFECT_AFTER_SAVED_STATE;
    }
    return assessment->running.state == TOPOFIX_STATE_SHUT_OFF ? TOPOFIX_EFFECT_NOW
                                                               : TOPOFIX_EFFECT_NEXT_START;
}

static void
forget_judgement(struct topofix_result *result)
{
    if (result->has_judgement) {
        topofix_judgement_done(&result->judgement);
        result->has_judgement = false;
    }
    free(result->text);
    result->text = NULL;
    result->length = 0;
}

/* Judges the text that was fetched; what ran at that time, and who saw it, is in the
 * circumstances. */
static int
judge_text(const struct topofix_request *request, const struct topofix_circumstances *circumstances,
           struct topofix_result *result)
{
    int made = topofix_judgement_make(result->text, result->length, request, circumstances,
                                      &result->judgement, &result->error);

    /* a failed wish or undo still has a verdict to tell */
    result->has_judgement = result->judgement.is_assessed;
    return made;
}

/* Once for all attempts. What its disks say is added to the claims. */
static void
add_disk(const struct topofix_target *target, const struct topofix_request *request,
         struct topofix_result *result, struct topofix_claims *claims)
{
    if (request->inspects && !result->disk) {
        result->disk = topofix_disk_witness_ask(target, request->limits);
    }
    if (result->disk && result->disk->has_claim) {
        const struct topofix_claim claim = topofix_disk_claim_of(&result->disk->claim);

        topofix_claims_add(claims, &claim);
    }
}

/* Judges again, where somebody who has seen the guest has something to say. */
static int
judge_with_witnesses(const struct topofix_target *target, const struct topofix_request *request,
                     struct topofix_circumstances *circumstances, struct topofix_result *result)
{
    if (!topofix_witnesses_matter(request, &result->judgement.assessment)) {
        return 0;
    }
    topofix_witnesses_done(&result->witnesses);
    topofix_witnesses_ask(target, request, &result->judgement.assessment, &result->witnesses);
    circumstances->witnesses = &result->witnesses.claims;
    if (result->witnesses.claims.count == 0 && !result->witnesses.claims.silence) {
        return 0;
    }
    add_disk(target, request, result, &result->witnesses.claims);
    topofix_judgement_done(&result->judgement);
    return judge_text(request, circumstances, result);
}

/*
 * The XML of what runs or is saved, or NULL; the caller must free it. It only adds to the report,
 * so failing to read it is no failure of the step: the problem is noted.
 */
static char *
fetch_running(const struct topofix_target *target, struct topofix_error *ret_problem,
              struct topofix_circumstances *circumstances)
{
    char *running = NULL;

    if (topofix_store_fetch_running(target->connection->store, &target->entry, &running,
                                    ret_problem) < 0) {
        circumstances->running_problem = ret_problem->message;
    }
    return running;
}

static int
judge(const struct topofix_target *target, const struct topofix_request *request,
      struct topofix_result *result)
{
    struct topofix_circumstances circumstances =
        topofix_connection_circumstances(target->connection);
    TOPOFIX_AUTO_FREE char *running = NULL;
    struct topofix_claims disk = { .count = 0 };
    struct topofix_error problem;

    circumstances.is_transient = !target->entry.is_persistent;
    circumstances.state = state_of(&target->entry);
    if (topofix_store_fetch(target->connection->store, &target->entry, &result->text,
                            &result->error) < 0) {
        return -1;
    }
    result->length = strlen(result->text);
    if (request->adds_pins &&
        topofix_survey_make(target->connection, &circumstances, &result->error) < 0) {
        return -1;
    }
    running = fetch_running(target, &problem, &circumstances);
    circumstances.running_xml = running;
    add_disk(target, request, result, &disk);
    circumstances.witnesses = &disk;
    if (judge_text(request, &circumstances, result) < 0) {
        return -1;
    }
    return judge_with_witnesses(target, request, &circumstances, result);
}

/* Writes once. If the error is CHANGED and nothing was written, the caller may retry. */
static int
write_change(const struct topofix_target *target, struct topofix_lookout *lookout,
             struct topofix_result *result, bool *ret_is_written)
{
    const struct topofix_replacement with = {
        .old_xml = result->text,
        .new_xml = topofix_buffer_text(&result->judgement.change.new_text),
        .lookout = lookout,
    };
    TOPOFIX_AUTO_FREE char *after = NULL;

    *ret_is_written = false;
    if (topofix_store_replace(target->connection->store, &target->entry, &with, &after,
                              &result->has_rival, &result->error) < 0) {
        return -1;
    }
    *ret_is_written = true;
    if (topofix_judgement_verify(&result->judgement, after, strlen(after), &result->rest_changed,
                                 &result->error) < 0) {
        return topofix_error_wrap(&result->error,
                                  "written, but it is not what was written (nothing is put back)");
    }
    return 0;
}

static int
attempt(const struct topofix_target *target, const struct topofix_request *request,
        const struct topofix_gate *gate, struct topofix_result *result, bool *ret_may_retry)
{
    TOPOFIX_AUTO_LOOKOUT struct topofix_lookout *lookout =
        request->run == TOPOFIX_RUN_WRITE
            ? topofix_store_look_out(target->connection->store, &target->entry)
            : NULL;
    enum topofix_permit permit = TOPOFIX_PERMIT_WRITE;
    bool is_written;

    *ret_may_retry = false;
    result->effect = TOPOFIX_EFFECT_NONE; /* a previous attempt may have set it */
    forget_judgement(result);
    if (judge(target, request, result) < 0) {
        return -1;
    }
    if (gate && request->run == TOPOFIX_RUN_WRITE) {
        permit = gate->ask(target, result, gate->context);
    }
    if (permit == TOPOFIX_PERMIT_FAIL) {
        return -1;
    }
    if (!result->judgement.assessment.changes || permit == TOPOFIX_PERMIT_LEAVE) {
        return 0;
    }
    result->effect = effect_of(&target->entry, &result->judgement.assessment);
    if (request->run != TOPOFIX_RUN_WRITE) {
        result->action = TOPOFIX_ACTION_WOULD_CHANGE;
        return 0;
    }
    if (write_change(target, lookout, result, &is_written) < 0) {
        *ret_may_retry = !is_written && result->error.code == TOPOFIX_ERROR_CHANGED;
        return -1;
    }
    result->action =
        request->goal == TOPOFIX_GOAL_UNDO ? TOPOFIX_ACTION_UNDONE : TOPOFIX_ACTION_CHANGED;
    return 0;
}

/* If the user named a domain for --undo, having nothing to undo is an error. */
static int
check_undo(const struct topofix_target *target, struct topofix_result *result)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;

    if (!result->has_judgement || assessment->goal != TOPOFIX_GOAL_UNDO || !target->name) {
        return 0;
    }
    if (assessment->nothing_to_undo) {
        return topofix_error_set(&result->error, TOPOFIX_ERROR_NOT_FOUND,
                                 "nothing to undo: no fix is recorded in its metadata");
    }
    if (assessment->record_is_stale) {
        return topofix_assessment_fail_stale(assessment, &result->error);
    }
    if (assessment->needs_change && assessment->hold != TOPOFIX_HOLD_NONE) {
        return topofix_error_set(&result->error, TOPOFIX_ERROR_NOT_FOUND, "not undone: %s",
                                 assessment->hold == TOPOFIX_HOLD_TRANSIENT
                                     ? "a transient domain has no definition"
                                     : "its owner writes this XML anew");
    }
    return 0;
}

/*
 * Fills in what is known before the domain is fetched. Returns false if the target is only an
 * error.
 */
static bool
begin_result(const struct topofix_target *target, struct topofix_result *ret_result)
{
    *ret_result = (struct topofix_result){ .action = TOPOFIX_ACTION_NONE };
    if (!target->connection) {
        ret_result->uri = target->uri;
        ret_result->name = topofix_strdup(target->name);
        ret_result->error = *target->error;
        ret_result->action = TOPOFIX_ACTION_FAILED;
        return false;
    }
    ret_result->uri = target->connection->store->uri;
    ret_result->label = target->connection->store->label;
    ret_result->is_named = target->name != NULL;
    ret_result->name = topofix_strdup(target->entry.name);
    ret_result->uuid = topofix_strdup(target->entry.uuid);
    return true;
}

void
topofix_domain_skip(const struct topofix_target *target, const char *why,
                    struct topofix_result *ret_result)
{
    if (begin_result(target, ret_result)) {
        topofix_error_set(&ret_result->error, TOPOFIX_ERROR_INTERRUPTED, "not done: %s", why);
        ret_result->action = TOPOFIX_ACTION_FAILED;
    }
}

void
topofix_domain_step(const struct topofix_target *target, const struct topofix_request *request,
                    struct topofix_result *ret_result)
{
    topofix_domain_step_gated(target, request, NULL, ret_result);
}

void
topofix_domain_step_gated(const struct topofix_target *target,
                          const struct topofix_request *request, const struct topofix_gate *gate,
                          struct topofix_result *ret_result)
{
    bool may_retry = true;
    int result = -1;

    if (!begin_result(target, ret_result)) {
        return;
    }
    for (int i = 0; i < ATTEMPTS && may_retry; i++) {
        result = attempt(target, request, gate, ret_result, &may_retry);
    }
    if (result == 0) {
        result = check_undo(target, ret_result);
    }
    if (result == 0 && request->adds_pins && ret_result->judgement.assessment.changes) {
        topofix_survey_add(target, topofix_buffer_text(&ret_result->judgement.change.new_text));
    }
    if (result < 0) {
        ret_result->action = TOPOFIX_ACTION_FAILED;
        ret_result->effect = TOPOFIX_EFFECT_NONE;
    } else {
        ret_result->error.code = TOPOFIX_ERROR_NONE; /* a previous attempt may have set it */
    }
}

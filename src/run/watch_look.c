/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "watch_look.h"

#include "run/domain_step.h"

/* A start takes some hundred milliseconds; an incoming migration can take hours. */
enum { SHORT_PAUSE_MS = 200, LONG_PAUSE_MS = 5000, SHORT_PAUSES = 25 };

/* What passes by itself does so within a minute: a lock that somebody holds, a busy daemon. */
enum { RETRY_MS = 1000, RETRIES = 6 };

uint64_t
topofix_watch_look_pause(unsigned n_postponed)
{
    return n_postponed <= SHORT_PAUSES ? SHORT_PAUSE_MS : LONG_PAUSE_MS;
}

bool
topofix_watch_look_retries(unsigned n_failed, uint64_t *ret_pause)
{
    if (n_failed == 0 || n_failed > RETRIES) {
        return false;
    }
    *ret_pause = (uint64_t)RETRY_MS << (n_failed - 1);
    return true;
}

static enum topofix_look
look_of_error(const struct topofix_error *err)
{
    switch (err->code) {
    case TOPOFIX_ERROR_CONNECTION:
    case TOPOFIX_ERROR_UNSURE:
        return TOPOFIX_LOOK_LOST;
    case TOPOFIX_ERROR_NOT_FOUND:
        return TOPOFIX_LOOK_GONE;
    case TOPOFIX_ERROR_CHANGED:
        return TOPOFIX_LOOK_LATER;
    default:
        return TOPOFIX_LOOK_DONE; /* a failure, which is a result */
    }
}

/* Makes the result for a domain that could not be reached. */
static enum topofix_look
fail(const struct topofix_connection *connection, const struct topofix_work *work,
     const struct topofix_error *err, struct topofix_result *ret_result)
{
    struct topofix_error why = *err;
    const struct topofix_target target = {
        .uri = connection->store->uri,
        .name = work->outcome.name ? work->outcome.name : work->uuid,
        .error = &why,
    };

    topofix_domain_step(&target, NULL, ret_result);
    return look_of_error(err);
}

/* Whether the domain may be fixed. If not, *ret_result is that of a look without a fix. */
static bool
may_fix(const struct topofix_target *target, struct topofix_work *work,
        const struct topofix_request *request, uint64_t now, struct topofix_result *ret_result,
        bool *ret_is_left_alone)
{
    struct topofix_request only_look = *request;
    struct topofix_outcome outcome;
    enum topofix_pace_answer answer = TOPOFIX_PACE_LEAVE;

    if (topofix_pace_is_free(&work->pace, now)) {
        return true;
    }
    only_look.run = TOPOFIX_RUN_SHOW;
    topofix_domain_step(target, &only_look, ret_result);
    if (ret_result->action == TOPOFIX_ACTION_WOULD_CHANGE) {
        topofix_outcome_of_result(ret_result, &outcome);
        answer = topofix_pace_ask(&work->pace, now, outcome.likeness);
        topofix_outcome_done(&outcome);
    }
    if (answer == TOPOFIX_PACE_FIX) {
        topofix_result_done(ret_result);
        return true;
    }
    *ret_is_left_alone = answer == TOPOFIX_PACE_WARN;
    return false;
}

/* What was being written when the connection was lost: the answer, and the event, are lost too. */
static void
note_loss(struct topofix_work *work, const struct topofix_result *result)
{
    const struct topofix_assessment *assessment = &result->judgement.assessment;

    if (result->error.code == TOPOFIX_ERROR_UNSURE && assessment->changes_topology) {
        work->is_unsure = true;
        work->lost_fix = (struct topofix_lost_fix){ .before = assessment->guest.topology,
                                                    .written = assessment->wanted };
    }
}

/* Whether that was written, as the domain is now. A look that fixes it has its own to tell. */
static void
find_lost_fix(struct topofix_work *work, uint64_t now, const struct topofix_result *result,
              struct topofix_watch_look *ret_told)
{
    if (!work->is_unsure || !result->has_judgement) {
        return;
    }
    work->is_unsure = false;
    if (result->action != TOPOFIX_ACTION_CHANGED &&
        topofix_topology_equals(&result->judgement.assessment.guest.topology,
                                &work->lost_fix.written)) {
        ret_told->has_lost_fix = true;
        ret_told->lost_fix = work->lost_fix;
        topofix_pace_note_fix(&work->pace, now);
    }
}

static void
note_pace(struct topofix_work *work, uint64_t now, const struct topofix_result *result)
{
    if (result->action == TOPOFIX_ACTION_CHANGED) {
        topofix_pace_note_fix(&work->pace, now);
    } else if (result->has_judgement && !result->judgement.assessment.needs_change) {
        topofix_pace_note_fine(&work->pace);
    }
}

static enum topofix_look
step(const struct topofix_target *target, struct topofix_work *work,
     const struct topofix_request *request, uint64_t now, struct topofix_result *ret_result,
     struct topofix_watch_look *ret_told)
{
    int starting = target->entry.is_paused
                       ? topofix_store_is_starting(target->connection->store, &target->entry, NULL)
                       : 0;

    if (starting == 1) {
        return TOPOFIX_LOOK_LATER; /* a define would wait for the start, and block all other calls
                                      meanwhile */
    }
    if (request->run != TOPOFIX_RUN_WRITE ||
        may_fix(target, work, request, now, ret_result, &ret_told->is_left_alone)) {
        topofix_domain_step(target, request, ret_result);
    }
    if (ret_result->action == TOPOFIX_ACTION_FAILED) {
        note_loss(work, ret_result);
        return look_of_error(&ret_result->error);
    }
    find_lost_fix(work, now, ret_result, ret_told);
    note_pace(work, now, ret_result);
    return TOPOFIX_LOOK_DONE;
}

enum topofix_look
topofix_watch_look(struct topofix_connection *connection, struct topofix_work *work,
                   const struct topofix_request *request, uint64_t now,
                   struct topofix_result *ret_result, struct topofix_watch_look *ret_told)
{
    struct topofix_target target = { .connection = connection };
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };
    enum topofix_look look = TOPOFIX_LOOK_GONE;

    *ret_result = (struct topofix_result){ .action = TOPOFIX_ACTION_NONE };
    ret_told->is_left_alone = false;
    ret_told->has_lost_fix = false;
    if (topofix_store_find(connection->store, work->uuid, &target.entry, &err) < 0) {
        return fail(connection, work, &err, ret_result);
    }
    if (target.entry.is_persistent) {
        look = step(&target, work, request, now, ret_result, ret_told);
    }
    topofix_entry_done(connection->store, &target.entry);
    return look;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge.h"

#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "act.h"
#include "base/alloc.h"
#include "fresh.h"
#include "hook/log.h"
#include "hook/trust.h"
#include "input.h"
#include "judge/judgement.h"
#include "knowledge/knowledge.h"
#include "mark.h"

/* The time for reading, as a part of the longest time that a start may wait. */
enum { INPUT_MILLISECONDS = TOPOFIX_HOOK_DEADLINE * 2 / 3 };

static struct topofix_knowledge *
load_knowledge(struct topofix_hook_call *call)
{
    char problem[TOPOFIX_TRUST_PROBLEM_BYTES];
    struct topofix_knowledge *knowledge = NULL;
    struct topofix_error err;

    if (topofix_trust_folder(TOPOFIX_LIMITS_FOLDER, problem)) {
        knowledge = topofix_knowledge_load(TOPOFIX_LIMITS_FOLDER, NULL, 0, &err);
    } else {
        topofix_error_set(&err, TOPOFIX_ERROR_REFUSED, "%s", problem);
    }
    if (!knowledge) {
        topofix_hook_log(LOG_WARNING, "%s; only the built-in limits are used", err.message);
        call->config.policy = TOPOFIX_HOOK_WARN; /* the site's limits may be better */
        knowledge = topofix_knowledge_load(NULL, NULL, 0, &err);
    }
    return knowledge;
}

/* Reads the XML, and acts on it if it is that of a fresh start. */
static int
judge_text(const struct topofix_hook_call *call, const struct topofix_knowledge *knowledge,
           struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
    struct topofix_request request = {
        .limits = topofix_knowledge_limits(knowledge),
        .goal = TOPOFIX_GOAL_FIX,
        .writes_record = true,
        .respects_owner = true,
    };
    struct topofix_circumstances circumstances = {
        .is_transient =
            topofix_hook_place_persistence(&call->place, call->guest) == TOPOFIX_HOOK_TRANSIENT,
    };

    if (topofix_hook_input(STDIN_FILENO, TOPOFIX_DOC_BYTES_MAX, INPUT_MILLISECONDS, &text, err) <
            0 ||
        topofix_judgement_make(topofix_buffer_text(&text), text.length, &request, &circumstances,
                               &judgement, err) < 0) {
        return -1;
    }
    if (strcmp(judgement.domain.name, call->guest) != 0) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT, "the XML is that of '%.60s'",
                                 judgement.domain.name);
    }
    return topofix_hook_is_fresh(&judgement.domain) ? topofix_hook_act(call, &judgement.assessment)
                                                    : EXIT_SUCCESS;
}

/* Only the call before this one distinguishes a start from a restore, a migration or a revert. */
static bool
may_be_fresh(const struct topofix_hook_call *call)
{
    bool arrived = topofix_mark_take(call->marks, TOPOFIX_MARK_ARRIVAL, call->guest, call->now);
    bool stopped = topofix_mark_take(call->marks, TOPOFIX_MARK_STOP, call->guest, call->now);

    return !arrived && !stopped;
}

int
topofix_hook_judge(struct topofix_hook_call *call)
{
    struct topofix_knowledge *knowledge;
    struct topofix_error err;
    int result;

    if (call->marks >= 0 && !may_be_fresh(call)) {
        return EXIT_SUCCESS;
    }
    if (topofix_hook_config_read(TOPOFIX_HOOK_CONFIG_FILE, &call->config, &err) < 0) {
        topofix_hook_log(LOG_WARNING, "%s; the policy is %s", err.message,
                         topofix_hook_policy_name(call->config.policy));
    }
    if (call->marks < 0) {
        call->config.policy =
            TOPOFIX_HOOK_WARN; /* without marks, the call before this one is not known */
    }
    knowledge = load_knowledge(call);
    result = judge_text(call, knowledge, &err);
    if (result < 0) {
        topofix_hook_log(LOG_WARNING, "%.60s is not judged: %s", call->guest, err.message);
        result = EXIT_SUCCESS;
    }
    topofix_knowledge_free(knowledge);
    topofix_hook_config_done(&call->config);
    return result;
}

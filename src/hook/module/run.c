/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "entry.h"

#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "daemon.h"
#include "decide.h"
#include "detach.h"
#include "fresh.h"
#include "hook/log.h"
#include "hook/mark.h"
#include "hook/marker.h"
#include "input.h"
#include "knowledge/knowledge.h"
#include "line.h"
#include "operation.h"
#include "trust.h"

/* Of the time that a start waits at most, what reading may take; and how long a fix has had its
 * time, so that a guest whose fix fails is not refused for ever. */
enum { INPUT_MILLISECONDS = TOPOFIX_HOOK_DEADLINE * 2 / 3, FIX_MILLISECONDS = 15 * 1000 };

enum { EXIT_REFUSED = 1 };

/* The module is installed as a file of its own, and known by this. */
TOPOFIX_HOOK_NOTE;

/* One call. */
struct call {
    const char *guest;
    struct topofix_hook_place place;
    struct topofix_hook_config config;
    int marks; /* folder, or -1 */
    uint64_t now;
};

static struct topofix_knowledge *
load_knowledge(struct call *call)
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
        call->config.policy = TOPOFIX_HOOK_WARN; /* the site may know better */
        knowledge = topofix_knowledge_load(NULL, NULL, 0, &err);
    }
    return knowledge;
}

static bool
is_uuid(const char *text)
{
    return text && strlen(text) == 36 && strspn(text, "0123456789abcdefABCDEF-") == 36;
}

/* Whether the fix can be run; if not because others could have put their own there, says so. */
static bool
has_fixer(const struct call *call, const struct topofix_plan *plan,
          char ret_problem[TOPOFIX_TRUST_PROBLEM_BYTES])
{
    ret_problem[0] = '\0';
    return is_uuid(plan->domain.uuid) && access(call->config.program, X_OK) == 0 &&
           topofix_trust(call->config.program, ret_problem);
}

static struct topofix_hook_facts
facts_of(const struct call *call, const struct topofix_plan *plan)
{
    const struct topofix_diagnosis *diagnosis = &plan->diagnosis;
    uint64_t age;

    return (struct topofix_hook_facts){
        .policy = call->config.policy,
        .persistence = topofix_hook_place_persistence(&call->place, call->guest),
        .verdict = diagnosis->verdict,
        .hold = plan->hold,
        .needs_change = plan->needs_change,
        .is_usable_known = diagnosis->is_usable_known,
        .usable_max = diagnosis->usable_now.max,
        .present = plan->guest.vcpus.present,
        .may_be_revert = topofix_hook_place_may_have_snapshots(&call->place, call->guest),
        .was_fix_futile =
            call->marks >= 0 &&
            topofix_mark_find(call->marks, TOPOFIX_MARK_FIX, call->guest, call->now, &age) &&
            age > FIX_MILLISECONDS,
    };
}

static int
start_fix(const struct call *call, const struct topofix_plan *plan, struct topofix_error *err)
{
    /* no daemon of a session is to be started for this: the one that called is what is meant */
    const char *environment[] = { "PATH",
                                  "/usr/sbin:/usr/bin:/sbin:/bin",
                                  "LANG",
                                  "C.UTF-8",
                                  "LIBVIRT_AUTOSTART",
                                  "0",
                                  call->place.runtime ? "XDG_RUNTIME_DIR" : NULL,
                                  call->place.runtime,
                                  NULL };
    TOPOFIX_AUTO_FREE char *program = topofix_strdup(call->config.program);
    TOPOFIX_AUTO_FREE char *uri = topofix_sprintf("--connect=%s", call->place.uri);
    TOPOFIX_AUTO_FREE char *domain = topofix_sprintf("--after-start=%s", plan->domain.uuid);
    char *argv[] = { program, uri, domain, NULL };

    return topofix_hook_detach(argv, environment, err);
}

/* The marks come first: where none can be written, the next call could mistake things, too. */
static int
leave_marks(const struct call *call, bool fixes, struct topofix_error *err)
{
    if (call->marks < 0) {
        return topofix_error_set(err, TOPOFIX_ERROR_SYSTEM, "no folder for marks");
    }
    if (topofix_mark_put(call->marks, TOPOFIX_MARK_REFUSAL, call->guest, call->now, err) < 0) {
        return -1;
    }
    /* the first refusal counts: its fix is what has to show */
    if (fixes && !topofix_mark_find(call->marks, TOPOFIX_MARK_FIX, call->guest, call->now, NULL)) {
        return topofix_mark_put(call->marks, TOPOFIX_MARK_FIX, call->guest, call->now, err);
    }
    return 0;
}

/* Says the line on stderr, which reaches the user as libvirt's error, and in the log. */
static int
refuse(const struct call *call, const struct topofix_plan *plan, const char *line, bool fixes)
{
    struct topofix_error err;

    if (leave_marks(call, fixes, &err) < 0 || (fixes && start_fix(call, plan, &err) < 0)) {
        topofix_hook_log(LOG_WARNING, "%s; not refused: %s", line, err.message);
        return EXIT_SUCCESS;
    }
    TOPOFIX_AUTO_FREE char *text = topofix_sprintf("virt-topofix: %s%s\n", line,
                                                   fixes ? "; topology fixed, start it again" : "");

    topofix_text_clean(text);
    text[strlen(text) - 1] = '\n';
    (void)topofix_file_write_fd(STDERR_FILENO, "stderr", text, strlen(text), NULL);
    topofix_mark_count_refusal(call->marks);
    topofix_hook_log(LOG_WARNING, "%s; start refused%s", line,
                     fixes ? ", and its definition is being fixed" : "");
    return EXIT_REFUSED;
}

static void
tell_and_fix(const struct call *call, const struct topofix_plan *plan, const char *line,
             const char *spared)
{
    struct topofix_error err;

    if (start_fix(call, plan, &err) < 0) {
        topofix_hook_log(LOG_WARNING, "%s%s; not fixed: %s", line, spared, err.message);
    } else {
        topofix_hook_log(LOG_WARNING, "%s%s; its definition is being fixed", line, spared);
    }
}

static int
act(const struct call *call, const struct topofix_plan *plan)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer line = { .bytes = NULL };
    struct topofix_hook_facts facts = facts_of(call, plan);
    char problem[TOPOFIX_TRUST_PROBLEM_BYTES];
    enum topofix_hook_decision decision;
    const char *spared;

    facts.has_fixer = has_fixer(call, plan, problem);
    decision = topofix_hook_decide(&facts);
    if (decision == TOPOFIX_HOOK_PASS) {
        return EXIT_SUCCESS;
    }
    if (problem[0] != '\0') {
        topofix_hook_log(LOG_WARNING, "%s; it is not run, and nothing is fixed", problem);
    }
    topofix_hook_line(plan, &call->place, &line);
    spared = topofix_hook_decide_spares(&facts)
                 ? "; not refused: it has snapshots, and this may be a revert to one"
                 : "";
    switch (decision) {
    case TOPOFIX_HOOK_STOP_START:
        return refuse(call, plan, topofix_buffer_text(&line), false);
    case TOPOFIX_HOOK_STOP_AND_FIX:
        return refuse(call, plan, topofix_buffer_text(&line), true);
    case TOPOFIX_HOOK_TELL_AND_FIX:
        tell_and_fix(call, plan, topofix_buffer_text(&line), spared);
        return EXIT_SUCCESS;
    default:
        topofix_hook_log(LOG_WARNING, "%s%s", topofix_buffer_text(&line), spared);
        return EXIT_SUCCESS;
    }
}

/* Reads the XML and, where it is that of a fresh start, acts on it. */
static int
judge_text(const struct call *call, const struct topofix_knowledge *knowledge,
           struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    TOPOFIX_AUTO_DONE(plan) struct topofix_plan plan = { .hold = TOPOFIX_HOLD_NONE };
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
        topofix_plan_make(topofix_buffer_text(&text), text.length, &request, &circumstances, &plan,
                          err) < 0) {
        return -1;
    }
    if (strcmp(plan.domain.name, call->guest) != 0) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT, "the XML is that of '%.60s'",
                                 plan.domain.name);
    }
    return topofix_hook_is_fresh(&plan.domain) ? act(call, &plan) : EXIT_SUCCESS;
}

/* What came just before tells a restore, a migration and a revert from a start. */
static bool
may_be_fresh(const struct call *call)
{
    bool arrived = topofix_mark_take(call->marks, TOPOFIX_MARK_ARRIVAL, call->guest, call->now);
    bool stopped = topofix_mark_take(call->marks, TOPOFIX_MARK_STOP, call->guest, call->now);

    return !arrived && !stopped;
}

static int
judge(struct call *call)
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
        call->config.policy = TOPOFIX_HOOK_WARN; /* no telling what came before */
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

static void
note(const struct call *call, enum topofix_mark mark)
{
    struct topofix_error err;

    if (call->marks >= 0 && topofix_mark_put(call->marks, mark, call->guest, call->now, &err) < 0) {
        topofix_hook_log(LOG_WARNING, "%s", err.message);
    }
}

/* Reverting to a snapshot that has no memory image stops the guest and starts it afresh; refusing
 * that would leave it stopped. An arrival that failed before it was prepared is over, too. */
static void
note_stop(const struct call *call, enum topofix_hook_task task)
{
    bool was_refused;

    if (call->marks < 0) {
        return;
    }
    was_refused = topofix_mark_take(call->marks, TOPOFIX_MARK_REFUSAL, call->guest, call->now);
    topofix_mark_take(call->marks, TOPOFIX_MARK_ARRIVAL, call->guest, call->now);
    if (task == TOPOFIX_HOOK_REVERT ||
        (task == TOPOFIX_HOOK_STOP && !was_refused &&
         topofix_hook_place_may_have_snapshots(&call->place, call->guest))) {
        note(call, TOPOFIX_MARK_STOP);
    }
}

__attribute__((visibility("default"))) int
topofix_hook_run(int argc, char **argv)
{
    enum topofix_hook_task task = topofix_hook_task_of(argc, argv);
    struct call call = { .guest = argv[1], .now = topofix_clock_now() };
    struct topofix_error err;
    int status = EXIT_SUCCESS;

    topofix_hook_place_find(&call.place);
    call.marks = topofix_marks_open(call.place.marks, &err);
    if (call.marks < 0) {
        topofix_hook_log(LOG_WARNING, "%s", err.message);
    } else if (topofix_hook_daemon_is(getppid())) {
        /* a call by hand proves nothing */
        topofix_mark_called(call.marks);
    }
    switch (task) {
    case TOPOFIX_HOOK_JUDGE:
        status = judge(&call);
        break;
    case TOPOFIX_HOOK_ARRIVAL:
        note(&call, TOPOFIX_MARK_ARRIVAL);
        break;
    case TOPOFIX_HOOK_STOP:
    case TOPOFIX_HOOK_REVERT:
    case TOPOFIX_HOOK_END:
        note_stop(&call, task);
        break;
    default:
        break;
    }
    if (call.marks >= 0) {
        close(call.marks);
    }
    topofix_hook_place_done(&call.place);
    return status;
}

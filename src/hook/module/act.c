/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "act.h"

#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/text.h"
#include "detach.h"
#include "facts.h"
#include "hook/log.h"
#include "line.h"
#include "mark.h"
#include "trace.h"

enum { EXIT_REFUSED = 1 };

static int
start_fix(const struct topofix_hook_call *call, const struct topofix_assessment *assessment,
          struct topofix_error *err)
{
    /* use the daemon that called, and do not let libvirt start another one for the session */
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
    TOPOFIX_AUTO_FREE char *domain = topofix_sprintf("--after-start=%s", assessment->subject.uuid);
    char *argv[] = { program, uri, domain, NULL };

    return topofix_hook_detach(argv, environment, err);
}

/* Marks come before anything else: without them the next call could misjudge what follows. */
static int
leave_marks(const struct topofix_hook_call *call, bool fixes, struct topofix_error *err)
{
    if (call->marks < 0) {
        return topofix_error_set(err, TOPOFIX_ERROR_SYSTEM, "no folder for marks");
    }
    if (topofix_mark_put(call->marks, TOPOFIX_MARK_REFUSAL, call->guest, call->now, err) < 0) {
        return -1;
    }
    /* keep the first refusal's mark, whose age shows whether the fix has had enough time */
    if (fixes && !topofix_mark_find(call->marks, TOPOFIX_MARK_FIX, call->guest, call->now, NULL)) {
        return topofix_mark_put(call->marks, TOPOFIX_MARK_FIX, call->guest, call->now, err);
    }
    return 0;
}

/* Writes the line to the log and to stderr, which libvirt shows to the user as its error. */
static int
refuse(const struct topofix_hook_call *call, const struct topofix_assessment *assessment,
       const char *line, bool fixes)
{
    struct topofix_error err;

    if (leave_marks(call, fixes, &err) < 0 || (fixes && start_fix(call, assessment, &err) < 0)) {
        topofix_hook_log(LOG_WARNING, "%s; not refused: %s", line, err.message);
        return EXIT_SUCCESS;
    }
    TOPOFIX_AUTO_FREE char *text = topofix_sprintf("virt-topofix: %s%s\n", line,
                                                   fixes ? "; topology fixed, start it again" : "");

    topofix_text_clean(text);
    text[strlen(text) - 1] = '\n';
    (void)topofix_file_write_fd(STDERR_FILENO, "stderr", text, strlen(text), NULL);
    topofix_hook_trace_refusal(call->marks);
    topofix_hook_log(LOG_WARNING, "%s; start refused%s", line,
                     fixes ? ", and its definition is being fixed" : "");
    return EXIT_REFUSED;
}

static void
tell_and_fix(const struct topofix_hook_call *call, const struct topofix_assessment *assessment,
             const char *line, const char *spared)
{
    struct topofix_error err;

    if (start_fix(call, assessment, &err) < 0) {
        topofix_hook_log(LOG_WARNING, "%s%s; not fixed: %s", line, spared, err.message);
    } else {
        topofix_hook_log(LOG_WARNING, "%s%s; its definition is being fixed", line, spared);
    }
}

int
topofix_hook_act(const struct topofix_hook_call *call, const struct topofix_assessment *assessment)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer line = { .bytes = NULL };
    char problem[TOPOFIX_TRUST_PROBLEM_BYTES];
    struct topofix_hook_facts facts = topofix_hook_facts_find(call, assessment, problem);
    enum topofix_hook_decision decision = topofix_hook_decide(&facts);
    const char *spared;

    if (decision == TOPOFIX_HOOK_PASS) {
        return EXIT_SUCCESS;
    }
    if (problem[0] != '\0') {
        topofix_hook_log(LOG_WARNING, "%s; it is not run, and nothing is fixed", problem);
    }
    topofix_hook_line(assessment, &call->place, &line);
    spared = topofix_hook_decide_spares(&facts)
                 ? "; not refused: it has snapshots, and this may be a revert to one"
                 : "";
    switch (decision) {
    case TOPOFIX_HOOK_STOP_START:
        return refuse(call, assessment, topofix_buffer_text(&line), false);
    case TOPOFIX_HOOK_STOP_AND_FIX:
        return refuse(call, assessment, topofix_buffer_text(&line), true);
    case TOPOFIX_HOOK_TELL_AND_FIX:
        tell_and_fix(call, assessment, topofix_buffer_text(&line), spared);
        return EXIT_SUCCESS;
    default:
        topofix_hook_log(LOG_WARNING, "%s%s", topofix_buffer_text(&line), spared);
        return EXIT_SUCCESS;
    }
}

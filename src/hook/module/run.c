/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "entry.h"

#include <stdlib.h>
#include <syslog.h>
#include <unistd.h>

#include "base/clock.h"
#include "call.h"
#include "daemon.h"
#include "hook/log.h"
#include "hook/marker.h"
#include "judge.h"
#include "mark.h"
#include "operation.h"
#include "trace.h"

/* --install-hook and --hook-status recognise a copy of this module by this note. */
TOPOFIX_HOOK_NOTE;

static void
note(const struct topofix_hook_call *call, enum topofix_mark mark)
{
    struct topofix_error err;

    if (call->marks >= 0 && topofix_mark_put(call->marks, mark, call->guest, call->now, &err) < 0) {
        topofix_hook_log(LOG_WARNING, "%s", err.message);
    }
}

/* A revert to a snapshot without memory stops the guest and starts it afresh; a refusal would leave
 * it stopped. A stop also ends an arrival that failed before it was prepared. */
static void
note_stop(const struct topofix_hook_call *call, enum topofix_hook_task task)
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
    struct topofix_hook_call call = { .guest = argv[1], .now = topofix_clock_now() };
    struct topofix_error err;
    int status = EXIT_SUCCESS;

    topofix_hook_place_find(&call.place);
    call.marks = topofix_marks_open(call.place.marks, &err);
    if (call.marks < 0) {
        topofix_hook_log(LOG_WARNING, "%s", err.message);
    } else if (topofix_hook_daemon_is(getppid())) {
        /* a call by hand does not show that the daemon knows the hook */
        topofix_hook_trace_call(call.marks);
    }
    switch (task) {
    case TOPOFIX_HOOK_JUDGE:
        status = topofix_hook_judge(&call);
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

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "operation.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/array.h"

enum { ARG_GUEST = 1, ARG_OPERATION, ARG_SUB_OPERATION, ARG_EXTRA, ARGS };

/*
 * is_strict: the call must have exactly the arguments that are known today. With further ones it
 * may mean something else, so it is not judged; noting an arrival does no harm.
 */
static const struct {
    const char *operation;
    const char *sub_operation;
    enum topofix_hook_task task;
    bool is_strict;
} calls[] = {
    { .operation = "prepare",
      .sub_operation = "begin",
      .task = TOPOFIX_HOOK_JUDGE,
      .is_strict = true },
    { .operation = "restore", .sub_operation = "begin", .task = TOPOFIX_HOOK_ARRIVAL },
    { .operation = "migrate", .sub_operation = "begin", .task = TOPOFIX_HOOK_ARRIVAL },
    { .operation = "release", .sub_operation = "end", .task = TOPOFIX_HOOK_STOP },
    { .operation = "start", .sub_operation = "begin", .task = TOPOFIX_HOOK_IGNORE },
    { .operation = "started", .sub_operation = "begin", .task = TOPOFIX_HOOK_IGNORE },
    { .operation = "stopped", .sub_operation = "end", .task = TOPOFIX_HOOK_IGNORE },
    { .operation = "reconnect", .sub_operation = "begin", .task = TOPOFIX_HOOK_IGNORE },
    { .operation = "attach", .sub_operation = "begin", .task = TOPOFIX_HOOK_IGNORE },
};

/*
 * Why a guest stopped: a word of virDomainShutoffReason, which is the extra argument of "release"
 * since libvirt 10.5. Before that it is "-", which, like an unknown word, can mean anything.
 */
static const struct {
    const char *reason;
    enum topofix_hook_task task;
} reasons[] = {
    { .reason = "from snapshot", .task = TOPOFIX_HOOK_REVERT },
    { .reason = "shutdown", .task = TOPOFIX_HOOK_END },
    { .reason = "destroyed", .task = TOPOFIX_HOOK_END },
    { .reason = "crashed", .task = TOPOFIX_HOOK_END },
    { .reason = "migrated", .task = TOPOFIX_HOOK_END },
    { .reason = "saved", .task = TOPOFIX_HOOK_END },
    { .reason = "failed", .task = TOPOFIX_HOOK_END },
    { .reason = "daemon", .task = TOPOFIX_HOOK_END },
};

static enum topofix_hook_task
task_of_stop(int argc, char *const *argv)
{
    for (size_t i = 0; argc == ARGS && i < COUNT_OF(reasons); i++) {
        if (strcmp(argv[ARG_EXTRA], reasons[i].reason) == 0) {
            return reasons[i].task;
        }
    }
    return TOPOFIX_HOOK_STOP;
}

enum topofix_hook_task
topofix_hook_task_of(int argc, char *const *argv)
{
    if (argc <= ARG_SUB_OPERATION || argv[ARG_GUEST][0] == '\0') {
        return TOPOFIX_HOOK_UNKNOWN;
    }
    for (size_t i = 0; i < COUNT_OF(calls); i++) {
        if (strcmp(argv[ARG_OPERATION], calls[i].operation) == 0 &&
            strcmp(argv[ARG_SUB_OPERATION], calls[i].sub_operation) == 0) {
            bool is_known = argc == ARGS && strcmp(argv[ARG_EXTRA], "-") == 0;

            if (calls[i].task == TOPOFIX_HOOK_STOP) {
                return task_of_stop(argc, argv);
            }
            return calls[i].is_strict && !is_known ? TOPOFIX_HOOK_UNKNOWN : calls[i].task;
        }
    }
    return TOPOFIX_HOOK_UNKNOWN;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "operation.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { ARG_GUEST = 1, ARG_OPERATION, ARG_SUB_OPERATION, ARG_EXTRA, ARGS };

/* is_strict: only with exactly the arguments that are known today. A call with more may mean
 * something else, and then a start is not judged; noting an arrival can do no harm. */
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

enum topofix_hook_task
topofix_hook_task_of(int argc, char *const *argv)
{
    if (argc <= ARG_SUB_OPERATION || argv[ARG_GUEST][0] == '\0') {
        return TOPOFIX_HOOK_UNKNOWN;
    }
    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
        if (strcmp(argv[ARG_OPERATION], calls[i].operation) == 0 &&
            strcmp(argv[ARG_SUB_OPERATION], calls[i].sub_operation) == 0) {
            bool is_known = argc == ARGS && strcmp(argv[ARG_EXTRA], "-") == 0;

            return calls[i].is_strict && !is_known ? TOPOFIX_HOOK_UNKNOWN : calls[i].task;
        }
    }
    return TOPOFIX_HOOK_UNKNOWN;
}

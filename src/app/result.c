/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "result.h"

#include <string.h>

#include "alloc.h"
#include "diff.h"

void
topofix_result_done(struct topofix_result *result)
{
    if (result->has_plan) {
        topofix_plan_done(&result->plan);
    }
    free(result->name);
    free(result->uuid);
    free(result->text);
    *result = (struct topofix_result){ .uri = NULL };
}

bool
topofix_result_counts(const struct topofix_result *result)
{
    return !result->has_plan || result->plan.is_selected || result->action == TOPOFIX_ACTION_FAILED;
}

void
topofix_result_diff(const struct topofix_result *result, struct topofix_buffer *ret_text)
{
    TOPOFIX_AUTO_FREE char *path = NULL;

    if (!result->has_plan || !result->plan.changes) {
        return;
    }
    if (result->file) {
        path = topofix_strdup(strcmp(result->file, "-") == 0 ? "stdin" : result->file);
    } else {
        path = topofix_sprintf("%s/%s.xml", result->label, result->name);
    }
    topofix_diff_format(path, result->text, result->length, &result->plan.splices, ret_text);
}

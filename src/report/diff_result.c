/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "diff_result.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "diff.h"

void
topofix_diff_add_result(const struct topofix_result *result, struct topofix_buffer *ret_text)
{
    TOPOFIX_AUTO_FREE char *path = NULL;

    if (!result->has_judgement || !result->judgement.assessment.changes) {
        return;
    }
    if (result->file) {
        path = topofix_strdup(strcmp(result->file, "-") == 0 ? "stdin" : result->file);
    } else {
        path = topofix_sprintf("%s/%s.xml", result->label, result->name);
    }
    topofix_diff_format(path, result->text, result->length, &result->judgement.change.splices,
                        ret_text);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "actions.h"
#include "base/alloc.h"
#include "evidence/guest_os.h"
#include "knowledge/os_names.h"
#include "output.h"
#include "report/limits_report.h"

enum { EXIT_USAGE = 2 };

int
topofix_action_limits(const struct topofix_options *options, const struct topofix_limits *limits)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    const struct topofix_os *os = NULL;
    struct topofix_error err;

    if (options->words.count > 0) {
        os = topofix_os_typed_find(limits, "--limits", options->words.items[0], &err);
        if (!os) {
            topofix_output_error(err.message);
            return EXIT_USAGE;
        }
    }
    if (options->format == TOPOFIX_FORMAT_JSON) {
        topofix_limits_add_json(limits, os, &text);
    } else {
        topofix_limits_add_text(limits, os, options->verbose, &text);
    }
    return topofix_output_result(&text) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

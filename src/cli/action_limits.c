/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "actions.h"
#include "base/alloc.h"
#include "judge/guest_os.h"
#include "output.h"
#include "report/limits_report.h"

int
topofix_action_limits(const struct topofix_options *options, const struct topofix_limits *limits)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    const struct topofix_fallback *fallback = NULL;
    const struct topofix_os *os = NULL;

    if (options->words.count > 0) {
        os = topofix_guest_os_lookup(limits, options->words.items[0], &fallback);
        if (!os) {
            topofix_output_error_format(
                "--limits: '%.80s' is not in the knowledge base, expected a libosinfo "
                "id or short id",
                options->words.items[0]);
            return EXIT_FAILURE;
        }
        if (fallback) {
            topofix_output_error_format(
                "warning: '%.80s' is not in the knowledge base; treated like %s",
                options->words.items[0], os->name);
        }
    }
    if (options->format == TOPOFIX_FORMAT_JSON) {
        topofix_limits_json(limits, os, &text);
    } else {
        topofix_limits_text(limits, os, options->verbose, &text);
    }
    return topofix_output_result(&text) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

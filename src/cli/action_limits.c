/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <unistd.h>

#include "actions.h"
#include "base/alloc.h"
#include "evidence/guest_os.h"
#include "knowledge/os_names.h"
#include "output.h"
#include "report/limits_osinfo.h"
#include "report/limits_report.h"

enum { EXIT_USAGE = 2 };

/* The OS or the profile that was typed. */
static int
choose(const struct topofix_limits *limits, const char *typed,
       struct topofix_limits_choice *ret_choice, struct topofix_error *err)
{
    ret_choice->application = topofix_limits_lookup_application(limits, typed);
    if (!ret_choice->application) {
        ret_choice->os = topofix_os_typed_find(limits, "--limits", typed, err);
    }
    return ret_choice->application || ret_choice->os ? 0 : -1;
}

/* An archive for osinfo-db-import. */
static int
export_osinfo(const struct topofix_limits *limits, const struct topofix_limits_choice *choice)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer archive = { .bytes = NULL };

    if (choice->application) {
        topofix_output_error_format("--format osinfo: found the profile %s, expected an OS or "
                                    "none: libosinfo knows no applications",
                                    choice->application->id);
        return EXIT_USAGE;
    }
    if (isatty(STDOUT_FILENO)) {
        topofix_output_error("--format osinfo: found a terminal, expected a file or a pipe to "
                             "osinfo-db-import for the archive");
        return EXIT_USAGE;
    }
    if (topofix_limits_add_osinfo(limits, choice->os, &archive) == 0) {
        topofix_output_error_format("--format osinfo: libosinfo's format has no place for what is "
                                    "known of %s, expected an OS that has a most of processors",
                                    choice->os ? choice->os->short_id : "any OS");
        return EXIT_FAILURE;
    }
    return topofix_output_result(&archive) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

int
topofix_action_limits(const struct topofix_options *options, const struct topofix_limits *limits)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct topofix_limits_choice choice = { .os = NULL };
    struct topofix_error err;

    if (options->words.count > 0 && choose(limits, options->words.items[0], &choice, &err) < 0) {
        topofix_output_error(err.message);
        return EXIT_USAGE;
    }
    if (options->format == TOPOFIX_FORMAT_OSINFO) {
        return export_osinfo(limits, &choice);
    }
    if (options->format == TOPOFIX_FORMAT_JSON) {
        topofix_limits_add_json(limits, &choice, &text);
    } else {
        topofix_limits_add_text(limits, &choice, options->verbose, &text);
    }
    return topofix_output_result(&text) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

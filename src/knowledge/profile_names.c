/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "knowledge/profile_names.h"

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/nearest.h"
#include "base/text.h"

void
topofix_profiles_each(const struct topofix_limits *limits,
                      void (*visit)(const struct topofix_application *application, void *context),
                      void *context)
{
    for (const struct topofix_limits *table = limits; table; table = table->below) {
        for (size_t i = 0; i < table->n_applications; i++) {
            const struct topofix_application *application = &table->applications[i];

            if (topofix_limits_lookup_application(limits, application->id) == application) {
                visit(application, context);
            }
        }
    }
}

static void
consider(const struct topofix_application *application, void *context)
{
    topofix_nearest_consider(context, application->id, application->id);
    topofix_nearest_consider(context, application->name, application->id);
}

const struct topofix_application *
topofix_profile_typed_find(const struct topofix_limits *limits, const char *what, const char *typed,
                           struct topofix_error *err)
{
    const struct topofix_application *application =
        topofix_limits_lookup_application(limits, typed);
    struct topofix_nearest nearest = { .typed = typed };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer hint = { .bytes = NULL };
    TOPOFIX_AUTO_FREE char *clean = NULL;

    if (application) {
        return application;
    }
    clean = topofix_sprintf("%.60s", typed);
    topofix_text_clean(clean);
    topofix_profiles_each(limits, consider, &nearest);
    topofix_nearest_format(&nearest, "", &hint);
    (void)topofix_error_set(
        err, TOPOFIX_ERROR_WISH, "%s: found '%s', which the knowledge base does not know%s%s", what,
        clean, nearest.count > 0 ? "" : ", expected a profile that --limits lists",
        topofix_buffer_text(&hint));
    return NULL;
}

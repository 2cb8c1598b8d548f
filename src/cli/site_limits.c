/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "site_limits.h"

#include <dirent.h>
#include <unistd.h>

#include "hook/trust.h"

/* Whether the folder has nothing that is not hidden, as packages install it. */
static bool
is_empty(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    bool has_entry = false;

    while (folder && !has_entry &&
           (entry = readdir(folder)) != NULL) { /* NOLINT(concurrency-mt-unsafe) */
        has_entry = entry->d_name[0] != '.';
    }
    if (folder) {
        closedir(folder);
    }
    return folder && !has_entry;
}

struct topofix_knowledge *
topofix_site_limits_load(const struct topofix_options *options, struct topofix_error *err)
{
    /* a merge judges nothing, so that a mistake in the site's limits is none of its business */
    const char *folder = options->mode == TOPOFIX_MODE_MERGE ? NULL : TOPOFIX_LIMITS_FOLDER;
    char problem[TOPOFIX_TRUST_PROBLEM_BYTES];

    if (folder && geteuid() == 0 && !topofix_trust_folder(folder, problem)) {
        if (!is_empty(folder)) {
            topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "%s", problem);
            return NULL;
        }
        folder = NULL; /* also if somebody puts a file there just now */
    }
    return topofix_knowledge_load(folder, options->limits_files.items, options->limits_files.count,
                                  err);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/status.h"

#include <dirent.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/array.h"
#include "daemon.h"
#include "hook/trust.h"
#include "knowledge/knowledge.h"
#include "place.h"
#include "trace.h"

static void
add_line(const char *line, char ***lines, size_t *n_lines)
{
    *lines = topofix_grow(*lines, *n_lines, sizeof(**lines));
    (*lines)[(*n_lines)++] = topofix_strdup(line);
}

/* Whether a name is that of a file left by an editor or a package manager, or of a copy of ours. */
static bool
is_leftover(const char *name)
{
    static const char *const patterns[] = { ".*",      "*~",    "*.bak",      "*.orig",
                                            "*.save",  "*.tmp", "*.rpm*",     "*.dpkg-*",
                                            "*.ucf-*", "*.swp", "*.disabled", "*.old" };
    TOPOFIX_AUTO_FREE char *path = topofix_sprintf("%s/%s", TOPOFIX_HOOK_DIRECTORY, name);
    enum topofix_hook_file whose;
    struct stat status;

    if (strcmp(name, TOPOFIX_HOOK_NAME) == 0 || stat(path, &status) < 0 ||
        !S_ISREG(status.st_mode) || access(path, X_OK) < 0) {
        return false;
    }
    for (size_t i = 0; i < COUNT_OF(patterns); i++) {
        if (fnmatch(patterns[i], name, 0) == 0) {
            return true;
        }
    }
    return topofix_hook_file_look(path, &whose, NULL, NULL) == 0 && whose == TOPOFIX_HOOK_OURS;
}

static void
find_leftovers(struct topofix_hook_status *status)
{
    struct dirent **entries = NULL;
    int count = scandir(TOPOFIX_HOOK_DIRECTORY, &entries, NULL, alphasort);

    for (int i = 0; i < count; i++) {
        if (is_leftover(entries[i]->d_name)) {
            add_line(entries[i]->d_name, &status->leftovers, &status->n_leftovers);
        }
        free(entries[i]);
    }
    free(entries);
}

/*
 * A call by a daemon shows that it knows the hook. A daemon that started after that knows it, too,
 * because daemons look for hooks when they start.
 */
static void
find_daemon(struct topofix_hook_status *status)
{
    TOPOFIX_AUTO_DONE(hook_place) struct topofix_hook_place place;
    struct topofix_hook_daemon daemon;

    topofix_hook_place_find(&place);
    status->refusals = topofix_hook_trace_refusals(place.marks);
    status->may_be_more_refusals = status->refusals == TOPOFIX_HOOK_REFUSALS_MAX;
    if (topofix_hook_daemon_find(&daemon)) {
        status->daemon = daemon.name;
        status->daemon_pid = daemon.pid;
        status->has_called = topofix_hook_trace_has_call(place.marks);
    }
}

/* The configuration is not checked here, because the function that reads it checks it. */
static void
find_untrusted(const char *program, struct topofix_hook_status *status)
{
    const char *const paths[] = { TOPOFIX_HOOK_COPY, TOPOFIX_HOOK_COPY_OF_MODULE, program };
    char problem[TOPOFIX_TRUST_PROBLEM_BYTES];

    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        if (access(paths[i], F_OK) == 0 && !topofix_trust(paths[i], problem)) {
            add_line(problem, &status->untrusted, &status->n_untrusted);
        }
    }
    if (!topofix_trust_folder(TOPOFIX_LIMITS_FOLDER, problem)) {
        add_line(problem, &status->untrusted, &status->n_untrusted);
    }
}

int
topofix_hook_status_find(const char *program, struct topofix_hook_status *ret_status,
                         struct topofix_error *err)
{
    struct topofix_hook_status status = { .program = TOPOFIX_HOOK_MISSING };

    if (topofix_hook_file_look(TOPOFIX_HOOK_COPY, &status.program, &status.version, err) < 0) {
        return -1;
    }
    if (topofix_hook_file_look(TOPOFIX_HOOK_COPY_OF_MODULE, &status.module, NULL, err) < 0) {
        free(status.version);
        return -1;
    }
    status.is_executable = access(TOPOFIX_HOOK_COPY, X_OK) == 0;
    status.is_same = topofix_hook_is_current();
    find_daemon(&status);
    find_leftovers(&status);
    find_untrusted(program, &status);
    *ret_status = status;
    return 0;
}

static void
free_lines(char **lines, size_t n_lines)
{
    for (size_t i = 0; i < n_lines; i++) {
        free(lines[i]);
    }
    free(lines);
}

void
topofix_hook_status_done(struct topofix_hook_status *status)
{
    free_lines(status->leftovers, status->n_leftovers);
    free_lines(status->untrusted, status->n_untrusted);
    free(status->version);
    *status = (struct topofix_hook_status){ .program = TOPOFIX_HOOK_MISSING };
}

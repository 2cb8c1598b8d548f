/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "inspect/ask.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/text.h"
#include "child.h"

enum {
    LIMIT_SECONDS = 300, /* what virt-topofix-inspect is told to keep to */
    MARGIN_SECONDS = 15, /* it needs some to end what it began */
    GRACE_SECONDS = 10,
    TOLD_MAX = 1024,
};

/* What of the environment it gets: where libguestfs and libvirt find their things. */
static const char *const passed[] = {
    "HOME",
    "LIBGUESTFS_BACKEND",
    "LIBGUESTFS_BACKEND_SETTINGS",
    "LIBGUESTFS_CACHEDIR",
    "LIBGUESTFS_HV",
    "LIBGUESTFS_MEMSIZE",
    "LIBGUESTFS_PATH",
    "LIBGUESTFS_TMPDIR",
    "LIBVIRT_AUTH_FILE",
    "SUPERMIN_KERNEL",
    "SUPERMIN_MODULES",
    "TMPDIR",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_RUNTIME_DIR",
};

static const char *const given[] = { "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8" };

struct topofix_inspector
topofix_inspector_installed(void)
{
    const char *said = secure_getenv("VIRT_TOPOFIX_INSPECT");

    return (struct topofix_inspector){ .program = said ? said : TOPOFIX_INSPECT_PROGRAM,
                                       .limit = UINT64_C(1000) * (LIMIT_SECONDS + MARGIN_SECONDS),
                                       .grace = UINT64_C(1000) * GRACE_SECONDS };
}

int
topofix_inspector_check(const struct topofix_inspector *inspector, struct topofix_error *err)
{
    if (inspector->program[0] != '/') {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "VIRT_TOPOFIX_INSPECT is '%.200s', expected an absolute path",
                                 inspector->program);
    }
    if (access(inspector->program, X_OK) == 0) {
        return 0;
    }
    if (errno == ENOENT) {
        return topofix_error_set(err, TOPOFIX_ERROR_NOT_FOUND,
                                 "--inspect needs %.300s, which is not there: install the package "
                                 "virt-topofix-inspect",
                                 inspector->program);
    }
    return topofix_error_set_errno(err, errno, "--inspect cannot run %.300s", inspector->program);
}

/* Its environment; strings that are not of the tables are freed by free_environment. */
static void
make_environment(char *ret_environment[COUNT_OF(passed) + COUNT_OF(given) + 1])
{
    size_t count = 0;

    for (size_t i = 0; i < COUNT_OF(passed); i++) {
        const char *value = getenv(passed[i]);

        if (value) {
            ret_environment[count++] = topofix_sprintf("%s=%s", passed[i], value);
        }
    }
    for (size_t i = 0; i < COUNT_OF(given); i++) {
        ret_environment[count++] = topofix_strdup(given[i]);
    }
    ret_environment[count] = NULL;
}

static void
free_environment(char **environment)
{
    for (size_t i = 0; environment[i]; i++) {
        free(environment[i]);
    }
}

/* What it told, in one line, without its name before it; NULL where that is nothing. To be freed.
 */
static char *
line_of(const struct topofix_buffer *told)
{
    static const char name[] = "virt-topofix-inspect: ";
    const char *text = topofix_buffer_text(told); /* a NUL ends what is shown */
    const bool has_name = strncmp(text, name, strlen(name)) == 0;
    char *line = topofix_strdup(has_name ? text + strlen(name) : text);
    size_t length;

    topofix_text_clean(line);
    length = strlen(line);
    while (length > 0 && line[length - 1] == ' ') {
        line[--length] = '\0';
    }
    if (length == 0) {
        free(line);
        return NULL;
    }
    return line;
}

static int
check_status(int status, struct topofix_error *err)
{
    if (WIFSIGNALED(status)) {
        return topofix_error_set(err, TOPOFIX_ERROR_SYSTEM, "it was ended by signal %d",
                                 WTERMSIG(status));
    }
    return WEXITSTATUS(status) != EXIT_SUCCESS
               ? topofix_error_set(err, TOPOFIX_ERROR_SYSTEM, "it failed with exit status %d",
                                   WEXITSTATUS(status))
               : 0;
}

int
topofix_inspector_ask(const struct topofix_inspector *inspector, const char *uri,
                      const char *domain, struct topofix_inspect_answer *ret_answer,
                      char **ret_told, struct topofix_error *err)
{
    TOPOFIX_AUTO_FREE char *program = topofix_strdup(inspector->program);
    TOPOFIX_AUTO_FREE char *connect = topofix_sprintf("--connect=%s", uri);
    TOPOFIX_AUTO_FREE char *timeout = topofix_sprintf("--timeout=%d", LIMIT_SECONDS);
    TOPOFIX_AUTO_FREE char *name = topofix_strdup(domain);
    char *argv[] = { program, connect, timeout, (char[]){ "--" }, name, NULL };
    char *environment[COUNT_OF(passed) + COUNT_OF(given) + 1];
    const struct topofix_child_request request = { .argv = argv,
                                                   .environment = environment,
                                                   .limit = inspector->limit,
                                                   .grace = inspector->grace,
                                                   .out_max = TOPOFIX_INSPECT_ANSWER_MAX,
                                                   .err_max = TOLD_MAX };
    TOPOFIX_AUTO_DONE(child_result) struct topofix_child_result result;
    int outcome;

    *ret_answer = (struct topofix_inspect_answer){ .licensed_sockets = 0 };
    make_environment(environment);
    outcome = topofix_child_run(&request, &result, err);
    free_environment(environment);
    *ret_told = line_of(&result.err);
    if (outcome < 0 || check_status(result.status, err) < 0) {
        return -1;
    }
    return topofix_inspect_answer_parse(topofix_buffer_text(&result.out), result.out.length,
                                        ret_answer, err);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pager.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"

/* F: ends if everything fits on the screen; R: shows colours; X: leaves the text on the screen. */
static const char less_options[] = "LESS=FRX";

static bool
is_in_path(const char *program)
{
    const char *path = getenv("PATH");
    TOPOFIX_AUTO_FREE char *folders = topofix_strdup(path ? path : "/usr/bin:/bin");
    char *rest = folders;

    for (char *folder = strsep(&rest, ":"); folder; folder = strsep(&rest, ":")) {
        TOPOFIX_AUTO_FREE char *file = topofix_sprintf("%s/%s", folder, program);

        if (*folder != '\0' && access(file, X_OK) == 0) {
            return true;
        }
    }
    return false;
}

/* The shell command, or NULL if no pager is wanted or available. */
static const char *
pager_command(void)
{
    const char *command = getenv("PAGER");

    if (!command) {
        return is_in_path("less") ? "less" : NULL;
    }
    return *command == '\0' || strcmp(command, "cat") == 0 ? NULL : command;
}

/* Our environment, plus less_options unless the user has set LESS. The caller must free it. */
static char **
pager_environment(void)
{
    size_t count = 0;
    char **copy;

    while (environ[count]) {
        count++;
    }
    copy = topofix_alloc(count + 2, sizeof(*copy));
    memcpy(copy, environ, count * sizeof(*copy));
    if (!getenv("LESS")) {
        copy[count] = (char *)less_options;
    }
    return copy;
}

/* Starts the pager with no signal blocked. Returns 0 or an errno. */
static int
spawn(const char *command, int input, pid_t *ret_pid)
{
    char *words[] = { (char *)"sh", (char *)"-c", (char *)command, NULL };
    TOPOFIX_AUTO_FREE char **environment = pager_environment();
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    int result;

    sigemptyset(&none);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    result = posix_spawn(ret_pid, "/bin/sh", &actions, &attributes, words, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return result;
}

/* Makes fd the pipe, and returns a copy of the old fd that no child inherits. */
static int
divert(int fd, int pipe_end)
{
    int saved = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);

    if (saved >= 0 && dup2(pipe_end, fd) < 0) {
        close(saved);
        return -1;
    }
    return saved;
}

static void
put_back(int fd, int saved)
{
    if (saved >= 0) {
        dup2(saved, fd);
        close(saved);
    }
}

void
topofix_pager_begin(struct topofix_pager *pager)
{
    const char *command = isatty(STDOUT_FILENO) ? pager_command() : NULL;
    int ends[2];

    *pager = (struct topofix_pager){ .saved_stdout = -1, .saved_stderr = -1 };
    if (!command || pipe2(ends, O_CLOEXEC) < 0) {
        return;
    }
    if (spawn(command, ends[0], &pager->pid) == 0) {
        pager->is_running = true;
        pager->saved_stdout = divert(STDOUT_FILENO, ends[1]);
        if (isatty(STDERR_FILENO)) {
            pager->saved_stderr = divert(STDERR_FILENO, ends[1]);
        }
    }
    close(ends[0]);
    close(ends[1]);
}

void
topofix_pager_end(struct topofix_pager *pager)
{
    if (pager->is_running) {
        put_back(STDOUT_FILENO, pager->saved_stdout); /* which closes the pipe */
        put_back(STDERR_FILENO, pager->saved_stderr);
        while (waitpid(pager->pid, NULL, 0) < 0) {
            /* retry after a signal */
        }
        pager->is_running = false;
    }
}

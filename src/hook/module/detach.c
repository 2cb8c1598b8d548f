/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "detach.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <syslog.h>
#include <unistd.h>

#include "hook/log.h"

/*
 * libvirt does not wait for the hook to end, but for the end of file on its standard output and
 * error.
 */
static void
let_go_of_descriptors(void)
{
    int null = open("/dev/null", O_RDWR);

    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (null < 0) {
            close(fd);
        } else {
            dup2(null, fd);
        }
    }
    if (close_range(STDERR_FILENO + 1, ~0U, 0) < 0) {
        for (int fd = STDERR_FILENO + 1; fd < (int)sysconf(_SC_OPEN_MAX); fd++) {
            close(fd);
        }
    }
}

static void
reset_signals(void)
{
    sigset_t none;

    for (int number = 1; number < NSIG; number++) {
        signal(number, SIG_DFL); /* two signals cannot be changed, and keep their action */
    }
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

__attribute__((noreturn)) static void
run_detached(char *const *argv, const char *const *environment)
{
    let_go_of_descriptors();
    reset_signals();
    if (chdir("/") < 0) {
        topofix_hook_log(LOG_WARNING, "/: %s", strerror(errno));
    }
    clearenv();
    for (; environment[0]; environment += 2) {
        setenv(environment[0], environment[1], 1);
    }
    execv(argv[0], argv);
    topofix_hook_log(LOG_ERR, "%s cannot be run: %s; nothing is fixed", argv[0], strerror(errno));
    _exit(EXIT_FAILURE);
}

/* The intermediate process ends at once, so that init adopts the one that stays. */
int
topofix_hook_detach(char *const *argv, const char *const *environment, struct topofix_error *err)
{
    pid_t middle = fork();
    int status;

    if (middle < 0) {
        return topofix_error_set_errno(err, errno, "no process can be made");
    }
    if (middle == 0) {
        pid_t last;

        setsid();
        last = fork();
        if (last == 0) {
            run_detached(argv, environment);
        }
        _exit(last < 0 ? EXIT_FAILURE : EXIT_SUCCESS);
    }
    while (waitpid(middle, &status, 0) < 0) {
        if (errno != EINTR) {
            return topofix_error_set_errno(err, errno, "the new process");
        }
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != EXIT_SUCCESS) {
        return topofix_error_set(err, TOPOFIX_ERROR_SYSTEM, "no second process can be made");
    }
    return 0;
}

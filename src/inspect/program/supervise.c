/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "supervise.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/array.h"
#include "base/clock.h"

enum { GRACE = 5000 }; /* milliseconds */

static const int endings[] = { SIGHUP, SIGINT, SIGTERM };

static void
take_note(int number)
{
    (void)number;
}

/* Signals that this waits for: they are blocked from before the fork on. */
static sigset_t
awaited(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        sigaddset(&set, endings[i]);
    }
    return set;
}

__attribute__((noreturn)) static void
become_worker(int (*work)(const void *context), const void *context, pid_t parent,
              const sigset_t *mask)
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) {
        _exit(1);
    }
    /* a handler, which the programs that it runs do not inherit, as they would inherit "ignore" */
    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        signal(endings[i], take_note);
    }
    sigprocmask(SIG_SETMASK, mask, NULL);
    _exit(work(context));
}

/* Waits until the worker has ended (0), a signal wants an end (its number), or the time is over
 * (-1). */
static int
await(pid_t worker, uint64_t milliseconds, const sigset_t *signals, int *ret_status)
{
    const uint64_t end = topofix_clock_now() + milliseconds;

    for (;;) {
        const uint64_t now = topofix_clock_now();
        const uint64_t left = now < end ? end - now : 0;
        const struct timespec wait = { .tv_sec = (time_t)(left / 1000),
                                       .tv_nsec = (long)(left % 1000) * 1000000 };
        int number;

        if (waitpid(worker, ret_status, WNOHANG) == worker) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        number = sigtimedwait(signals, NULL, &wait);
        if (number > 0 && number != SIGCHLD) {
            return number;
        }
    }
}

static void
end_worker(pid_t worker, const sigset_t *signals)
{
    const uint64_t end = topofix_clock_now() + GRACE;
    int status;
    int reason;

    do {
        const uint64_t now = topofix_clock_now();

        kill(-worker, SIGTERM);
        reason = await(worker, now < end ? end - now : 0, signals, &status);
    } while (reason > 0);
    kill(-worker, SIGKILL); /* also what it left behind */
    if (reason < 0) {
        waitpid(worker, &status, 0);
    }
}

int
topofix_supervise(int (*work)(const void *context), const void *context, unsigned seconds,
                  struct topofix_error *err)
{
    const pid_t self = getpid();
    const sigset_t signals = awaited();
    sigset_t mask;
    pid_t worker;
    int status = 0;
    int reason;

    sigprocmask(SIG_BLOCK, &signals, &mask);
    worker = fork();
    if (worker == 0) {
        become_worker(work, context, self, &mask);
    }
    if (worker < 0) {
        return topofix_error_set_errno(err, errno, "no process can be made");
    }
    setpgid(worker, worker); /* whoever is first */
    reason = await(worker, (uint64_t)seconds * 1000, &signals, &status);
    if (reason != 0) {
        end_worker(worker, &signals);
        return reason > 0
                   ? topofix_error_set(err, TOPOFIX_ERROR_INTERRUPTED, "interrupted by signal %d",
                                       reason)
                   : topofix_error_set(err, TOPOFIX_ERROR_INTERRUPTED,
                                       "not finished within %u seconds (--timeout)", seconds);
    }
    if (WIFSIGNALED(status)) {
        return topofix_error_set(err, TOPOFIX_ERROR_SYSTEM,
                                 "the process that looks at the disks was ended by signal %d",
                                 WTERMSIG(status));
    }
    return WEXITSTATUS(status);
}

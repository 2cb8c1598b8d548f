/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * virt-topofix-hook: the program that libvirt runs. It needs only the C library, so that a failure
 * of the rest cannot harm a guest: a hook that crashes, or that cannot be loaded because an upgrade
 * removed a library, would prevent every start, and kill running guests when the daemon reconnects
 * to them. The rest is a module in the same folder, which is loaded for the few calls that matter.
 */
#include <dlfcn.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <syslog.h>
#include <unistd.h>

#include "base/array.h"
#include "base/descriptors.h"
#include "entry.h"
#include "hook/log.h"
#include "hook/marker.h"
#include "hook/trust.h"
#include "operation.h"

/* A start waits for the hook, which gives up after TOPOFIX_HOOK_DEADLINE milliseconds. */
enum { SIGNAL_STACK_BYTES = 64 * 1024 };

/* --install-hook and --hook-status recognise a copy of this program by this note. */
TOPOFIX_HOOK_NOTE;

static void
let_go_on(int signal_number)
{
    (void)signal_number;
    _exit(EXIT_SUCCESS);
}

/* Lets the guest start when the hook takes too long or crashes. The handlers run on a stack of
 * their own, because a crash may be a stack overflow. */
static void
fail_open(void *stack)
{
    static const int signals[] = { SIGALRM, SIGSEGV, SIGBUS,  SIGILL,  SIGFPE,
                                   SIGABRT, SIGSYS,  SIGTERM, SIGXCPU, SIGXFSZ };
    struct itimerval deadline = { .it_value = { .tv_sec = TOPOFIX_HOOK_DEADLINE / 1000,
                                                .tv_usec = TOPOFIX_HOOK_DEADLINE % 1000 * 1000L } };
    struct sigaction action = { .sa_handler = let_go_on, .sa_flags = SA_ONSTACK };
    stack_t signal_stack = { .ss_sp = stack, .ss_size = SIGNAL_STACK_BYTES };
    sigset_t none;

    sigaltstack(&signal_stack, NULL);
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < COUNT_OF(signals); i++) {
        sigaction(signals[i], &action, NULL);
    }
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setitimer(ITIMER_REAL, &deadline, NULL);
}

/*
 * The module is in the program's folder. libvirt runs every executable file in qemu.d, so the
 * copy's module is one folder higher.
 */
static int
find_module(char path[PATH_MAX])
{
    char folder[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", folder, sizeof(folder) - 1);
    char *slash;
    char *parent;
    int put;

    if (length < 0) {
        return -1;
    }
    folder[length] = '\0';
    slash = strrchr(folder, '/');
    if (!slash) {
        return -1;
    }
    *slash = '\0';
    parent = strrchr(folder, '/');
    /* cppcheck-suppress knownConditionTrueFalse ; release 2.17 takes "/x" for the shortest path */
    if (parent && strcmp(parent, "/" TOPOFIX_HOOK_SUBFOLDER) == 0) {
        *parent = '\0';
    }
    put = snprintf(path, PATH_MAX, "%s/%s", folder, TOPOFIX_HOOK_MODULE);
    return put > 0 && put < PATH_MAX ? 0 : -1;
}

/*
 * Loads the module that was copied with the program, or else the installed one, because the program
 * may have been copied by hand.
 */
static void *
load_module(void)
{
    char path[PATH_MAX];
    char problem[TOPOFIX_TRUST_PROBLEM_BYTES];
    void *module;

    if (find_module(path) < 0 || access(path, F_OK) < 0) {
        snprintf(path, sizeof(path), "%s", TOPOFIX_HOOK_HOME "/" TOPOFIX_HOOK_MODULE);
    }
    /* dlopen reports a missing file */
    if (access(path, F_OK) == 0 && !topofix_trust(path, problem)) {
        topofix_hook_log(LOG_WARNING, "%s; nothing is judged", problem);
        return NULL;
    }
    module = dlopen(path, RTLD_NOW);
    if (!module) {
        topofix_hook_log(LOG_WARNING, "%s; nothing is judged", dlerror());
    }
    return module;
}

static int
run_module(int argc, char **argv)
{
    void *module = load_module();
    topofix_hook_entry *entry;

    if (!module) {
        return EXIT_SUCCESS;
    }
    /* ISO C cannot convert an object pointer to a function pointer; POSIX allows this conversion */
    *(void **)&entry = dlsym(module, TOPOFIX_HOOK_ENTRY);
    if (!entry) {
        topofix_hook_log(LOG_WARNING, "%s; nothing is judged", dlerror());
        return EXIT_SUCCESS;
    }
    return entry(argc, argv);
}

int
main(int argc, char **argv)
{
    char signal_stack[SIGNAL_STACK_BYTES];
    enum topofix_hook_task task = topofix_hook_task_of(argc, argv);
    int status = EXIT_SUCCESS;

    if (task == TOPOFIX_HOOK_IGNORE) {
        return EXIT_SUCCESS;
    }
    fail_open(signal_stack);
    topofix_descriptors_fill();
    if (task == TOPOFIX_HOOK_UNKNOWN) {
        topofix_hook_log(LOG_NOTICE, "unknown call ignored (%d arguments, '%.40s')", argc - 1,
                         argc > 2 ? argv[2] : "");
    } else {
        status = run_module(argc, argv);
    }
    /* not exit(): an atexit handler that fails would prevent the start */
    _exit(status);
}

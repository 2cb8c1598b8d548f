/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "interrupt.h"

#include <errno.h>
#include <stddef.h>
#include <unistd.h>

#include "base/array.h"
#include "base/clock.h"

static const struct {
    int number;
    const char *reason;
} watched[] = {
    { .number = SIGINT, .reason = "interrupted by SIGINT" },
    { .number = SIGTERM, .reason = "interrupted by SIGTERM" },
    { .number = SIGHUP, .reason = "interrupted by SIGHUP" },
};

enum { N_WATCHED = COUNT_OF(watched) };

/* Wakes waiting threads, so that they check the state again. */
static void
rouse(struct topofix_interrupt *interrupt, bool is_hangup)
{
    pthread_mutex_lock(&interrupt->mutex);
    interrupt->has_hangup = interrupt->has_hangup || is_hangup;
    pthread_cond_signal(&interrupt->changed);
    pthread_mutex_unlock(&interrupt->mutex);
}

static void *
watch(void *argument)
{
    struct topofix_interrupt *interrupt = argument;

    for (;;) {
        int number;
        int nothing = 0;

        if (sigwait(&interrupt->signals, &number) != 0) {
            continue;
        }
        if (atomic_load(&interrupt->is_over)) {
            return NULL;
        }
        if (number == SIGHUP && atomic_load(&interrupt->keeps_hangups)) {
            rouse(interrupt, true);
            continue;
        }
        if (!atomic_load(&interrupt->is_gentle) ||
            !atomic_compare_exchange_strong(&interrupt->signal, &nothing, number)) {
            topofix_interrupt_die(number);
        }
        rouse(interrupt, false);
    }
}

void
topofix_interrupt_begin(struct topofix_interrupt *interrupt)
{
    interrupt->wake = 0;
    atomic_init(&interrupt->is_over, false);
    atomic_init(&interrupt->is_gentle, false);
    atomic_init(&interrupt->signal, 0);
    atomic_init(&interrupt->keeps_hangups, false);
    interrupt->has_hangup = false;
    pthread_mutex_init(&interrupt->mutex, NULL);
    topofix_clock_init_condition(&interrupt->changed);
    sigemptyset(&interrupt->signals);
    for (size_t i = 0; i < N_WATCHED; i++) {
        struct sigaction action;

        if (sigaction(watched[i].number, NULL, &action) == 0 && action.sa_handler != SIG_IGN) {
            sigaddset(&interrupt->signals, watched[i].number);
            interrupt->wake = watched[i].number;
        }
    }
    pthread_sigmask(SIG_BLOCK, &interrupt->signals, &interrupt->mask_before);
    interrupt->is_watched =
        interrupt->wake != 0 && pthread_create(&interrupt->thread, NULL, watch, interrupt) == 0;
    if (!interrupt->is_watched) {
        pthread_sigmask(SIG_SETMASK, &interrupt->mask_before,
                        NULL); /* these signals end the program from now on */
    }
}

void
topofix_interrupt_soften(struct topofix_interrupt *interrupt)
{
    atomic_store(&interrupt->is_gentle, true);
}

void
topofix_interrupt_set(struct topofix_interrupt *interrupt, int signal)
{
    int nothing = 0;

    atomic_compare_exchange_strong(&interrupt->signal, &nothing, signal);
    rouse(interrupt, false);
}

void
topofix_interrupt_keep_hangups(struct topofix_interrupt *interrupt)
{
    atomic_store(&interrupt->keeps_hangups, true);
}

enum topofix_wake
topofix_interrupt_wait(struct topofix_interrupt *interrupt, uint64_t milliseconds)
{
    bool is_endless = milliseconds == UINT64_MAX;
    struct timespec until = topofix_clock_after(is_endless ? 0 : milliseconds);
    enum topofix_wake wake = TOPOFIX_WAKE_TIME;
    int result = 0;

    pthread_mutex_lock(&interrupt->mutex);
    while (atomic_load(&interrupt->signal) == 0 && !interrupt->has_hangup && result != ETIMEDOUT) {
        result = is_endless
                     ? pthread_cond_wait(&interrupt->changed, &interrupt->mutex)
                     : pthread_cond_timedwait(&interrupt->changed, &interrupt->mutex, &until);
    }
    if (atomic_load(&interrupt->signal) != 0) {
        wake = TOPOFIX_WAKE_END;
    } else if (interrupt->has_hangup) {
        interrupt->has_hangup = false;
        wake = TOPOFIX_WAKE_HANGUP;
    }
    pthread_mutex_unlock(&interrupt->mutex);
    return wake;
}

int
topofix_interrupt_get(const struct topofix_interrupt *interrupt)
{
    return atomic_load(&interrupt->signal);
}

const char *
topofix_interrupt_reason(int signal)
{
    for (size_t i = 0; i < N_WATCHED; i++) {
        if (watched[i].number == signal) {
            return watched[i].reason;
        }
    }
    return "nobody reads the standard output any more";
}

void
topofix_interrupt_end(struct topofix_interrupt *interrupt)
{
    if (interrupt->is_watched) {
        atomic_store(&interrupt->is_over, true);
        pthread_kill(interrupt->thread, interrupt->wake);
        pthread_join(interrupt->thread, NULL);
        pthread_sigmask(SIG_SETMASK, &interrupt->mask_before, NULL);
    }
    pthread_cond_destroy(&interrupt->changed);
    pthread_mutex_destroy(&interrupt->mutex);
}

void
topofix_interrupt_die(int signal)
{
    struct sigaction action = { .sa_handler = SIG_DFL };
    sigset_t only;

    sigemptyset(&only);
    sigaddset(&only, signal);
    sigaction(signal, &action, NULL);
    raise(signal); /* it stays pending while the signal is blocked */
    /* cppcheck-suppress unreachableCode ; raise returns while the signal is blocked */
    pthread_sigmask(SIG_UNBLOCK, &only, NULL);
    _exit(128 + signal); /* if the signal does not end the program */
}

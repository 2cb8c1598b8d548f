/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * interrupt: handles SIGINT, SIGTERM and SIGHUP. The first one asks a run over many domains to end
 * after the current domain and to report what it did. A second one ends the program at once, as
 * does one that arrives before the run has begun. A signal that was ignored at the start (nohup)
 * stays ignored.
 */
#ifndef TOPOFIX_INTERRUPT_H
#define TOPOFIX_INTERRUPT_H

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct topofix_interrupt {
    pthread_t thread;
    bool is_watched;
    int wake; /* one of signals, sent to end the thread */
    sigset_t signals;
    sigset_t mask_before;
    atomic_bool is_over;
    atomic_bool is_gentle;
    atomic_int signal; /* the signal that ends the run, or 0 */
    atomic_bool keeps_hangups;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool has_hangup; /* guarded by mutex */
};

/* Call this before other threads start, because they inherit the signal mask. */
void
topofix_interrupt_begin(struct topofix_interrupt *interrupt);

/* From now on the first signal only asks the run to end. */
void
topofix_interrupt_soften(struct topofix_interrupt *interrupt);

/* Asks the run to end as if this signal had arrived, unless another one has. */
void
topofix_interrupt_set(struct topofix_interrupt *interrupt, int signal);

/* From now on SIGHUP does not end the run; topofix_interrupt_wait() reports it instead. */
void
topofix_interrupt_keep_hangups(struct topofix_interrupt *interrupt);

enum topofix_wake { TOPOFIX_WAKE_END, TOPOFIX_WAKE_HANGUP, TOPOFIX_WAKE_TIME };

/*
 * Waits until the run should end, a SIGHUP arrives, or the time has passed. UINT64_MAX means no
 * time limit.
 */
enum topofix_wake
topofix_interrupt_wait(struct topofix_interrupt *interrupt, uint64_t milliseconds);

/* The signal that asks the run to end, or 0. */
int
topofix_interrupt_get(const struct topofix_interrupt *interrupt);

/* Why the rest is not done: "interrupted by SIGINT". */
const char *
topofix_interrupt_reason(int signal);

/* Restores the signals' previous effect. Ends the program if one of them has arrived since. */
void
topofix_interrupt_end(struct topofix_interrupt *interrupt);

/*
 * Ends the program by a signal, so that a shell sees which one, or with the corresponding status if
 * the signal is ignored.
 */
_Noreturn void
topofix_interrupt_die(int signal);

#endif

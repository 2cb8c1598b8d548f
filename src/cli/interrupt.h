/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * interrupt: SIGINT, SIGTERM and SIGHUP, so that a run over many domains ends between two of them
 * and says what it did. The second of them ends the program at once, as do those of a run that has
 * not begun. A signal that is ignored (nohup) stays so.
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
    int wake; /* one of signals, which the thread gets to end */
    sigset_t signals;
    sigset_t mask_before;
    atomic_bool is_over;
    atomic_bool is_gentle;
    atomic_int signal; /* what ends the run; 0 while nothing does */
    atomic_bool keeps_hangups;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool has_hangup; /* guarded by mutex */
};

/* Before other threads start, because they inherit the signal mask. */
void
topofix_interrupt_begin(struct topofix_interrupt *interrupt);

/* From now on the first signal only asks the run to end. */
void
topofix_interrupt_soften(struct topofix_interrupt *interrupt);

/* Asks the run to end as if by this signal, unless another one has done so. */
void
topofix_interrupt_set(struct topofix_interrupt *interrupt, int signal);

/* From now on SIGHUP does not end the run: topofix_interrupt_wait tells of it. */
void
topofix_interrupt_keep_hangups(struct topofix_interrupt *interrupt);

enum topofix_wake { TOPOFIX_WAKE_END, TOPOFIX_WAKE_HANGUP, TOPOFIX_WAKE_TIME };

/* Waits until the run is to end, or a SIGHUP came, or so many milliseconds have passed; UINT64_MAX
 * is for ever. */
enum topofix_wake
topofix_interrupt_wait(struct topofix_interrupt *interrupt, uint64_t milliseconds);

/* The signal that the run is to end by, or 0. */
int
topofix_interrupt_get(const struct topofix_interrupt *interrupt);

/* Why the rest is not done, in words: "interrupted by SIGINT". */
const char *
topofix_interrupt_reason(int signal);

/* Signals have their old effect again. Ends the program where one of them came meanwhile. */
void
topofix_interrupt_end(struct topofix_interrupt *interrupt);

/* Ends the program by a signal, so that a shell sees which, or by its status where it is ignored.
 */
_Noreturn void
topofix_interrupt_die(int signal);

#endif

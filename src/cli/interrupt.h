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

struct topofix_interrupt {
    pthread_t thread;
    bool is_watched;
    int wake; /* one of signals, which the thread gets to end */
    sigset_t signals;
    sigset_t mask_before;
    atomic_bool is_over;
    atomic_bool is_gentle;
    atomic_int signal; /* what ends the run; 0 while nothing does */
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

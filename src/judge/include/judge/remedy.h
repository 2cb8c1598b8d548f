/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * remedy: what a fix does beside the topology, or for another reason than lost vCPUs, where it is
 * asked to. Without that it does none of it.
 */
#ifndef TOPOFIX_REMEDY_H
#define TOPOFIX_REMEDY_H

#include <stdbool.h>

/* A request has a bit for each. */
enum topofix_remedy {
    TOPOFIX_REMEDY_TOPOEXT_ADD,  /* hidden threads: require topoext */
    TOPOFIX_REMEDY_TOPOEXT_FOLD, /* hidden threads: make them cores */
    TOPOFIX_REMEDIES
};

/* What became of threads that the guest does not see. */
enum topofix_threads_outcome {
    TOPOFIX_THREADS_KEPT, /* nothing was asked, or there are none */
    TOPOFIX_THREADS_SHOWN,
    TOPOFIX_THREADS_FOLDED,
    TOPOFIX_THREADS_HOST_UNKNOWN, /* neither: nobody says what the host's CPU has */
    TOPOFIX_THREADS_HOST_LACKS,   /* not shown: the host's CPU has no topoext */
    TOPOFIX_THREADS_NO_KVM,       /* not shown: QEMU alone has none */
    TOPOFIX_THREADS_NO_MODEL,     /* not shown: libvirt takes no feature without a model or mode */
    TOPOFIX_THREADS_NO_LEAF,      /* not shown: the CPU model cannot tell of threads */
    TOPOFIX_THREADS_WISHES,       /* not folded: no legal topology without threads is as wished */
    TOPOFIX_THREADS_OUTCOMES
};

/* Whether threads that the guest does not see stay, although something else was asked for. */
static inline bool
topofix_threads_are_left(enum topofix_threads_outcome outcome)
{
    return outcome >= TOPOFIX_THREADS_HOST_UNKNOWN;
}

#endif

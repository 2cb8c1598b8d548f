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
    TOPOFIX_REMEDY_NUMA_CELLS,   /* NUMA cells that do not suit the topology: other vCPUs in them */
    TOPOFIX_REMEDY_NUMA_SOCKETS, /* the same, and several in a socket: another topology */
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

/* What became of NUMA cells that do not suit the topology. */
enum topofix_cells_outcome {
    TOPOFIX_CELLS_KEPT, /* nothing was asked, or they suit it */
    TOPOFIX_CELLS_DEALT,
    TOPOFIX_CELLS_FOLLOWED,
    TOPOFIX_CELLS_SIZES,    /* not dealt: in no order do cells of their sizes suit it */
    TOPOFIX_CELLS_PINNED,   /* not dealt: vCPUs that would change their cell have pins or tuning */
    TOPOFIX_CELLS_STRANDED, /* not dealt: a cell would have none of the present vCPUs */
    TOPOFIX_CELLS_LIMITS,   /* not followed: no topology that does is legal, used and as wished */
    TOPOFIX_CELLS_OWN_SMP,  /* neither: the guest has another topology than its XML says */
    TOPOFIX_CELLS_OUTCOMES
};

/* What became of all that was asked for. */
struct topofix_remedied {
    enum topofix_threads_outcome threads;
    enum topofix_cells_outcome cells;
};

/* Whether something that was asked for, and is due, cannot be had. */
static inline bool
topofix_remedies_are_left(const struct topofix_remedied *remedied)
{
    return remedied->threads >= TOPOFIX_THREADS_HOST_UNKNOWN ||
           remedied->cells >= TOPOFIX_CELLS_SIZES;
}

#endif

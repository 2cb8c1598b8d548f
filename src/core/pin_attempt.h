/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pin_attempt: one attempt to find CPUs of the host for the vCPUs of a guest.
 */
#ifndef TOPOFIX_PIN_ATTEMPT_H
#define TOPOFIX_PIN_ATTEMPT_H

#include "core/pin_plan.h"
#include "pin_spread.h"

/* How hard an attempt tries; each is tried if the one before fails. */
struct topofix_pin_attempt {
    unsigned threads;          /* vCPUs on a core */
    enum topofix_pin_rank bar; /* leaves cores of this rank and above alone */
    unsigned n_shared;         /* but for so many of them, the lowest ranks first */
    bool by_cell;              /* a node for each NUMA cell of the guest */
};

struct topofix_pin_search {
    const struct topofix_guest *guest;
    const struct topofix_host_cpus *host;
    const struct topofix_pin_room *room;
    int *cpus; /* the result */
    int kind;
    struct topofix_pin_attempt attempt;
    struct topofix_free_cores cores;
    bool is_taken[TOPOFIX_HOST_CPUS_MAX];         /* CPUs with a vCPU */
    bool is_next[TOPOFIX_HOST_CPUS_MAX];          /* those for the vCPUs of the present cell */
    bool is_used[TOPOFIX_HOST_CPUS_MAX];          /* nodes with vCPUs */
    unsigned char ranks[TOPOFIX_HOST_CPUS_MAX];   /* of cores: the highest of their CPUs */
    unsigned short usable[TOPOFIX_HOST_CPUS_MAX]; /* threads of a core that the guest may have */
};

/* Whether the vCPU has a pin. */
static inline bool
topofix_is_pinned(const struct topofix_guest *guest, unsigned id)
{
    return guest->pins && guest->pins->is_pinned[id];
}

/* Whether the guest may have the CPU. */
bool
topofix_pin_is_allowed(const struct topofix_pin_search *search, unsigned number);

/* Whether the CPU is a thread of a core that is known. */
bool
topofix_pin_is_thread(const struct topofix_pin_search *search, unsigned number);

/*
 * Fills search->cpus, with cores of search->kind. search->ranks and search->usable must be filled.
 * False if there is no room; then search->cpus is in no order, and search->cores.is_free has what
 * is left.
 */
bool
topofix_pin_attempt_make(struct topofix_pin_search *search,
                         const struct topofix_pin_attempt *attempt);

#endif

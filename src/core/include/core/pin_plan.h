/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pin_plan: chooses the CPUs of the host that vCPUs without a pin should be pinned to.
 */
#ifndef TOPOFIX_PIN_PLAN_H
#define TOPOFIX_PIN_PLAN_H

#include "core/solve.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Who else runs on a host CPU, so that its core is used only if others do not suffice; the last
 * resorts last. */
enum topofix_pin_rank {
    TOPOFIX_PIN_FREE,
    TOPOFIX_PIN_LOOSE,   /* other domains, here or elsewhere */
    TOPOFIX_PIN_HELPERS, /* the kernel, or threads of a domain that are no vCPUs */
    TOPOFIX_PIN_DEFINED, /* a vCPU of another domain, which does not run */
    TOPOFIX_PIN_HELD,    /* a vCPU of another domain, which runs */
    TOPOFIX_PIN_RANKS
};

/* What a plan may use. The arrays are borrowed; NULL says nothing. */
struct topofix_pin_room {
    const bool *allowed;  /* per host CPU: the others are not used */
    unsigned char *ranks; /* per host CPU: enum topofix_pin_rank */
    const int *nodes;     /* per NUMA cell of the guest: the host's that it must lie on, as
                             TOPOFIX_PLACE_CELL names it, or TOPOFIX_NOWHERE */
    unsigned threads_max; /* vCPUs on a core; 0: as many as it has threads */
};

/*
 * Finds a CPU of the host for each vCPU that has no pin. guest->pins has the pins that there are,
 * which stay; NULL means none. ret_cpus has vcpus.maximum items: the CPU, or TOPOFIX_NOWHERE for a
 * vCPU that keeps its pin.
 *
 * No CPU is used twice. All are of one kind of core, that of the pins that there are, or else that
 * with the most threads, in which all of them have a place. vCPUs get whole cores, or a core each,
 * if their number is no multiple of a core's threads and there are enough cores. A guest of several
 * NUMA cells gets a node of the host for each. Otherwise the vCPUs lie in the smallest group of the
 * host that has enough cores (cluster, cache, die, node, socket), and where they need several, in
 * equal shares of the fewest. vCPUs that join pinned ones get first the rest of their cores, then
 * the nearest. In each cell the CPUs are in the order of the host.
 *
 * Cores that a vCPU of another domain has are used only if no kind of core has room without them,
 * and then as few as possible, those of domains that run last.
 *
 * Returns a reason whose code is NONE, or why there is no plan (HOST_UNKNOWN, PINS_NO_ROOM,
 * PINS_NODE_FULL), with which each item of ret_cpus is TOPOFIX_NOWHERE.
 */
struct topofix_reason
topofix_pin_plan_find(const struct topofix_guest *guest, const struct topofix_host_cpus *host,
                      const struct topofix_pin_room *room, int *ret_cpus);

#ifdef __cplusplus
}
#endif
#endif

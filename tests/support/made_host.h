/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * made_host: hosts and pins made of counts, for tests of core.
 */
#ifndef TOPOFIX_MADE_HOST_H
#define TOPOFIX_MADE_HOST_H

#include "core/guest.h"
#include "testing.h"

enum { MADE_CPUS_MAX = 256 };

/* Threads of a core have numbers in a row. */
struct made_host {
    struct topofix_place cpus[MADE_CPUS_MAX];
    struct topofix_place places[MADE_CPUS_MAX]; /* of the vCPUs */
    bool is_pinned[MADE_CPUS_MAX];
    int core_of[MADE_CPUS_MAX];
    struct topofix_pins pins;
};

static inline void
made_host_make(unsigned sockets, unsigned caches, unsigned clusters, unsigned cores,
               unsigned threads, struct made_host *ret_host)
{
    const unsigned per_cluster = cores * threads;
    const unsigned per_cache = clusters * per_cluster;
    const unsigned per_socket = caches * per_cache;

    assert_true(sockets * per_socket <= MADE_CPUS_MAX);
    *ret_host = (struct made_host){ .pins = { .host = { .limit = sockets * per_socket } } };
    for (unsigned cpu = 0; cpu < sockets * per_socket; cpu++) {
        int *at = ret_host->cpus[cpu].at;

        at[TOPOFIX_PLACE_CELL] = (int)(cpu - cpu % per_socket);
        at[TOPOFIX_PLACE_SOCKET] = (int)(cpu - cpu % per_socket);
        at[TOPOFIX_PLACE_DIE] = (int)(cpu - cpu % per_socket);
        at[TOPOFIX_PLACE_CACHE] = (int)(cpu - cpu % per_cache);
        at[TOPOFIX_PLACE_CLUSTER] = (int)(cpu - cpu % per_cluster);
        at[TOPOFIX_PLACE_CORE] = (int)(cpu - cpu % threads);
        at[TOPOFIX_PLACE_CPU] = (int)cpu;
        at[TOPOFIX_PLACE_KIND] = 0;
    }
    ret_host->pins.host.cpus = ret_host->cpus;
    ret_host->pins.place_of = ret_host->places;
    ret_host->pins.is_pinned = ret_host->is_pinned;
}

/* Pins each vCPU of the guest to the CPU of the list. */
static inline void
made_host_pin(struct made_host *host, struct topofix_guest *guest, const unsigned *cpus)
{
    for (unsigned id = 0; id < guest->vcpus.maximum; id++) {
        assert_true(cpus[id] < host->pins.host.limit);
        host->places[id] = host->cpus[cpus[id]];
        host->core_of[id] = host->places[id].at[TOPOFIX_PLACE_CORE];
        host->is_pinned[id] = true;
    }
    guest->pins = &host->pins;
    guest->core_of = host->core_of;
}

#endif

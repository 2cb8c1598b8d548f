/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * nova: the candidates and the order of OpenStack Nova, to foresee what it chooses. Source:
 * nova/virt/hardware.py, get_cpu_topology_constraints and get_best_cpu_topology, as of 2026-08.
 */
#ifndef TOPOFIX_NOVA_H
#define TOPOFIX_NOVA_H

#include <stdbool.h>

#include "core/topology.h"

#ifdef __cplusplus
extern "C" {
#endif

enum topofix_nova_level {
    TOPOFIX_NOVA_SOCKETS,
    TOPOFIX_NOVA_CORES,
    TOPOFIX_NOVA_THREADS,
    TOPOFIX_NOVA_LEVELS
};

/*
 * The values of a flavor or an image, as Nova reads them; 0 means not set. Negative values count as
 * set and match nothing.
 */
struct topofix_nova_values {
    long long preferred[TOPOFIX_NOVA_LEVELS]; /* hw:cpu_sockets, hw_cpu_sockets, ... */
    long long maximum[TOPOFIX_NOVA_LEVELS];   /* hw:cpu_max_sockets, hw_cpu_max_sockets, ... */
};

struct topofix_nova_request {
    unsigned vcpus; /* 1..TOPOFIX_VCPUS_MAX */
    struct topofix_nova_values flavor;
    struct topofix_nova_values image;
    bool allows_threads; /* true for libvirt, false for VMware */
};

/* Nova's exceptions. */
enum topofix_nova_error {
    TOPOFIX_NOVA_OK,
    TOPOFIX_NOVA_LIMITS_RANGE_EXCEEDED,   /* ImageVCPULimitsRangeExceeded */
    TOPOFIX_NOVA_TOPOLOGY_RANGE_EXCEEDED, /* ImageVCPUTopologyRangeExceeded */
    TOPOFIX_NOVA_LIMITS_IMPOSSIBLE,       /* ImageVCPULimitsRangeImpossible */
    TOPOFIX_NOVA_ERRORS
};

/*
 * Visits Nova's candidates, the chosen one first; none on error. visit may be NULL. Allocates
 * nothing.
 */
enum topofix_nova_error
topofix_nova_each(const struct topofix_nova_request *request,
                  void (*visit)(const struct topofix_topology *topology, void *context),
                  void *context);

/* "ImageVCPULimitsRangeExceeded", ... */
const char *
topofix_nova_error_name(enum topofix_nova_error error);

#ifdef __cplusplus
}
#endif
#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * places: the host's CPUs, and where on them the vCPUs of a guest are pinned.
 */
#ifndef TOPOFIX_PLACES_H
#define TOPOFIX_PLACES_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Host CPUs from this number on count as unknown. */
enum { TOPOFIX_HOST_CPUS_MAX = 8192 };

/* vCPUs assigned to NUMA cells, host cores and the like: a number per vCPU id, or this. */
#define TOPOFIX_NOWHERE (-1)

/* What a host CPU is a part of, from the outside inwards. */
enum topofix_place_level {
    TOPOFIX_PLACE_CELL,    /* NUMA node */
    TOPOFIX_PLACE_SOCKET,  /* package */
    TOPOFIX_PLACE_DIE,     /* as the kernel counts them */
    TOPOFIX_PLACE_CACHE,   /* what shares a last-level cache */
    TOPOFIX_PLACE_CLUSTER, /* libvirt 10.1 and later tell it */
    TOPOFIX_PLACE_CORE,
    TOPOFIX_PLACE_CPU,  /* thread */
    TOPOFIX_PLACE_KIND, /* cores that differ from others in threads or clusters: fast or slow */
    TOPOFIX_PLACE_LEVELS
};

/*
 * The group of each level, named by the number of its lowest host CPU, so that no two groups of a
 * level have the same name; TOPOFIX_NOWHERE if it is not known.
 */
struct topofix_place {
    int at[TOPOFIX_PLACE_LEVELS];
};

/* The host's CPUs by their numbers. The array is borrowed. */
struct topofix_host_cpus {
    const struct topofix_place *cpus; /* at[TOPOFIX_PLACE_CPU] is NOWHERE where there is no CPU */
    unsigned limit;                   /* beyond the highest number; 0: nothing is known */
};

/*
 * The pins of a guest. A place holds what all host CPUs of a pin have in common: a pin to both
 * threads of a core has a core, but no CPU. The arrays are borrowed.
 */
struct topofix_pins {
    struct topofix_host_cpus host;
    const struct topofix_place *place_of; /* per vCPU id */
    const bool *is_pinned;                /* per vCPU id */
    unsigned n_with_emulator; /* vCPUs on whose cores the emulator's threads are pinned, too */
};

/* A place of which nothing is known. */
struct topofix_place
topofix_place_nowhere(void);

/* What two places have in common. */
struct topofix_place
topofix_place_common(const struct topofix_place *a, const struct topofix_place *b);

/*
 * Compares two places in the order of the host: outer groups before inner ones, so that siblings
 * and neighbours are in a row. Returns -1, 0 or 1.
 */
int
topofix_place_compare(const struct topofix_place *a, const struct topofix_place *b);

/* The CPU of a number, or NULL if the host does not have it. */
const struct topofix_place *
topofix_host_cpu(const struct topofix_host_cpus *host, unsigned number);

/* The number of threads of the core that begins with this CPU. */
unsigned
topofix_host_core_threads(const struct topofix_host_cpus *host, int core);

/*
 * How many of the first n_vcpus vCPUs share a host thread with another one: they have the same pin
 * of one CPU, or a core has more vCPUs than threads.
 */
unsigned
topofix_pins_shared(const struct topofix_pins *pins, unsigned n_vcpus);

/* Whether the vCPUs are pinned to cores of several kinds, one to another or one to several. */
bool
topofix_pins_mix_kinds(const struct topofix_pins *pins, unsigned n_vcpus);

#ifdef __cplusplus
}
#endif
#endif

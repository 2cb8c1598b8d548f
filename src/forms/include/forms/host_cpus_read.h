/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * host_cpus_read: reads the host's CPUs from libvirt's capabilities, and finds a guest's pins among
 * them.
 */
#ifndef TOPOFIX_HOST_CPUS_READ_H
#define TOPOFIX_HOST_CPUS_READ_H

#include "base/arena.h"
#include "core/places.h"
#include "forms/domain_hardware.h"
#include "xml/doc.h"

/*
 * The CPUs of <host><topology> with their thread siblings, sockets, dies and clusters, and the
 * last-level caches of <host><cache>. What the capabilities do not say, or say in a form that
 * libvirt never writes, is not known. The array is allocated in the arena. capabilities may be
 * NULL, which gives a host of which nothing is known.
 */
struct topofix_host_cpus
topofix_host_cpus_read(const struct topofix_doc *capabilities, struct topofix_arena *arena);

/*
 * Where the pins of vcpus_max vCPUs lie on the host, or NULL if none is pinned. <vcpupin> goes
 * before the cpuset of <vcpu>. Where the host is not known, neither is any place. The result is
 * allocated in the arena.
 */
const struct topofix_pins *
topofix_pins_find(const struct topofix_domain_hardware *hardware, unsigned vcpus_max,
                  const struct topofix_doc *capabilities, struct topofix_arena *arena);

#endif

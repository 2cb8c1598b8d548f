/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pin_room_read: which CPUs of the host a domain lets its vCPUs have.
 */
#ifndef TOPOFIX_PIN_ROOM_READ_H
#define TOPOFIX_PIN_ROOM_READ_H

#include "core/pin_plan.h"
#include "forms/domain_read.h"

/*
 * Allowed are the CPUs of <vcpu>'s cpuset and of the nodes of <numatune><memory>. Avoided are host
 * CPU 0, where the kernel does most of its own work, and the CPUs of <emulatorpin> and
 * <iothreadpin>. A <memnode> with one node binds its cell to it. The arrays are allocated in the
 * domain's arena.
 */
struct topofix_pin_room
topofix_pin_room_read(struct topofix_domain *domain, const struct topofix_doc *capabilities,
                      const struct topofix_host_cpus *host);

#endif

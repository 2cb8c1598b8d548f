/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pins_edit: gives vCPUs pins.
 */
#ifndef TOPOFIX_PINS_EDIT_H
#define TOPOFIX_PINS_EDIT_H

#include "forms/domain_read.h"
#include "xml/splice.h"

/*
 * Whether pins may change places: <cputune> has nothing else that is meant for single vCPUs
 * (vcpusched, cachetune, memorytune).
 */
bool
topofix_pins_are_free(const struct topofix_domain *domain);

/*
 * Adds the sorted splices that give each vCPU its cpus[id], in libvirt's notation; NULL leaves the
 * vCPU as it is. A <vcpupin> that is there gets another cpuset; the others are added where libvirt
 * would write them, in a <cputune> of their own if there is none.
 */
void
topofix_pins_put(const struct topofix_domain *domain, const char *const *cpus,
                 struct topofix_splices *ret_splices);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pins_edit: gives vCPUs the pins of others.
 */
#ifndef TOPOFIX_PINS_EDIT_H
#define TOPOFIX_PINS_EDIT_H

#include "forms/domain_read.h"
#include "xml/splice.h"

/*
 * Whether the pins may change places: each vCPU has a <vcpupin> of its own, and <cputune> has
 * nothing else that is meant for single vCPUs (vcpusched, cachetune, memorytune).
 */
bool
topofix_pins_may_move(const struct topofix_domain *domain);

/*
 * Adds the sorted splices that give each vCPU the pin that vCPU order[id] has now. The pins must be
 * such that they may move.
 */
void
topofix_pins_move(const struct topofix_domain *domain, const unsigned *order,
                  struct topofix_splices *ret_splices);

#endif

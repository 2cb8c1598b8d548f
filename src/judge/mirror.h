/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * mirror: what a goal MIRROR does with the pins, before the topology is decided.
 */
#ifndef TOPOFIX_JUDGE_MIRROR_H
#define TOPOFIX_JUDGE_MIRROR_H

#include "forms/guest_facts.h"
#include "xml/splice.h"

/*
 * Adds the splices that put the pins in the order of the host, where siblings and neighbours should
 * be in a row and are not; none if they may not move.
 */
void
topofix_mirror_pins(struct topofix_domain *domain,
                    const struct topofix_circumstances *circumstances,
                    struct topofix_splices *ret_splices);

#endif

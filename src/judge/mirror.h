/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * mirror: what a goal MIRROR does with the pins, before the topology is decided.
 */
#ifndef TOPOFIX_JUDGE_MIRROR_H
#define TOPOFIX_JUDGE_MIRROR_H

#include "judge/resize.h"

/*
 * Adds the splices for the pins: if the request wants that, new ones for vCPUs that have none, and
 * then the order of the host, where siblings and neighbours should be in a row and are not. What is
 * pinned moves only if nothing else in <cputune> is meant for single vCPUs. Sets n_pinned and
 * obstacle of *resized.
 */
void
topofix_mirror_pins(struct topofix_domain *domain, const struct topofix_request *request,
                    const struct topofix_circumstances *circumstances,
                    struct topofix_resized *resized);

#endif

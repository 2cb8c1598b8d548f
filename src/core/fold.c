/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/fold.h"

#include "rules.h"
#include "wishes.h"

bool
topofix_threads_fold(const struct topofix_guest *guest, const struct topofix_host *host,
                     const struct topofix_policy *policy, struct topofix_topology *ret_topology)
{
    struct topofix_topology plain = guest->topology;
    struct topofix_policy without = *policy;
    struct topofix_topology best;

    plain.count[TOPOFIX_LEVEL_CORES] *= plain.count[TOPOFIX_LEVEL_THREADS];
    plain.count[TOPOFIX_LEVEL_THREADS] = 1;
    without.maximum.count[TOPOFIX_LEVEL_THREADS] = 1;
    if (!topofix_solve(guest, host, &without, &best)) {
        return false;
    }
    *ret_topology = topofix_policy_broken_level(policy, &plain) == TOPOFIX_LEVELS &&
                            topofix_topology_fits(&plain, guest, host, NULL) &&
                            topofix_uses_as_many(guest, &plain, &best)
                        ? plain
                        : best;
    return true;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/fold.h"

#include "wishes.h"

static bool
uses_as_many(const struct topofix_guest *guest, const struct topofix_topology *topology,
             const struct topofix_topology *other)
{
    const struct topofix_vcpus all = { .maximum = guest->vcpus.maximum,
                                       .present = guest->vcpus.maximum };
    const struct topofix_range here = topofix_guest_usable(guest, topology, &all);
    const struct topofix_range there = topofix_guest_usable(guest, other, &all);

    return here.min >= there.min && here.max >= there.max;
}

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
                            uses_as_many(guest, &plain, &best)
                        ? plain
                        : best;
    return true;
}

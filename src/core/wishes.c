/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wishes.h"

bool
topofix_policy_breaks(const struct topofix_policy *policy, const struct topofix_topology *topology,
                      enum topofix_level level)
{
    unsigned count = topology->count[level];
    unsigned wanted = policy->wanted.count[level];
    unsigned maximum = policy->maximum.count[level];

    return (wanted > 0 && count != wanted) || (maximum > 0 && count > maximum);
}

enum topofix_level
topofix_policy_broken_level(const struct topofix_policy *policy,
                            const struct topofix_topology *topology)
{
    int level = 0;

    while (level < TOPOFIX_LEVELS &&
           !topofix_policy_breaks(policy, topology, (enum topofix_level)level)) {
        level++;
    }
    return (enum topofix_level)level;
}

struct topofix_reason
topofix_policy_reason(const struct topofix_policy *policy, const struct topofix_topology *topology,
                      enum topofix_level level)
{
    unsigned wanted = policy->wanted.count[level];

    return (struct topofix_reason){ .code = TOPOFIX_REASON_USER_BOUND,
                                    .level = level,
                                    .found = topology->count[level],
                                    .expected =
                                        wanted > 0 ? wanted : policy->maximum.count[level] };
}

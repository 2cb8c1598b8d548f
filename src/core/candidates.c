/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <topofix/candidates.h>

#include "divisors.h"
#include "hazards.h"

struct walk {
    const struct topofix_guest *guest;
    const struct topofix_host *host;
    const struct topofix_policy *policy;
    struct topofix_vcpus all;
    struct topofix_range best; /* what the best topology lets the guest use */
    topofix_candidate_visit visit;
    void *context;
};

static struct topofix_reason
wish_broken(const struct walk *walk, const struct topofix_topology *topology)
{
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        unsigned count = topology->count[level];
        unsigned wanted = walk->policy->wanted.count[level];
        unsigned maximum = walk->policy->maximum.count[level];

        if ((wanted > 0 && count != wanted) || (maximum > 0 && count > maximum)) {
            return (struct topofix_reason){ .code = TOPOFIX_REASON_USER_BOUND,
                                            .level = (enum topofix_level)level,
                                            .found = count,
                                            .expected = wanted > 0 ? wanted : maximum };
        }
    }
    return (struct topofix_reason){ .code = TOPOFIX_REASON_NONE };
}

/* Why a guest with this topology would use fewer vCPUs: the first reason of a diagnosis says it. */
static struct topofix_reason
limit_broken(const struct walk *walk, const struct topofix_topology *topology)
{
    struct topofix_range usable = topofix_guest_usable(walk->guest, topology, &walk->all);
    struct topofix_guest guest;

    if (usable.min >= walk->best.min && usable.max >= walk->best.max) {
        return (struct topofix_reason){ .code = TOPOFIX_REASON_NONE };
    }
    guest = *walk->guest;
    guest.has_topology = true;
    guest.topology = *topology;
    return topofix_diagnose(&guest, walk->host, walk->policy).reasons[0];
}

static void
consider(const struct walk *walk, const struct topofix_topology *topology)
{
    struct topofix_candidate candidate = { .topology = *topology };

    candidate.rejection = wish_broken(walk, topology);
    if (candidate.rejection.code == TOPOFIX_REASON_NONE &&
        topofix_topology_fits(topology, walk->guest, walk->host, &candidate.rejection)) {
        candidate.rejection = limit_broken(walk, topology);
    }
    if (candidate.rejection.code == TOPOFIX_REASON_NONE) {
        topofix_hazards_of(topology, walk->guest, walk->host, &candidate.hazard, 1);
    }
    walk->visit(&candidate, walk->context);
}

static unsigned
wanted_or_one(const struct topofix_policy *policy, enum topofix_level level)
{
    return policy->wanted.count[level] > 0 ? policy->wanted.count[level] : 1;
}

void
topofix_candidates_each(const struct topofix_guest *guest, const struct topofix_host *host,
                        const struct topofix_policy *policy, topofix_candidate_visit visit,
                        void *context)
{
    struct walk walk = {
        .guest = guest, .host = host, .policy = policy, .visit = visit, .context = context
    };
    unsigned dies = wanted_or_one(policy, TOPOFIX_LEVEL_DIES);
    unsigned clusters = wanted_or_one(policy, TOPOFIX_LEVEL_CLUSTERS);
    uint64_t outer = (uint64_t)dies * clusters;
    struct topofix_divisors divisors;
    struct topofix_topology best;
    unsigned rest;

    if (outer > guest->vcpus.maximum || guest->vcpus.maximum % outer != 0) {
        return;
    }
    walk.all.maximum = guest->vcpus.maximum;
    walk.all.present = guest->vcpus.maximum;
    if (topofix_solve(guest, host, policy, &best)) {
        walk.best = topofix_guest_usable(guest, &best, &walk.all);
    }
    rest = (unsigned)(guest->vcpus.maximum / outer);
    divisors = topofix_divisors_of(rest);
    for (size_t t = 0; t < divisors.count; t++) {
        unsigned per_thread = rest / divisors.value[t];

        for (size_t s = 0; s < divisors.count && divisors.value[s] <= per_thread; s++) {
            struct topofix_topology topology;

            if (per_thread % divisors.value[s] == 0) {
                topology = topofix_topology_make(divisors.value[s], dies, clusters,
                                                 per_thread / divisors.value[s], divisors.value[t]);
                consider(&walk, &topology);
            }
        }
    }
}

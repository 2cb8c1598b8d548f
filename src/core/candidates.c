/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/candidates.h"

#include "enumerate.h"
#include "hazards.h"
#include "wishes.h"

struct walk {
    const struct topofix_guest *guest;
    const struct topofix_host *host;
    const struct topofix_policy *policy;
    struct topofix_vcpus all;
    struct topofix_range best; /* vCPUs that the guest uses with the best topology */
    topofix_candidate_visit visit;
    void *context;
};

static struct topofix_reason
wish_broken(const struct walk *walk, const struct topofix_topology *topology)
{
    enum topofix_level level = topofix_policy_broken_level(walk->policy, topology);

    if (level == TOPOFIX_LEVELS) {
        return (struct topofix_reason){ .code = TOPOFIX_REASON_NONE };
    }
    return topofix_policy_reason(walk->policy, topology, level);
}

/* The reason why a guest with this topology uses fewer vCPUs: the first one of its diagnosis. */
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

static bool
consider(const struct topofix_topology *topology, void *context)
{
    const struct walk *walk = context;
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
    return true;
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
    const struct topofix_enumeration enumeration = {
        .vcpus = guest->vcpus.maximum,
        .dies = wanted_or_one(policy, TOPOFIX_LEVEL_DIES),
        .clusters = wanted_or_one(policy, TOPOFIX_LEVEL_CLUSTERS),
        .order = TOPOFIX_SOCKETS_RISING,
    };
    struct topofix_topology best;

    walk.all.maximum = guest->vcpus.maximum;
    walk.all.present = guest->vcpus.maximum;
    if (topofix_solve(guest, host, policy, &best)) {
        walk.best = topofix_guest_usable(guest, &best, &walk.all);
    }
    topofix_topologies_each(&enumeration, consider, &walk);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/nova_verdict.h"

#include "forms/nova_image.h"

struct first {
    bool found;
    struct topofix_topology topology;
};

static void
keep_first(const struct topofix_topology *topology, void *context)
{
    struct first *first = context;

    if (!first->found) {
        *first = (struct first){ .found = true, .topology = *topology };
    }
}

static enum topofix_nova_error
choose(const struct topofix_nova_request *request, struct topofix_topology *ret_topology)
{
    struct first first = { .found = false };
    enum topofix_nova_error error = topofix_nova_each(request, keep_first, &first);

    if (error == TOPOFIX_NOVA_OK) {
        *ret_topology = first.topology;
    }
    return error;
}

static unsigned
usable(const struct topofix_guest *guest, const struct topofix_topology *topology)
{
    return topofix_guest_usable(guest, topology, &guest->vcpus).min;
}

/* What the image has already stays where nothing else is set. */
static void
overlay(struct topofix_nova_values *image, const struct topofix_nova_values *set)
{
    for (int level = 0; level < TOPOFIX_NOVA_LEVELS; level++) {
        if (set->maximum[level] > 0) {
            image->maximum[level] = set->maximum[level];
        }
        if (set->preferred[level] > 0) {
            image->preferred[level] = set->preferred[level];
        }
    }
}

/* Whether Nova then chooses something with which the guest uses as much as with the best. */
static bool
mends(const struct topofix_nova_request *request, const struct topofix_nova_values *set,
      const struct topofix_guest *guest, const struct topofix_topology *best)
{
    struct topofix_nova_request changed = *request;
    struct topofix_topology chosen;

    overlay(&changed.image, set);
    return choose(&changed, &chosen) == TOPOFIX_NOVA_OK &&
           usable(guest, &chosen) >= usable(guest, best);
}

/* Maxima are tried first; a preference that the image has already may have to be replaced, too. */
static bool
find_image(const struct topofix_nova_request *request, const struct topofix_guest *guest,
           const struct topofix_topology *best, struct topofix_nova_values *ret_image)
{
    struct topofix_nova_values set = topofix_nova_image_for(best);

    if (!mends(request, &set, guest, best)) {
        set.preferred[TOPOFIX_NOVA_SOCKETS] = best->count[TOPOFIX_LEVEL_SOCKETS];
        set.preferred[TOPOFIX_NOVA_CORES] = best->count[TOPOFIX_LEVEL_CORES];
        set.preferred[TOPOFIX_NOVA_THREADS] = best->count[TOPOFIX_LEVEL_THREADS];
        if (!mends(request, &set, guest, best)) {
            return false;
        }
    }
    *ret_image = set;
    return true;
}

enum topofix_nova_error
topofix_nova_verdict_make(const struct topofix_nova_request *request,
                          const struct topofix_guest *guest, const struct topofix_host *host,
                          const struct topofix_policy *policy,
                          struct topofix_nova_verdict *ret_verdict)
{
    static const struct topofix_policy no_wishes;
    struct topofix_nova_verdict verdict = { .guest = *guest };
    struct topofix_policy bounds = *policy;
    struct topofix_topology best;
    enum topofix_nova_error error = choose(request, &verdict.guest.topology);

    if (error != TOPOFIX_NOVA_OK) {
        return error;
    }
    /* Nova writes a <topology>, and it has neither dies nor clusters */
    verdict.guest.has_topology = true;
    bounds.wanted.count[TOPOFIX_LEVEL_DIES] = 1;
    bounds.wanted.count[TOPOFIX_LEVEL_CLUSTERS] = 1;
    verdict.diagnosis = topofix_diagnose(&verdict.guest, host, &no_wishes);
    verdict.loses = verdict.diagnosis.is_usable_known &&
                    verdict.diagnosis.usable_maximum.min < guest->vcpus.maximum;
    verdict.has_better = verdict.loses && topofix_solve(guest, host, &bounds, &best) &&
                         usable(guest, &best) > usable(guest, &verdict.guest.topology);
    verdict.has_image = verdict.has_better && find_image(request, guest, &best, &verdict.image);
    *ret_verdict = verdict;
    return TOPOFIX_NOVA_OK;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/nova.h"

#include <stddef.h>

#include "base/array.h"
#include "enumerate.h"

/* Nova's value for "no limit". */
enum { NOVA_NO_LIMIT = 65536 };

static const char *const error_names[] = {
    [TOPOFIX_NOVA_OK] = "none",
    [TOPOFIX_NOVA_LIMITS_RANGE_EXCEEDED] = "ImageVCPULimitsRangeExceeded",
    [TOPOFIX_NOVA_TOPOLOGY_RANGE_EXCEEDED] = "ImageVCPUTopologyRangeExceeded",
    [TOPOFIX_NOVA_LIMITS_IMPOSSIBLE] = "ImageVCPULimitsRangeImpossible",
};
_Static_assert(COUNT_OF(error_names) == TOPOFIX_NOVA_ERRORS, "a name per error");

const char *
topofix_nova_error_name(enum topofix_nova_error error)
{
    return error_names[error];
}

struct constraints {
    long long preferred[TOPOFIX_NOVA_LEVELS];
    long long maximum[TOPOFIX_NOVA_LEVELS];
};

static bool
exceeds_any(const long long *values, const long long *maximum)
{
    for (int level = 0; level < TOPOFIX_NOVA_LEVELS; level++) {
        if (values[level] > maximum[level]) {
            return true;
        }
    }
    return false;
}

static bool
is_any_set(const long long *values)
{
    for (int level = 0; level < TOPOFIX_NOVA_LEVELS; level++) {
        if (values[level] != 0) {
            return true;
        }
    }
    return false;
}

/*
 * Limits first, then preferences. If a flavor's preferences are too large, Nova silently drops all
 * of them; for an image that is an error. One preference of the image cancels all of the flavor's.
 */
static enum topofix_nova_error
find_constraints(const struct topofix_nova_request *request, struct constraints *ret_constraints)
{
    const struct topofix_nova_values *flavor = &request->flavor;
    const struct topofix_nova_values *image = &request->image;
    struct constraints found = { .preferred = { 0 } };

    for (int level = 0; level < TOPOFIX_NOVA_LEVELS; level++) {
        if (flavor->maximum[level] != 0 && image->maximum[level] > flavor->maximum[level]) {
            return TOPOFIX_NOVA_LIMITS_RANGE_EXCEEDED;
        }
        found.maximum[level] = image->maximum[level] != 0    ? image->maximum[level]
                               : flavor->maximum[level] != 0 ? flavor->maximum[level]
                                                             : NOVA_NO_LIMIT;
    }
    if (exceeds_any(image->preferred, found.maximum)) {
        return TOPOFIX_NOVA_TOPOLOGY_RANGE_EXCEEDED;
    }
    for (int level = 0; level < TOPOFIX_NOVA_LEVELS; level++) {
        if (is_any_set(image->preferred)) {
            found.preferred[level] = image->preferred[level];
        } else if (!exceeds_any(flavor->preferred, found.maximum)) {
            found.preferred[level] = flavor->preferred[level];
        }
    }
    *ret_constraints = found;
    return TOPOFIX_NOVA_OK;
}

static int
score_of(const struct constraints *constraints, const long long *counts)
{
    int score = 0;

    for (int level = 0; level < TOPOFIX_NOVA_LEVELS; level++) {
        score +=
            constraints->preferred[level] != 0 && constraints->preferred[level] == counts[level];
    }
    return score;
}

struct walk {
    const struct constraints *constraints;
    void (*visit)(const struct topofix_topology *topology, void *context);
    void *context;
    int score; /* how many preferences a candidate must meet in this round */
    size_t found;
};

static bool
consider(const struct topofix_topology *topology, void *context)
{
    struct walk *walk = context;
    const long long counts[TOPOFIX_NOVA_LEVELS] = {
        [TOPOFIX_NOVA_SOCKETS] = topology->count[TOPOFIX_LEVEL_SOCKETS],
        [TOPOFIX_NOVA_CORES] = topology->count[TOPOFIX_LEVEL_CORES],
        [TOPOFIX_NOVA_THREADS] = topology->count[TOPOFIX_LEVEL_THREADS],
    };

    if (!exceeds_any(counts, walk->constraints->maximum) &&
        score_of(walk->constraints, counts) == walk->score) {
        walk->found++;
        if (walk->visit) {
            walk->visit(topology, walk->context);
        }
    }
    return true;
}

enum topofix_nova_error
topofix_nova_each(const struct topofix_nova_request *request,
                  void (*visit)(const struct topofix_topology *topology, void *context),
                  void *context)
{
    struct constraints constraints;
    /* Nova's order: fewest threads first, then most sockets */
    const struct topofix_enumeration enumeration = {
        .vcpus = request->vcpus,
        .dies = 1,
        .clusters = 1,
        .threads = request->allows_threads ? 0 : 1,
        .order = TOPOFIX_SOCKETS_FALLING,
    };
    struct walk walk = { .constraints = &constraints, .visit = visit, .context = context };
    enum topofix_nova_error error = find_constraints(request, &constraints);

    if (error != TOPOFIX_NOVA_OK) {
        return error;
    }
    /* candidates that meet all preferences precede those that meet two, and so on */
    for (walk.score = TOPOFIX_NOVA_LEVELS; walk.score >= 0; walk.score--) {
        topofix_topologies_each(&enumeration, consider, &walk);
    }
    return walk.found > 0 ? TOPOFIX_NOVA_OK : TOPOFIX_NOVA_LIMITS_IMPOSSIBLE;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <topofix/solve.h>

#include "divisors.h"
#include "hazards.h"
#include "rules.h"

/* How good a candidate is: the fields decide in this order. */
struct score {
    uint64_t usable; /* summed over the editions: the best for one is never the worse for another */
    unsigned safe;   /* the fewer hazards, the higher */
    unsigned pinned; /* 1: threads are what the pinning says */
    unsigned in_cells;    /* 1: no socket lies in two NUMA cells */
    unsigned kept;        /* spelled-out levels that stay, counted only where nothing is lost */
    unsigned few_threads; /* the fewer threads, the higher */
    unsigned few_sockets; /* likewise */
};

struct search {
    const struct topofix_guest *guest;
    const struct topofix_host *host;
    const struct topofix_policy *policy;
    struct topofix_vcpus all; /* everything plugged in */
    unsigned pinned_threads;  /* 0: no thread count shows in the pinning */
    uint64_t usable_best;     /* nobody can do better than all vCPUs for every edition */
    bool found;
    struct score best_score;
    struct topofix_topology best;
};

static uint64_t
usable_sum(const struct search *search, const struct topofix_topology *topology)
{
    const struct topofix_guest *guest = search->guest;
    const struct topofix_os *os = guest->os.os;
    struct topofix_topology seen = topofix_guest_sees(guest, topology);
    uint64_t sum = 0;

    for (size_t i = 0; os && i < os->n_editions; i++) {
        if (topofix_edition_may_be(&os->editions[i], guest->os.edition, guest->bits)) {
            sum += topofix_edition_usable(&os->editions[i], guest->bits, &seen, &search->all);
        }
    }
    return sum;
}

static uint64_t
usable_sum_limit(const struct search *search)
{
    const struct topofix_guest *guest = search->guest;
    const struct topofix_os *os = guest->os.os;
    uint64_t sum = 0;

    for (size_t i = 0; os && i < os->n_editions; i++) {
        if (topofix_edition_may_be(&os->editions[i], guest->os.edition, guest->bits)) {
            sum += guest->vcpus.maximum;
        }
    }
    return sum;
}

static unsigned
levels_kept(const struct topofix_guest *guest, const struct topofix_topology *topology)
{
    static const enum topofix_level keepable[] = { TOPOFIX_LEVEL_DIES, TOPOFIX_LEVEL_CLUSTERS,
                                                   TOPOFIX_LEVEL_THREADS };
    unsigned kept = 0;

    for (size_t i = 0; guest->has_topology && i < sizeof(keepable) / sizeof(keepable[0]); i++) {
        kept += topology->count[keepable[i]] == guest->topology.count[keepable[i]];
    }
    return kept;
}

static struct score
score_of(const struct search *search, const struct topofix_topology *candidate)
{
    const struct topofix_guest *guest = search->guest;
    struct score score = { .usable = usable_sum(search, candidate) };

    score.safe = 100 - (unsigned)topofix_hazards_of(candidate, guest, search->host, NULL, 0);
    score.pinned = search->pinned_threads > 1 &&
                   candidate->count[TOPOFIX_LEVEL_THREADS] == search->pinned_threads;
    score.in_cells =
        guest->cell_of && !topofix_cells_split(guest, topofix_topology_per_socket(candidate));
    score.kept = score.usable == search->usable_best ? levels_kept(guest, candidate) : 0;
    score.few_threads = TOPOFIX_VCPUS_MAX - candidate->count[TOPOFIX_LEVEL_THREADS];
    score.few_sockets = TOPOFIX_VCPUS_MAX - candidate->count[TOPOFIX_LEVEL_SOCKETS];
    return score;
}

/* Positive when a is the better one. */
static int
score_compare(const struct score *a, const struct score *b)
{
    const struct {
        uint64_t a;
        uint64_t b;
    } fields[] = {
        { a->usable, b->usable },
        { a->safe, b->safe },
        { a->pinned, b->pinned },
        { a->in_cells, b->in_cells },
        { a->kept, b->kept },
        { a->few_threads, b->few_threads },
        { a->few_sockets, b->few_sockets },
    };

    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (fields[i].a != fields[i].b) {
            return fields[i].a > fields[i].b ? 1 : -1;
        }
    }
    return 0;
}

static void
search_consider(struct search *search, const struct topofix_topology *candidate)
{
    struct score score;

    if (!topofix_topology_is_within(candidate, &search->policy->maximum) ||
        !topofix_topology_has_wanted(candidate, &search->policy->wanted) ||
        !topofix_topology_fits(candidate, search->guest, search->host, NULL)) {
        return;
    }
    score = score_of(search, candidate);
    if (!search->found || score_compare(&score, &search->best_score) > 0) {
        search->found = true;
        search->best_score = score;
        search->best = *candidate;
    }
}

/* The counts of dies or clusters worth a try: the wanted one, else one and what the domain has now.
 */
static size_t
level_choices(const struct search *search, enum topofix_level level, unsigned ret_choices[2])
{
    unsigned wanted = search->policy->wanted.count[level];
    unsigned now = search->guest->has_topology ? search->guest->topology.count[level] : 1;

    ret_choices[0] = wanted > 0 ? wanted : 1;
    ret_choices[1] = now;
    return wanted > 0 || now == 1 ? 1 : 2;
}

static void
search_cores(struct search *search, unsigned dies, unsigned clusters,
             const struct topofix_divisors *divisors, unsigned vcpus)
{
    for (size_t t = 0; t < divisors->count; t++) {
        unsigned per_thread = vcpus / divisors->value[t];

        for (size_t s = 0; s < divisors->count && divisors->value[s] <= per_thread; s++) {
            struct topofix_topology candidate;

            if (per_thread % divisors->value[s] != 0) {
                continue;
            }
            candidate = topofix_topology_make(divisors->value[s], dies, clusters,
                                              per_thread / divisors->value[s], divisors->value[t]);
            search_consider(search, &candidate);
        }
    }
}

bool
topofix_solve(const struct topofix_guest *guest, const struct topofix_host *host,
              const struct topofix_policy *policy, struct topofix_topology *ret_topology)
{
    struct search search = { .guest = guest, .host = host, .policy = policy };
    unsigned dies[2];
    unsigned clusters[2];
    size_t n_dies = level_choices(&search, TOPOFIX_LEVEL_DIES, dies);
    size_t n_clusters = level_choices(&search, TOPOFIX_LEVEL_CLUSTERS, clusters);

    search.all.maximum = guest->vcpus.maximum;
    search.all.present = guest->vcpus.maximum;
    search.pinned_threads = topofix_pinned_threads(guest);
    search.usable_best = usable_sum_limit(&search);
    for (size_t d = 0; d < n_dies; d++) {
        for (size_t c = 0; c < n_clusters; c++) {
            uint64_t outer = (uint64_t)dies[d] * clusters[c];
            struct topofix_divisors divisors;
            unsigned rest;

            if (outer == 0 || outer > guest->vcpus.maximum || guest->vcpus.maximum % outer != 0) {
                continue;
            }
            rest = (unsigned)(guest->vcpus.maximum / outer);
            divisors = topofix_divisors_of(rest);
            search_cores(&search, dies[d], clusters[c], &divisors, rest);
        }
    }
    if (search.found) {
        *ret_topology = search.best;
    }
    return search.found;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/solve.h"

#include "base/array.h"
#include "enumerate.h"
#include "hazards.h"
#include "rules.h"
#include "wishes.h"

/* A score that every hazard lowers. */
enum { NO_HAZARDS = 100 };

/* Dies, clusters and threads: the levels that a fix keeps if it can. */
enum { KEEPABLE_LEVELS = 3 };

/* How good a candidate is. The fields are compared in this order. */
struct score {
    uint64_t usable; /* summed over the editions and both ends of what each uses: the best for one
                        is never the worse for another */
    uint64_t usable_by_os; /* likewise without the application, which may use too few of them to
                              tell topologies apart */
    unsigned safe;         /* the fewer hazards, the higher */
    unsigned pinned;       /* 1: threads are what the pinning says */
    unsigned in_cells;     /* 1: no socket lies in two NUMA cells */
    unsigned kept;         /* spelled-out levels that stay, counted only where nothing is lost */
    unsigned few_threads;  /* the fewer threads, the higher */
    unsigned few_sockets;  /* likewise */
};

struct search {
    const struct topofix_guest *guest;
    const struct topofix_host *host;
    const struct topofix_policy *policy;
    struct topofix_vcpus all; /* everything plugged in */
    unsigned pinned_threads;  /* 0: no thread count shows in the pinning */
    uint64_t lossless;        /* usable by the OS where nothing is lost */
    uint64_t most;            /* no topology makes more usable */
    struct score perfect;     /* no candidate can have a better one */
    bool is_over;             /* a perfect one is found */
    bool found;
    struct score best_score;
    struct topofix_topology best;
};

static uint64_t
usable_sum(const struct topofix_guest *guest, const struct topofix_topology *topology,
           const struct topofix_vcpus *all)
{
    struct topofix_topology seen = topofix_guest_sees(guest, topology);
    const struct topofix_edition *edition = topofix_guest_next_edition(guest, NULL);
    uint64_t sum = 0;

    do {
        struct topofix_range one = topofix_guest_edition_usable(guest, edition, &seen, all);

        sum += (uint64_t)one.min + one.max;
        edition = edition ? topofix_guest_next_edition(guest, edition) : NULL;
    } while (edition);
    return sum;
}

static void
score_usable(const struct search *search, const struct topofix_topology *topology,
             struct score *score)
{
    score->usable = usable_sum(search->guest, topology, &search->all);
    score->usable_by_os = score->usable;
    if (search->guest->os.application) {
        struct topofix_guest bare = *search->guest;

        bare.os.application = NULL;
        score->usable_by_os = usable_sum(&bare, topology, &search->all);
    }
}

/* Both ends of what each edition uses, where nothing is lost. */
static uint64_t
usable_without_loss(const struct topofix_guest *guest)
{
    const struct topofix_edition *edition = topofix_guest_next_edition(guest, NULL);
    uint64_t sum = 0;

    do {
        sum += (uint64_t)2 * guest->vcpus.maximum;
        edition = edition ? topofix_guest_next_edition(guest, edition) : NULL;
    } while (edition);
    return sum;
}

static unsigned
levels_kept(const struct topofix_guest *guest, const struct topofix_topology *topology)
{
    static const enum topofix_level keepable[KEEPABLE_LEVELS] = { TOPOFIX_LEVEL_DIES,
                                                                  TOPOFIX_LEVEL_CLUSTERS,
                                                                  TOPOFIX_LEVEL_THREADS };
    unsigned kept = 0;

    for (size_t i = 0; guest->has_topology && i < KEEPABLE_LEVELS; i++) {
        kept += topology->count[keepable[i]] == guest->topology.count[keepable[i]];
    }
    return kept;
}

static struct score
score_of(const struct search *search, const struct topofix_topology *candidate)
{
    const struct topofix_guest *guest = search->guest;
    struct score score = { .usable = 0 };

    score_usable(search, candidate, &score);
    score.safe = NO_HAZARDS - (unsigned)topofix_hazards_of(candidate, guest, search->host, NULL, 0);
    score.pinned = search->pinned_threads > 1 &&
                   candidate->count[TOPOFIX_LEVEL_THREADS] == search->pinned_threads;
    score.in_cells =
        guest->cell_of && !topofix_cells_split(guest, topofix_topology_per_socket(candidate));
    if (score.usable_by_os == search->lossless && score.usable == search->most) {
        score.kept = levels_kept(guest, candidate);
    }
    score.few_threads = TOPOFIX_VCPUS_MAX - candidate->count[TOPOFIX_LEVEL_THREADS];
    score.few_sockets = TOPOFIX_VCPUS_MAX - candidate->count[TOPOFIX_LEVEL_SOCKETS];
    return score;
}

/* Returns a positive number if a is better. */
static int
score_compare(const struct score *a, const struct score *b)
{
    const struct {
        uint64_t a;
        uint64_t b;
    } fields[] = {
        { a->usable, b->usable },
        { a->usable_by_os, b->usable_by_os },
        { a->safe, b->safe },
        { a->pinned, b->pinned },
        { a->in_cells, b->in_cells },
        { a->kept, b->kept },
        { a->few_threads, b->few_threads },
        { a->few_sockets, b->few_sockets },
    };

    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        if (fields[i].a != fields[i].b) {
            return fields[i].a > fields[i].b ? 1 : -1;
        }
    }
    return 0;
}

/* Rates a candidate. Returns false, which ends the walk, if no other candidate can be better. */
static bool
search_consider(const struct topofix_topology *candidate, void *context)
{
    struct search *search = context;
    struct score score;

    if (topofix_policy_broken_level(search->policy, candidate) != TOPOFIX_LEVELS ||
        !topofix_topology_fits(candidate, search->guest, search->host, NULL)) {
        return true;
    }
    score = score_of(search, candidate);
    if (!search->found || score_compare(&score, &search->best_score) > 0) {
        search->found = true;
        search->best_score = score;
        search->best = *candidate;
        search->is_over = score_compare(&score, &search->perfect) >= 0;
    }
    return !search->is_over;
}

/* The counts of dies or clusters to try: the wanted one, or else one and the present count. */
static size_t
level_choices(const struct search *search, enum topofix_level level, unsigned ret_choices[2])
{
    unsigned wanted = search->policy->wanted.count[level];
    unsigned now = search->guest->has_topology ? search->guest->topology.count[level] : 1;

    ret_choices[0] = wanted > 0 ? wanted : 1;
    ret_choices[1] = now;
    return wanted > 0 || now == 1 ? 1 : 2;
}

/* Rates all candidates with these dies and clusters. threads 0 means any thread count. */
static void
search_within(struct search *search, unsigned dies, unsigned clusters, unsigned threads)
{
    const struct topofix_enumeration enumeration = {
        .vcpus = search->guest->vcpus.maximum,
        .dies = dies,
        .clusters = clusters,
        .threads = threads,
        .order = TOPOFIX_SOCKETS_RISING,
    };

    topofix_topologies_each(&enumeration, search_consider, search);
}

/*
 * Searches with the given levels first: a perfect candidate keeps all of them, so if there is one,
 * the rest need not be searched. Otherwise all candidates are rated, in the order that decides
 * between equals.
 */
static void
search_all(struct search *search)
{
    const unsigned *now = search->guest->topology.count;
    unsigned dies[2];
    unsigned clusters[2];
    size_t n_dies = level_choices(search, TOPOFIX_LEVEL_DIES, dies);
    size_t n_clusters = level_choices(search, TOPOFIX_LEVEL_CLUSTERS, clusters);

    if (search->guest->has_topology) {
        search_within(search, now[TOPOFIX_LEVEL_DIES], now[TOPOFIX_LEVEL_CLUSTERS],
                      now[TOPOFIX_LEVEL_THREADS]);
        if (search->is_over) {
            return;
        }
        search->found = false;
    }
    for (size_t d = 0; d < n_dies; d++) {
        for (size_t c = 0; c < n_clusters && !search->is_over; c++) {
            search_within(search, dies[d], clusters[c], 0);
        }
    }
}

bool
topofix_solve(const struct topofix_guest *guest, const struct topofix_host *host,
              const struct topofix_policy *policy, struct topofix_topology *ret_topology)
{
    struct search search = { .guest = guest, .host = host, .policy = policy };
    /* no topology lets an edition use more than one socket of single-threaded cores does */
    const struct topofix_topology one_socket =
        topofix_topology_make(1, 1, 1, guest->vcpus.maximum, 1);

    search.all.maximum = guest->vcpus.maximum;
    search.all.present = guest->vcpus.maximum;
    search.pinned_threads = topofix_pinned_threads(guest);
    search.lossless = usable_without_loss(guest);
    search.perfect = (struct score){
        .safe = NO_HAZARDS,
        .pinned = search.pinned_threads > 1,
        .in_cells = guest->cell_of != NULL,
    };
    score_usable(&search, &one_socket, &search.perfect);
    search.most = search.perfect.usable;
    if (guest->has_topology && search.perfect.usable_by_os == search.lossless) {
        search.perfect.kept = KEEPABLE_LEVELS;
    } else if (guest->has_topology) {
        /* No candidate can keep these levels, but other dies may need fewer threads or sockets. */
        search.perfect.usable = UINT64_MAX;
    }
    search_all(&search);
    if (search.found) {
        *ret_topology = search.best;
    }
    return search.found;
}

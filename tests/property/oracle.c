/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "oracle.h"

#include <stdlib.h>

#include "base/alloc.h"

static struct oracle_list lists[ORACLE_MAX + 1];

static void
list_add(struct oracle_list *list, struct topofix_topology topology)
{
    list->items = topofix_realloc(list->items, list->count + 1, sizeof(*list->items));
    list->items[list->count++] = topology;
}

/* Counts up like an odometer, and skips counts that do not divide the rest. */
static void
fill(struct oracle_list *list, struct topofix_topology *topology, int level, unsigned rest)
{
    if (level == TOPOFIX_LEVELS) {
        if (rest == 1) {
            list_add(list, *topology);
        }
        return;
    }
    for (unsigned count = 1; count <= rest; count++) {
        if (rest % count == 0) {
            topology->count[level] = count;
            fill(list, topology, level + 1, rest / count);
        }
    }
}

const struct oracle_list *
oracle_topologies(unsigned vcpus)
{
    if (lists[vcpus].count == 0) {
        struct topofix_topology topology;

        fill(&lists[vcpus], &topology, 0, vcpus);
    }
    return &lists[vcpus];
}

void
oracle_done(void)
{
    for (size_t i = 0; i <= ORACLE_MAX; i++) {
        free(lists[i].items);
        lists[i] = (struct oracle_list){ .items = NULL };
    }
}

/* How many vCPUs are used within these limits; 0 means no limit. */
static unsigned
count_used(unsigned sockets, unsigned processors, bool idles_siblings,
           const struct topofix_topology *topology, unsigned vcpus)
{
    const unsigned *count = topology->count;
    unsigned per_socket = count[1] * count[2] * count[3] * count[4];
    unsigned used = 0;

    for (unsigned id = 0; id < vcpus; id++) {
        bool in_socket = sockets == 0 || id / per_socket < sockets;
        bool is_idle = idles_siblings && id % count[4] != 0;

        if (in_socket && !is_idle && (processors == 0 || used < processors)) {
            used++;
        }
    }
    return used;
}

struct topofix_range
oracle_usable(const struct topofix_edition *edition, enum topofix_bits bits,
              const struct topofix_topology *topology, unsigned vcpus)
{
    const struct topofix_number *processors = edition->processors[bits].value > 0
                                                  ? &edition->processors[bits]
                                                  : &edition->processors[TOPOFIX_BITS_ANY];
    const unsigned said_sockets[] = { edition->sockets.value, edition->sockets.disputed };
    const unsigned said_processors[] = { processors->value, processors->disputed };
    struct topofix_range range = { .min = vcpus, .max = 0 };

    for (int s = 0; s <= (said_sockets[1] > 0); s++) {
        for (int p = 0; p <= (said_processors[1] > 0); p++) {
            unsigned used = count_used(said_sockets[s], said_processors[p],
                                       edition->smt_unused.value > 0, topology, vcpus);

            range.min = used < range.min ? used : range.min;
            range.max = used > range.max ? used : range.max;
        }
    }
    return range;
}

bool
oracle_may_be(const struct topofix_guest *guest, const struct topofix_edition *edition)
{
    if (guest->os.edition) {
        return edition == guest->os.edition;
    }
    return edition->presumed &&
           !(guest->bits == TOPOFIX_BITS_32 && edition->bits == TOPOFIX_BITS_64);
}

unsigned
oracle_usable_sum(const struct topofix_guest *guest, const struct topofix_topology *topology)
{
    const struct topofix_os *os = guest->os.os;
    unsigned sum = 0;

    for (size_t i = 0; os && i < os->n_editions; i++) {
        if (oracle_may_be(guest, &os->editions[i])) {
            struct topofix_range range =
                oracle_usable(&os->editions[i], guest->bits, topology, guest->vcpus.maximum);

            sum += range.min + range.max;
        }
    }
    return sum;
}

static unsigned
full_sum(const struct topofix_guest *guest)
{
    unsigned sum = 0;

    for (size_t i = 0; guest->os.os && i < guest->os.os->n_editions; i++) {
        sum += oracle_may_be(guest, &guest->os.os->editions[i]) ? 2 * guest->vcpus.maximum : 0;
    }
    return sum;
}

/* Dies and clusters are 1, what the domain has, or what is wanted. */
static bool
is_candidate(const struct topofix_guest *guest, const struct topofix_policy *policy,
             const struct topofix_topology *topology)
{
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        unsigned count = topology->count[level];
        unsigned maximum = policy->maximum.count[level];
        unsigned wanted = policy->wanted.count[level];
        bool is_given = level == TOPOFIX_LEVEL_DIES || level == TOPOFIX_LEVEL_CLUSTERS;

        if ((maximum > 0 && count > maximum) || (wanted > 0 && count != wanted) ||
            (is_given && wanted == 0 && count != 1 &&
             !(guest->has_topology && count == guest->topology.count[level]))) {
            return false;
        }
    }
    return true;
}

static unsigned
kept(const struct topofix_guest *guest, const struct topofix_topology *topology)
{
    const unsigned *now = guest->topology.count;
    const unsigned *then = topology->count;

    return guest->has_topology ? (now[1] == then[1]) + (now[2] == then[2]) + (now[4] == then[4])
                               : 0;
}

static bool
is_better(const struct topofix_guest *guest, const struct topofix_topology *a,
          const struct topofix_topology *b)
{
    unsigned sum_a = oracle_usable_sum(guest, a);
    unsigned sum_b = oracle_usable_sum(guest, b);

    if (sum_a != sum_b) {
        return sum_a > sum_b;
    }
    if (sum_a == full_sum(guest) && kept(guest, a) != kept(guest, b)) {
        return kept(guest, a) > kept(guest, b);
    }
    if (a->count[TOPOFIX_LEVEL_THREADS] != b->count[TOPOFIX_LEVEL_THREADS]) {
        return a->count[TOPOFIX_LEVEL_THREADS] < b->count[TOPOFIX_LEVEL_THREADS];
    }
    return a->count[TOPOFIX_LEVEL_SOCKETS] < b->count[TOPOFIX_LEVEL_SOCKETS];
}

bool
oracle_solve(const struct topofix_guest *guest, const struct topofix_policy *policy,
             struct topofix_topology *ret_topology)
{
    const struct oracle_list *list = oracle_topologies(guest->vcpus.maximum);
    const struct topofix_topology *best = NULL;

    for (size_t i = 0; i < list->count; i++) {
        const struct topofix_topology *item = &list->items[i];

        if (is_candidate(guest, policy, item) && (!best || is_better(guest, item, best))) {
            best = item;
        }
    }
    if (best) {
        *ret_topology = *best;
    }
    return best != NULL;
}

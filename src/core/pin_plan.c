/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/pin_plan.h"

#include "base/array.h"
#include "pin_attempt.h"

static unsigned
count_missing(const struct topofix_guest *guest)
{
    unsigned count = 0;

    for (unsigned id = 0; id < guest->vcpus.maximum; id++) {
        count += !topofix_is_pinned(guest, id);
    }
    return count;
}

static void
rank_cores(struct topofix_pin_search *search)
{
    const unsigned char *ranks = search->room->ranks;

    for (unsigned number = 0; ranks && number < search->host->limit; number++) {
        if (topofix_pin_is_thread(search, number)) {
            unsigned char *rank = &search->ranks[search->host->cpus[number].at[TOPOFIX_PLACE_CORE]];

            *rank = ranks[number] > *rank ? ranks[number] : *rank;
        }
    }
}

/* The threads of each core that the guest may have; none of those that are other domains'. */
static void
count_usable(struct topofix_pin_search *search, bool shares)
{
    for (unsigned number = 0; number < TOPOFIX_HOST_CPUS_MAX; number++) {
        search->usable[number] = 0;
    }
    for (unsigned number = 0; number < search->host->limit; number++) {
        if (topofix_pin_is_thread(search, number) && topofix_pin_is_allowed(search, number)) {
            int core = search->host->cpus[number].at[TOPOFIX_PLACE_CORE];

            if (shares || search->ranks[core] < TOPOFIX_PIN_DEFINED) {
                search->usable[core]++;
            }
        }
    }
}

/* The most threads that a core of the kind has for the guest; 0: it may have none of them. */
static unsigned
threads_of(const struct topofix_pin_search *search, int kind)
{
    const unsigned most = search->room->threads_max;
    unsigned threads = 0;

    for (unsigned number = 0; number < search->host->limit; number++) {
        if (search->host->cpus[number].at[TOPOFIX_PLACE_KIND] == kind &&
            search->usable[number] > threads) {
            threads = search->usable[number];
        }
    }
    return most > 0 && most < threads ? most : threads;
}

/* Kinds are tried in the order of their threads, and then of their numbers. */
static bool
precedes(unsigned threads, int kind, unsigned other_threads, int other_kind)
{
    return threads != other_threads ? threads > other_threads : kind < other_kind;
}

/* The kind that comes after the last one, or NOWHERE. last is NOWHERE for the first one. */
static int
next_kind(const struct topofix_pin_search *search, int last)
{
    const unsigned last_threads = last == TOPOFIX_NOWHERE ? 0 : threads_of(search, last);
    unsigned best_threads = 0;
    int best = TOPOFIX_NOWHERE;

    for (unsigned number = 0; number < search->host->limit; number++) {
        unsigned threads;

        if (search->host->cpus[number].at[TOPOFIX_PLACE_KIND] != (int)number) {
            continue; /* not the first CPU of a kind */
        }
        threads = threads_of(search, (int)number);
        if (threads > 0 &&
            (last == TOPOFIX_NOWHERE || precedes(last_threads, last, threads, (int)number)) &&
            (best == TOPOFIX_NOWHERE || precedes(threads, (int)number, best_threads, best))) {
            best = (int)number;
            best_threads = threads;
        }
    }
    return best;
}

/* The kind of the first pin that has one, or NOWHERE. */
static int
kind_of_pins(const struct topofix_guest *guest)
{
    for (unsigned id = 0; id < guest->vcpus.maximum; id++) {
        int kind = topofix_is_pinned(guest, id) ? guest->pins->place_of[id].at[TOPOFIX_PLACE_KIND]
                                                : TOPOFIX_NOWHERE;

        if (kind != TOPOFIX_NOWHERE) {
            return kind;
        }
    }
    return TOPOFIX_NOWHERE;
}

/* Whether each NUMA cell's vCPUs fill cores of so many threads. */
static bool
fills_cores(const struct topofix_guest *guest, unsigned threads)
{
    const unsigned n_cells = guest->cell_of ? guest->n_cells : 1;

    for (unsigned cell = 0; cell < n_cells; cell++) {
        unsigned count = 0;

        for (unsigned id = 0; id < guest->vcpus.maximum; id++) {
            count += !guest->cell_of || guest->cell_of[id] == (int)cell;
        }
        if (count % threads != 0) {
            return false;
        }
    }
    return true;
}

static unsigned
count_nodes(const struct topofix_host_cpus *host)
{
    unsigned count = 0;

    for (unsigned number = 0; number < host->limit; number++) {
        count += host->cpus[number].at[TOPOFIX_PLACE_CELL] == (int)number;
    }
    return count;
}

/* Whether each NUMA cell gets a node: there are enough, or its memory or pins have one already. */
static bool
goes_by_cell(const struct topofix_pin_search *search, bool has_pins)
{
    const struct topofix_guest *guest = search->guest;

    return guest->cell_of &&
           (has_pins || search->room->nodes || guest->n_cells <= count_nodes(search->host));
}

/* Tries harder and harder, without a core that another domain has. */
static bool
try_apart(struct topofix_pin_search *search, bool has_pins)
{
    const unsigned full = threads_of(search, search->kind);
    const unsigned threads = has_pins || fills_cores(search->guest, full) ? full : 1;
    const bool by_cell = goes_by_cell(search, has_pins);
    const struct topofix_pin_attempt attempts[] = {
        { .threads = threads, .bar = TOPOFIX_PIN_LOOSE, .by_cell = by_cell },
        { .threads = threads, .bar = TOPOFIX_PIN_HELPERS, .by_cell = by_cell },
        { .threads = threads, .bar = TOPOFIX_PIN_DEFINED, .by_cell = by_cell },
        { .threads = full, .bar = TOPOFIX_PIN_DEFINED, .by_cell = by_cell },
        { .threads = full, .bar = TOPOFIX_PIN_DEFINED, .by_cell = by_cell && search->room->nodes },
    };

    for (size_t i = 0; i < COUNT_OF(attempts); i++) {
        if (topofix_pin_attempt_make(search, &attempts[i])) {
            return true;
        }
    }
    return false;
}

/* Halves to the fewest shared cores, given an attempt that has room and shares them all. */
static bool
share_fewest(struct topofix_pin_search *search, struct topofix_pin_attempt attempt)
{
    unsigned too_few = 0;
    unsigned enough = attempt.n_shared;

    while (enough - too_few > 1) {
        attempt.n_shared = too_few + (enough - too_few) / 2;
        if (topofix_pin_attempt_make(search, &attempt)) {
            enough = attempt.n_shared;
        } else {
            too_few = attempt.n_shared;
        }
    }
    attempt.n_shared = enough;
    return topofix_pin_attempt_make(search, &attempt);
}

/* Tries with cores that other domains have. *ret_most gets the threads that the kind has. */
static bool
try_shared(struct topofix_pin_search *search, bool has_pins, unsigned *ret_most)
{
    const struct topofix_place anywhere = topofix_place_nowhere();
    struct topofix_pin_attempt attempt = { .threads = threads_of(search, search->kind),
                                           .bar = TOPOFIX_PIN_DEFINED,
                                           .n_shared = search->host->limit,
                                           .by_cell = goes_by_cell(search, has_pins) };

    if (topofix_pin_attempt_make(search, &attempt)) {
        return share_fewest(search, attempt);
    }
    attempt.by_cell = attempt.by_cell && search->room->nodes;
    if (topofix_pin_attempt_make(search, &attempt)) {
        return share_fewest(search, attempt);
    }
    *ret_most = topofix_free_cores_count(&search->cores, &anywhere) * attempt.threads;
    return false;
}

/* Tries the kind of the pins that there are, or else each kind. *ret_most gets the most threads. */
static bool
try_kinds(struct topofix_pin_search *search, bool shares, unsigned *ret_most)
{
    const int own = kind_of_pins(search->guest);
    const bool has_pins = own != TOPOFIX_NOWHERE;

    count_usable(search, shares);
    search->kind = has_pins ? own : next_kind(search, TOPOFIX_NOWHERE);
    while (search->kind != TOPOFIX_NOWHERE && threads_of(search, search->kind) > 0) {
        unsigned most = 0;

        if (shares ? try_shared(search, has_pins, &most) : try_apart(search, has_pins)) {
            return true;
        }
        *ret_most = most > *ret_most ? most : *ret_most;
        search->kind = has_pins ? TOPOFIX_NOWHERE : next_kind(search, search->kind);
    }
    return false;
}

struct topofix_reason
topofix_pin_plan_find(const struct topofix_guest *guest, const struct topofix_host_cpus *host,
                      const struct topofix_pin_room *room, int *ret_cpus)
{
    struct topofix_pin_search search = {
        .guest = guest, .host = host, .room = room, .cpus = ret_cpus, .cores = { .host = host }
    };
    struct topofix_reason reason = { .expected = count_missing(guest) };
    unsigned most = 0;

    rank_cores(&search);
    if (reason.expected > 0 &&
        (try_kinds(&search, false, &most) || try_kinds(&search, true, &most))) {
        return (struct topofix_reason){ .code = TOPOFIX_REASON_NONE };
    }
    for (unsigned id = 0; id < guest->vcpus.maximum; id++) {
        ret_cpus[id] = TOPOFIX_NOWHERE;
    }
    reason.found = most;
    reason.code = reason.expected == 0 ? TOPOFIX_REASON_NONE
                  : host->limit == 0   ? TOPOFIX_REASON_HOST_UNKNOWN
                  : room->nodes        ? TOPOFIX_REASON_PINS_NODE_FULL
                                       : TOPOFIX_REASON_PINS_NO_ROOM;
    return reason;
}

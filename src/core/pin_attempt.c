/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pin_attempt.h"

#include "base/array.h"

enum { CPUS_MAX = TOPOFIX_HOST_CPUS_MAX };

/* Whether the vCPU belongs to a cell; all do where cells do not count. */
static bool
is_member(const struct topofix_pin_search *search, unsigned id, unsigned cell)
{
    return !search->attempt.by_cell || search->guest->cell_of[id] == (int)cell;
}

static unsigned
count_missing(const struct topofix_pin_search *search, unsigned cell)
{
    unsigned count = 0;

    for (unsigned id = 0; id < search->guest->vcpus.maximum; id++) {
        count += is_member(search, id, cell) && !topofix_is_pinned(search->guest, id);
    }
    return count;
}

bool
topofix_pin_is_allowed(const struct topofix_pin_search *search, unsigned number)
{
    return !search->room->allowed || search->room->allowed[number];
}

/* Whether the CPU is a thread of a core that is known. */
bool
topofix_pin_is_thread(const struct topofix_pin_search *search, unsigned number)
{
    const struct topofix_place *cpu = topofix_host_cpu(search->host, number);
    int core = cpu ? cpu->at[TOPOFIX_PLACE_CORE] : TOPOFIX_NOWHERE;
    const struct topofix_place *first =
        core != TOPOFIX_NOWHERE ? topofix_host_cpu(search->host, (unsigned)core) : NULL;

    return first && first->at[TOPOFIX_PLACE_CORE] == core;
}

static void
mark_node(struct topofix_pin_search *search, const struct topofix_place *place)
{
    if (place->at[TOPOFIX_PLACE_CELL] != TOPOFIX_NOWHERE) {
        search->is_used[place->at[TOPOFIX_PLACE_CELL]] = true;
    }
}

/* A pin to a core, and no single CPU of it, takes all of its threads. */
static void
take_pins(struct topofix_pin_search *search)
{
    for (unsigned id = 0; id < search->guest->vcpus.maximum; id++) {
        const struct topofix_place *place =
            topofix_is_pinned(search->guest, id) ? &search->guest->pins->place_of[id] : NULL;
        int core = place ? place->at[TOPOFIX_PLACE_CORE] : TOPOFIX_NOWHERE;
        int cpu = place ? place->at[TOPOFIX_PLACE_CPU] : TOPOFIX_NOWHERE;

        for (unsigned number = 0; core != TOPOFIX_NOWHERE && number < search->host->limit;
             number++) {
            search->is_taken[number] = search->is_taken[number] || (int)number == cpu ||
                                       (cpu == TOPOFIX_NOWHERE &&
                                        search->host->cpus[number].at[TOPOFIX_PLACE_CORE] == core);
        }
        if (place) {
            mark_node(search, place);
        }
    }
}

/* Takes the free cores of the bar's rank and above away, but for those that may be shared. */
static void
leave_others(struct topofix_pin_search *search)
{
    unsigned n_shared = search->attempt.n_shared;

    for (unsigned rank = search->attempt.bar; rank < TOPOFIX_PIN_RANKS; rank++) {
        for (unsigned number = 0; number < search->host->limit; number++) {
            if (!search->cores.is_free[number] || search->ranks[number] != rank) {
                continue;
            }
            if (n_shared > 0) {
                n_shared--;
            } else {
                search->cores.is_free[number] = false;
            }
        }
    }
}

/* Finds the cores of the kind that have no vCPU, as the attempt wants them. */
static void
find_free_cores(struct topofix_pin_search *search)
{
    bool *is_free = search->cores.is_free;

    for (unsigned number = 0; number < CPUS_MAX; number++) {
        is_free[number] = number < search->host->limit && topofix_pin_is_thread(search, number) &&
                          search->host->cpus[number].at[TOPOFIX_PLACE_CORE] == (int)number &&
                          search->host->cpus[number].at[TOPOFIX_PLACE_KIND] == search->kind &&
                          search->usable[number] >= search->attempt.threads;
        search->cores.is_chosen[number] = false;
    }
    for (unsigned number = 0; number < search->host->limit; number++) {
        if (topofix_pin_is_thread(search, number) && search->is_taken[number]) {
            is_free[search->host->cpus[number].at[TOPOFIX_PLACE_CORE]] = false;
        }
    }
    leave_others(search);
}

static void
begin_attempt(struct topofix_pin_search *search, const struct topofix_pin_attempt *attempt)
{
    search->attempt = *attempt;
    for (unsigned number = 0; number < CPUS_MAX; number++) {
        search->is_taken[number] = false;
        search->is_next[number] = false;
        search->is_used[number] = false;
    }
    for (unsigned id = 0; id < search->guest->vcpus.maximum; id++) {
        search->cpus[id] = TOPOFIX_NOWHERE;
    }
    take_pins(search);
    find_free_cores(search);
}

/* The pin of the cell's first vCPU that has one on a core. */
static const struct topofix_place *
first_pin(const struct topofix_pin_search *search, unsigned cell)
{
    for (unsigned id = 0; id < search->guest->vcpus.maximum; id++) {
        if (is_member(search, id, cell) && topofix_is_pinned(search->guest, id) &&
            search->guest->pins->place_of[id].at[TOPOFIX_PLACE_CORE] != TOPOFIX_NOWHERE) {
            return &search->guest->pins->place_of[id];
        }
    }
    return NULL;
}

/* The smallest group around a pin that has so many free cores. */
static struct topofix_place
scope_around(const struct topofix_pin_search *search, const struct topofix_place *pin,
             unsigned n_cores)
{
    static const enum topofix_place_level inner_first[] = {
        TOPOFIX_PLACE_CLUSTER, TOPOFIX_PLACE_CACHE,  TOPOFIX_PLACE_DIE,
        TOPOFIX_PLACE_CELL,    TOPOFIX_PLACE_SOCKET,
    };

    for (size_t i = 0; i < COUNT_OF(inner_first); i++) {
        struct topofix_place scope = topofix_place_nowhere();

        scope.at[inner_first[i]] = pin->at[inner_first[i]];
        if (scope.at[inner_first[i]] != TOPOFIX_NOWHERE &&
            topofix_free_cores_count(&search->cores, &scope) >= n_cores) {
            return scope;
        }
    }
    return topofix_place_nowhere();
}

/* The first node without vCPUs that has so many free cores; else the whole host. */
static struct topofix_place
scope_of_new_node(const struct topofix_pin_search *search, unsigned n_cores)
{
    for (unsigned node = 0; node < search->host->limit; node++) {
        struct topofix_place scope = topofix_place_nowhere();

        scope.at[TOPOFIX_PLACE_CELL] = (int)node;
        if (search->host->cpus[node].at[TOPOFIX_PLACE_CELL] == (int)node &&
            !search->is_used[node] && topofix_free_cores_count(&search->cores, &scope) >= n_cores) {
            return scope;
        }
    }
    return topofix_place_nowhere();
}

static struct topofix_place
scope_of(const struct topofix_pin_search *search, unsigned cell, unsigned n_cores)
{
    const struct topofix_place *pin = first_pin(search, cell);
    const int node = search->attempt.by_cell && search->room->nodes ? search->room->nodes[cell]
                                                                    : TOPOFIX_NOWHERE;
    struct topofix_place scope = topofix_place_nowhere();

    if (node != TOPOFIX_NOWHERE) {
        scope.at[TOPOFIX_PLACE_CELL] = node;
        return scope;
    }
    if (pin) {
        return scope_around(search, pin, n_cores);
    }
    return search->attempt.by_cell ? scope_of_new_node(search, n_cores) : scope;
}

/* Whether one of the cell's vCPUs is pinned to the core. */
static bool
has_core(const struct topofix_pin_search *search, unsigned cell, int core)
{
    for (unsigned id = 0; id < search->guest->vcpus.maximum; id++) {
        if (is_member(search, id, cell) && topofix_is_pinned(search->guest, id) &&
            search->guest->pins->place_of[id].at[TOPOFIX_PLACE_CORE] == core) {
            return true;
        }
    }
    return false;
}

/* Whether the CPU is left on a core that the cell has, and with no other domain's vCPU. */
static bool
is_spare(const struct topofix_pin_search *search, unsigned cell, unsigned number)
{
    const int core = search->host->cpus[number].at[TOPOFIX_PLACE_CORE];

    return topofix_pin_is_thread(search, number) && topofix_pin_is_allowed(search, number) &&
           !search->is_taken[number] && has_core(search, cell, core) &&
           (search->attempt.n_shared > 0 || search->ranks[core] < TOPOFIX_PIN_DEFINED);
}

/* Marks threads that the cell's cores have left, at most so many. Returns how many. */
static unsigned
mark_spare_threads(struct topofix_pin_search *search, unsigned cell, unsigned most)
{
    unsigned count = 0;

    for (unsigned number = 0; search->attempt.threads > 1 && number < search->host->limit;
         number++) {
        if (count < most && is_spare(search, cell, number)) {
            search->is_next[number] = true;
            count++;
        }
    }
    return count;
}

/* Marks the threads of the chosen cores, each as many as the attempt puts on a core. */
static void
mark_chosen_threads(struct topofix_pin_search *search, unsigned count)
{
    unsigned short marked[CPUS_MAX] = { 0 };

    for (unsigned core = 0; core < search->host->limit; core++) {
        for (unsigned number = core; search->cores.is_chosen[core] && number < search->host->limit;
             number++) {
            if (count > 0 && search->host->cpus[number].at[TOPOFIX_PLACE_CORE] == (int)core &&
                topofix_pin_is_allowed(search, number) && marked[core] < search->attempt.threads) {
                search->is_next[number] = true;
                marked[core]++;
                count--;
            }
        }
        search->cores.is_chosen[core] = false;
    }
}

/*
 * Gives the marked CPUs to the cell's vCPUs in the order of the host. False if they do not suffice,
 * as with siblings that contradict one another.
 */
static bool
hand_out(struct topofix_pin_search *search, unsigned cell)
{
    for (unsigned id = 0; id < search->guest->vcpus.maximum; id++) {
        const struct topofix_place *first = NULL;

        if (!is_member(search, id, cell) || topofix_is_pinned(search->guest, id)) {
            continue;
        }
        for (unsigned number = 0; number < search->host->limit; number++) {
            const struct topofix_place *cpu = &search->host->cpus[number];

            if (search->is_next[number] && (!first || topofix_place_compare(cpu, first) < 0)) {
                first = cpu;
            }
        }
        if (!first) {
            return false;
        }
        search->cpus[id] = first->at[TOPOFIX_PLACE_CPU];
        search->is_next[search->cpus[id]] = false;
        search->is_taken[search->cpus[id]] = true;
        mark_node(search, first);
    }
    return true;
}

static bool
place_cell(struct topofix_pin_search *search, unsigned cell)
{
    const unsigned missing = count_missing(search, cell);
    const unsigned spare = mark_spare_threads(search, cell, missing);
    const unsigned threads = search->attempt.threads;
    const unsigned n_cores = (missing - spare + threads - 1) / threads;
    const struct topofix_place scope = scope_of(search, cell, n_cores);

    if (topofix_free_cores_count(&search->cores, &scope) < n_cores) {
        return false;
    }
    topofix_free_cores_choose(&search->cores, &scope, n_cores);
    mark_chosen_threads(search, missing - spare);
    return hand_out(search, cell);
}

bool
topofix_pin_attempt_make(struct topofix_pin_search *search,
                         const struct topofix_pin_attempt *attempt)
{
    const unsigned n_cells = attempt->by_cell ? search->guest->n_cells : 1;

    begin_attempt(search, attempt);
    for (unsigned cell = 0; cell < n_cells; cell++) {
        if (!place_cell(search, cell)) {
            return false;
        }
    }
    return true;
}

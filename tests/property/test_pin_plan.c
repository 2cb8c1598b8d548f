/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Random guests without pins, or with some, on random hosts: planned pins are distinct CPUs of one
 * kind that the guest may have, on whole cores, no pin that was there moves, the mirrored topology
 * is legal, and a plan for what is planned adds nothing. Cores that other domains have are used
 * only if there is no plan without them. TOPOFIX_PROPERTY_GUESTS sets how many are tried,
 * TOPOFIX_PROPERTY_SEED where to begin.
 */
#include "core/mirror.h"
#include "core/pin_plan.h"
#include "made_host.h"
#include "random.h"
#include "samples.h"

static const struct topofix_policy no_wishes;

enum { VCPUS_MAX = 64 };

struct trial {
    struct topofix_guest guest;
    struct made_host made;
    struct topofix_pin_room room;
    bool allowed[MADE_CPUS_MAX];
    unsigned char ranks[MADE_CPUS_MAX];
    bool was_pinned[VCPUS_MAX];
    unsigned threads;
    int first_slow; /* CPUs from here on are of another kind */
    int cells[VCPUS_MAX];
    int cpus[VCPUS_MAX];
};

static void
make_host(struct topofix_random *random, struct trial *trial)
{
    const unsigned sockets = 1 + topofix_random_below(random, 2);
    const unsigned caches = 1 + topofix_random_below(random, 3);
    const unsigned cores = 1 + topofix_random_below(random, 6);
    unsigned limit;

    trial->threads = 1 + topofix_random_below(random, 2);
    made_host_make(sockets, caches, 1, cores, trial->threads, &trial->made);
    limit = trial->made.pins.host.limit;
    trial->first_slow = (int)limit;
    if (topofix_random_below(random, 4) == 0) {
        trial->first_slow = (int)(limit / 2 - limit / 2 % trial->threads);
    }
    for (int cpu = trial->first_slow; cpu < (int)limit; cpu++) {
        trial->made.cpus[cpu].at[TOPOFIX_PLACE_KIND] = trial->first_slow;
    }
}

/* Some threads are not for the guest, others are other domains', and the first core is avoided. */
static void
make_room(struct topofix_random *random, struct trial *trial)
{
    const bool is_bounded = topofix_random_below(random, 3) == 0;
    const unsigned others = topofix_random_below(random, 4); /* of 5 threads */

    for (unsigned cpu = 0; cpu < trial->made.pins.host.limit; cpu++) {
        trial->allowed[cpu] = !is_bounded || topofix_random_below(random, 5) > 0;
        trial->ranks[cpu] = cpu == 0 ? TOPOFIX_PIN_HELPERS : TOPOFIX_PIN_FREE;
        if (topofix_random_below(random, 5) < others) {
            trial->ranks[cpu] = (unsigned char)topofix_random_below(random, TOPOFIX_PIN_RANKS);
        }
    }
    trial->room = (struct topofix_pin_room){ .allowed = trial->allowed,
                                             .ranks = trial->ranks,
                                             .threads_max = topofix_random_below(random, 5) == 0 };
}

static void
make_trial(struct topofix_random *random, struct trial *trial)
{
    const unsigned n_cells = 1 + topofix_random_below(random, 2);
    const bool has_pins = topofix_random_below(random, 3) == 0;
    unsigned limit;

    *trial = (struct trial){ .threads = 0 };
    make_host(random, trial);
    limit = trial->made.pins.host.limit < VCPUS_MAX ? trial->made.pins.host.limit : VCPUS_MAX;
    trial->guest =
        topofix_sample_guest(&topofix_sample_unlimited, 1 + topofix_random_below(random, limit));
    trial->guest.machine = topofix_machine_parse("x86_64", "q35");
    trial->guest.pins = &trial->made.pins;
    make_room(random, trial);
    for (unsigned id = 0; id < trial->guest.vcpus.maximum; id++) {
        unsigned cpu = id; /* of the fast ones, so that they are of one kind */

        trial->made.places[id] = topofix_place_nowhere();
        trial->cells[id] = (int)(id * n_cells / trial->guest.vcpus.maximum);
        if (has_pins && cpu < (unsigned)trial->first_slow && topofix_random_below(random, 3) == 0) {
            trial->made.places[id] = trial->made.cpus[cpu];
            trial->made.is_pinned[id] = true;
            trial->was_pinned[id] = true;
        }
    }
    if (n_cells > 1 && trial->guest.vcpus.maximum >= n_cells) {
        trial->guest.cell_of = trial->cells;
        trial->guest.n_cells = n_cells;
    }
}

/* Takes the plan over into the guest's pins. */
static void
check_cpus(struct trial *trial)
{
    bool is_taken[MADE_CPUS_MAX] = { false };
    int kind = TOPOFIX_NOWHERE;

    for (unsigned id = 0; id < trial->guest.vcpus.maximum; id++) {
        int cpu = trial->cpus[id];

        if (trial->was_pinned[id]) {
            assert_int_equal(cpu, TOPOFIX_NOWHERE);
            cpu = trial->made.places[id].at[TOPOFIX_PLACE_CPU];
        } else {
            assert_uint_in_range(cpu, 0, trial->made.pins.host.limit - 1);
            assert_true(trial->allowed[cpu]);
        }
        assert_false(is_taken[cpu]);
        is_taken[cpu] = true;
        trial->made.places[id] = trial->made.cpus[cpu];
        trial->made.is_pinned[id] = true;
        assert_true(kind == TOPOFIX_NOWHERE ||
                    trial->made.cpus[cpu].at[TOPOFIX_PLACE_KIND] == kind);
        kind = trial->made.cpus[cpu].at[TOPOFIX_PLACE_KIND];
    }
}

/* Cores have one vCPU each, or all but one core for each cell have all that they can. */
static void
check_whole_cores(const struct trial *trial)
{
    unsigned on_core[MADE_CPUS_MAX] = { 0 };
    unsigned n_shared = 0;
    unsigned n_single = 0;

    for (unsigned id = 0; id < trial->guest.vcpus.maximum; id++) {
        on_core[trial->made.places[id].at[TOPOFIX_PLACE_CORE]]++;
    }
    for (unsigned core = 0; core < trial->made.pins.host.limit; core++) {
        n_shared += on_core[core] > 1;
        n_single += on_core[core] == 1 && trial->threads > 1;
    }
    if (trial->room.threads_max == 1) {
        assert_int_equal(n_shared, 0);
    }
    assert_true(n_shared == 0 || n_single <= (trial->guest.cell_of ? trial->guest.n_cells : 1));
}

static bool
has_pins(const struct trial *trial)
{
    for (unsigned id = 0; id < trial->guest.vcpus.maximum; id++) {
        if (trial->was_pinned[id]) {
            return true;
        }
    }
    return false;
}

static bool
is_bounded(const struct trial *trial)
{
    for (unsigned cpu = 0; cpu < trial->made.pins.host.limit; cpu++) {
        if (!trial->allowed[cpu]) {
            return true;
        }
    }
    return false;
}

/* Why there is no plan: there is no room in the largest kind. */
static void
check_refusal(const struct trial *trial, const struct topofix_reason *reason)
{
    const unsigned fast = (unsigned)trial->first_slow;

    assert_int_equal(reason->code, TOPOFIX_REASON_PINS_NO_ROOM);
    if (!has_pins(trial) && !is_bounded(trial) && trial->room.threads_max == 0) {
        assert_true(trial->guest.vcpus.maximum > fast || fast == 0);
    }
    for (unsigned id = 0; id < trial->guest.vcpus.maximum; id++) {
        assert_int_equal(trial->cpus[id], TOPOFIX_NOWHERE);
    }
}

/* Marks the cores with another domain's vCPU. Returns how many of them the plan uses. */
static unsigned
find_others(const struct trial *trial, const int *cpus, bool *ret_is_other)
{
    bool is_counted[MADE_CPUS_MAX] = { false };
    unsigned n_used = 0;

    for (unsigned cpu = 0; cpu < trial->made.pins.host.limit; cpu++) {
        if (trial->ranks[cpu] >= TOPOFIX_PIN_DEFINED) {
            ret_is_other[trial->made.cpus[cpu].at[TOPOFIX_PLACE_CORE]] = true;
        }
    }
    for (unsigned id = 0; id < trial->guest.vcpus.maximum; id++) {
        int core =
            cpus[id] == TOPOFIX_NOWHERE ? -1 : trial->made.cpus[cpus[id]].at[TOPOFIX_PLACE_CORE];

        if (core >= 0 && ret_is_other[core] && !is_counted[core]) {
            is_counted[core] = true;
            n_used++;
        }
    }
    return n_used;
}

/* There is no plan without the cores that it shares with other domains. */
static void
check_others(const struct trial *trial, const int *cpus)
{
    bool is_other[MADE_CPUS_MAX] = { false };
    bool allowed[MADE_CPUS_MAX] = { false };
    int alone[VCPUS_MAX];
    struct topofix_pin_room room = trial->room;
    const unsigned n_shared = find_others(trial, cpus, is_other);

    room.allowed = allowed;
    for (unsigned cpu = 0; cpu < trial->made.pins.host.limit; cpu++) {
        allowed[cpu] =
            trial->allowed[cpu] && !is_other[trial->made.cpus[cpu].at[TOPOFIX_PLACE_CORE]];
    }
    assert_int_equal(
        topofix_pin_plan_find(&trial->guest, &trial->made.pins.host, &room, alone).code,
        n_shared > 0 ? TOPOFIX_REASON_PINS_NO_ROOM : TOPOFIX_REASON_NONE);
}

static void
check_mirror(struct trial *trial)
{
    const struct topofix_host any_host = { .qemu_version = 0 };
    struct topofix_mirror mirror = topofix_mirror_find(&trial->guest, &any_host, &no_wishes);

    assert_true(mirror.is_found);
    assert_true(topofix_topology_fits(&mirror.topology, &trial->guest, &any_host, NULL));
}

static bool
check_trial(struct trial *trial)
{
    const struct topofix_host_cpus *host = &trial->made.pins.host;
    const bool had_pins = has_pins(trial);
    struct topofix_reason reason =
        topofix_pin_plan_find(&trial->guest, host, &trial->room, trial->cpus);

    if (reason.code != TOPOFIX_REASON_NONE) {
        check_refusal(trial, &reason);
        return false;
    }
    check_others(trial, trial->cpus);
    check_cpus(trial);
    if (!had_pins) {
        check_whole_cores(trial);
    }
    check_mirror(trial);
    reason = topofix_pin_plan_find(&trial->guest, host, &trial->room, trial->cpus);
    assert_int_equal(reason.code, TOPOFIX_REASON_NONE);
    for (unsigned id = 0; id < trial->guest.vcpus.maximum; id++) {
        assert_int_equal(trial->cpus[id], TOPOFIX_NOWHERE);
    }
    return true;
}

static void
test_plans(void **state)
{
    unsigned count = topofix_random_iterations("TOPOFIX_PROPERTY_GUESTS", 5000);
    struct topofix_random random = { .state =
                                         topofix_random_iterations("TOPOFIX_PROPERTY_SEED", 1) };
    unsigned n_planned = 0;

    (void)state;
    for (unsigned i = 0; i < count; i++) {
        static struct trial trial;

        make_trial(&random, &trial);
        n_planned += check_trial(&trial);
    }
    print_message("%u of %u guests were pinned\n", n_planned, count);
    assert_true(n_planned > count / 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_plans) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

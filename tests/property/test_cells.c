/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Random guests with random NUMA cells: cells that are dealt out anew suit the topology, are legal
 * where they were, have the same sizes and all vCPUs, and dealing them again changes nothing; a
 * topology that follows the cells is legal, suits them, and loses no vCPU. TOPOFIX_PROPERTY_GUESTS
 * sets how many are tried, TOPOFIX_PROPERTY_SEED where to begin.
 */
#include "core/cells.h"
#include "knowledge/builtin.h"
#include "random.h"
#include "samples.h"
#include "testing.h"

static const struct topofix_policy no_wishes;
static const struct topofix_host any_host;

enum { VCPUS_MAX = 64, CELLS_MAX = 6 };

struct trial {
    struct topofix_guest guest;
    int cell_of[VCPUS_MAX];
};

static unsigned
one_of(struct topofix_random *random, const unsigned *values, size_t count)
{
    return values[topofix_random_below(random, (unsigned)count)];
}

/* In stripes, in a row of any sizes, or anyhow; each cell has a vCPU. */
static void
choose_cells(struct topofix_random *random, struct trial *trial)
{
    const unsigned n_vcpus = trial->guest.vcpus.maximum;
    const unsigned most = n_vcpus < CELLS_MAX ? n_vcpus : CELLS_MAX;
    const unsigned n_cells = 2 + topofix_random_below(random, most - 1);
    const unsigned kind = topofix_random_below(random, 3);
    const unsigned stripe = 1 + topofix_random_below(random, 4);

    for (unsigned id = 0; id < n_vcpus; id++) {
        trial->cell_of[id] = kind == 0   ? (int)(id / stripe % n_cells)
                             : kind == 1 ? (int)(id * n_cells / n_vcpus)
                                         : (int)topofix_random_below(random, n_cells);
    }
    for (unsigned cell = 0; cell < n_cells; cell++) {
        trial->cell_of[n_vcpus - 1 - cell] = (int)cell;
    }
    trial->guest.cell_of = trial->cell_of;
    trial->guest.n_cells = n_cells;
}

static void
make_trial(struct topofix_random *random, struct trial *trial)
{
    static const char *const machines[] = { "pc-q35-7.2", "pc-i440fx-8.0", "pseries-7.2", "virt" };
    static const char *const arches[] = { "x86_64", "x86_64", "ppc64", "riscv64" };
    static const unsigned counts[] = { 1, 1, 2, 2, 3, 4 };
    static const unsigned threads[] = { 1, 2, 2, 4 };
    const struct topofix_limits *limits = &topofix_limits_builtin;
    const unsigned machine = topofix_random_below(random, 4);
    struct topofix_topology topology = topofix_topology_make(
        one_of(random, counts, 6), machine < 2 ? one_of(random, counts, 4) : 1, 1,
        one_of(random, counts, 6), one_of(random, threads, 4));

    if (topofix_topology_product(&topology) == 1 ||
        topofix_topology_product(&topology) > VCPUS_MAX) {
        topology = topofix_topology_make(2, 1, 1, 2, 2);
    }
    trial->guest =
        topofix_sample_guest(&limits->oses[topofix_random_below(random, (unsigned)limits->n_oses)],
                             (unsigned)topofix_topology_product(&topology));
    trial->guest.topology = topology;
    trial->guest.has_topology = true;
    trial->guest.machine = topofix_machine_parse(arches[machine], machines[machine]);
    trial->guest.accelerator = TOPOFIX_ACCELERATOR_KVM;
    choose_cells(random, trial);
}

static void
check_sizes(const struct trial *trial, const int *dealt)
{
    int sizes[CELLS_MAX] = { 0 };

    for (unsigned id = 0; id < trial->guest.vcpus.maximum; id++) {
        assert_uint_in_range(dealt[id], 0, trial->guest.n_cells - 1);
        sizes[trial->cell_of[id]]++;
        sizes[dealt[id]]--;
    }
    for (int cell = 0; cell < CELLS_MAX; cell++) {
        assert_int_equal(sizes[cell], 0);
    }
}

/* Returns whether they were dealt. */
static bool
check_deal(const struct trial *trial)
{
    const struct topofix_topology *topology = &trial->guest.topology;
    struct topofix_guest after = trial->guest;
    int dealt[VCPUS_MAX];
    int again[VCPUS_MAX];

    if (!topofix_cells_deal(&trial->guest, topology, dealt)) {
        return false;
    }
    after.cell_of = dealt;
    check_sizes(trial, dealt);
    assert_true(topofix_cells_suit(&after, topology));
    assert_true(!topofix_topology_fits(topology, &trial->guest, &any_host, NULL) ||
                topofix_topology_fits(topology, &after, &any_host, NULL));
    assert_true(topofix_cells_deal(&after, topology, again));
    assert_memory_equal(again, dealt, after.vcpus.maximum * sizeof(*dealt));
    return true;
}

static bool
check_follow(const struct trial *trial)
{
    const struct topofix_guest *guest = &trial->guest;
    struct topofix_guest after = *guest;
    struct topofix_topology again;
    struct topofix_range now = topofix_guest_usable(guest, &guest->topology, &guest->vcpus);
    struct topofix_range then;

    if (!topofix_cells_follow(guest, &any_host, &no_wishes, &guest->topology, &after.topology)) {
        return false;
    }
    then = topofix_guest_usable(&after, &after.topology, &after.vcpus);
    assert_true(topofix_topology_fits(&after.topology, &after, &any_host, NULL));
    assert_true(topofix_cells_suit(&after, &after.topology));
    assert_true(then.min >= now.min && then.max >= now.max);
    if (topofix_cells_follow(&after, &any_host, &no_wishes, &after.topology, &again)) {
        assert_true(topofix_topology_equals(&again, &after.topology));
    }
    return true;
}

static void
test_cells(void **state)
{
    const unsigned count = topofix_random_iterations("TOPOFIX_PROPERTY_GUESTS", 10000);
    struct topofix_random random = { .state =
                                         topofix_random_iterations("TOPOFIX_PROPERTY_SEED", 1) };
    unsigned n_dealt = 0;
    unsigned n_followed = 0;

    (void)state;
    for (unsigned i = 0; i < count; i++) {
        struct trial trial;

        make_trial(&random, &trial);
        n_dealt += check_deal(&trial);
        n_followed += check_follow(&trial);
    }
    print_message("of %u guests, %u had cells dealt, %u followed theirs\n", count, n_dealt,
                  n_followed);
    assert_true(n_dealt > count / 10);
    assert_true(n_followed > count / 10);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cells) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

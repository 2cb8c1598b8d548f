/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Random guests with random pins on random hosts: a mirrored topology is legal, loses no vCPU, is
 * left alone by a fix, and mirroring again changes nothing. TOPOFIX_PROPERTY_GUESTS sets how many
 * are tried, TOPOFIX_PROPERTY_SEED where to begin.
 */
#include "core/mirror.h"
#include "knowledge/builtin.h"
#include "made_host.h"
#include "random.h"
#include "samples.h"

static const struct topofix_policy no_wishes;

enum { VCPUS_MAX = 64 };

/* A guest, what it is pinned to, and where that is. */
struct trial {
    struct topofix_guest guest;
    struct topofix_host host;
    struct made_host made;
    unsigned cpus[VCPUS_MAX];
    int cells[VCPUS_MAX];
};

static unsigned
one_of(struct topofix_random *random, const unsigned *values, size_t count)
{
    return values[topofix_random_below(random, (unsigned)count)];
}

static void
make_host(struct topofix_random *random, struct made_host *host)
{
    static const unsigned few[] = { 1, 1, 2, 2, 3, 4 };
    static const unsigned threads[] = { 1, 2, 2, 4 };
    unsigned counts[4];

    for (size_t i = 0; i < 4; i++) {
        counts[i] = one_of(random, few, i == 2 ? 3 : ARRAY_SIZE(few));
    }
    if (counts[0] * counts[1] * counts[2] * counts[3] > MADE_CPUS_MAX / 4) {
        counts[0] = 1;
    }
    made_host_make(counts[0], counts[1], counts[2], counts[3], one_of(random, threads, 4), host);
}

/* In the host's order, in that of its first threads, backwards, or anyhow. */
static void
choose_cpus(struct topofix_random *random, struct trial *trial)
{
    const unsigned limit = trial->made.pins.host.limit;
    const unsigned kind = topofix_random_below(random, 4);
    const unsigned step = 1 + topofix_random_below(random, 2);

    for (unsigned id = 0; id < trial->guest.vcpus.maximum; id++) {
        unsigned walked = id * step;

        trial->cpus[id] = kind == 0   ? id % limit
                          : kind == 1 ? (walked % limit + walked / limit) % limit
                          : kind == 2 ? limit - 1 - id % limit
                                      : topofix_random_below(random, limit);
    }
    if (kind != 3 || topofix_random_below(random, 4) > 0) {
        for (unsigned id = 0; kind == 3 && id < trial->guest.vcpus.maximum; id++) {
            trial->cpus[id] = (trial->cpus[0] + id * 7) % limit; /* most of them differ */
        }
    }
}

static void
make_guest(struct topofix_random *random, struct topofix_guest *ret_guest, unsigned vcpus)
{
    static const char *const machines[] = { "q35", "pc", "pc-q35-7.2", "virt", "microvm" };
    const struct topofix_limits *limits = &topofix_limits_builtin;
    const char *machine = machines[topofix_random_below(random, ARRAY_SIZE(machines))];
    const struct topofix_os *os =
        topofix_random_below(random, 5) == 0
            ? NULL
            : &limits->oses[topofix_random_below(random, (unsigned)limits->n_oses)];

    *ret_guest = topofix_sample_guest(os, vcpus);
    ret_guest->machine =
        topofix_machine_parse(strcmp(machine, "virt") == 0 ? "aarch64" : "x86_64", machine);
    ret_guest->accelerator = (enum topofix_accelerator)topofix_random_below(random, 3);
    ret_guest->smt = topofix_random_below(random, 4) == 0 ? TOPOFIX_SMT_HIDDEN : TOPOFIX_SMT_SHOWN;
}

static void
make_trial(struct topofix_random *random, struct trial *trial)
{
    static const unsigned versions[] = { 0, 7002022, 10000013 };
    unsigned n_cells = 1 + topofix_random_below(random, 3);
    unsigned limit;

    make_host(random, &trial->made);
    limit = trial->made.pins.host.limit < VCPUS_MAX ? trial->made.pins.host.limit : VCPUS_MAX;
    make_guest(random, &trial->guest, 1 + topofix_random_below(random, limit));
    trial->host = (struct topofix_host){ .qemu_version = one_of(random, versions, 3) };
    choose_cpus(random, trial);
    made_host_pin(&trial->made, &trial->guest, trial->cpus);
    if (n_cells > 1 && trial->guest.vcpus.maximum >= n_cells) {
        for (unsigned id = 0; id < trial->guest.vcpus.maximum; id++) {
            trial->cells[id] = (int)(id * n_cells / trial->guest.vcpus.maximum);
        }
        trial->guest.cell_of = trial->cells;
        trial->guest.n_cells = n_cells;
    }
}

/* Gives the vCPUs their pins in the host's order. Returns whether any pin moves. */
static bool
reorder(struct trial *trial)
{
    unsigned order[VCPUS_MAX];
    unsigned cpus[VCPUS_MAX] = { 0 };
    bool helps = topofix_mirror_order(&trial->guest, order);
    bool seen[VCPUS_MAX] = { false };

    for (unsigned id = 0; id < trial->guest.vcpus.maximum; id++) {
        assert_false(seen[order[id]]);
        seen[order[id]] = true;
        assert_true(helps || order[id] == id);
        if (trial->guest.cell_of) {
            assert_int_equal(trial->cells[order[id]], trial->cells[id]);
        }
        cpus[id] = trial->cpus[order[id]];
    }
    memcpy(trial->cpus, cpus, sizeof(cpus));
    made_host_pin(&trial->made, &trial->guest, trial->cpus);
    return helps;
}

static void
check_trial(struct trial *trial, unsigned *n_found)
{
    struct topofix_guest *guest = &trial->guest;
    struct topofix_vcpus all = guest->vcpus;
    struct topofix_mirror mirror;
    struct topofix_mirror again;
    struct topofix_range before;
    struct topofix_range after;

    reorder(trial);
    assert_false(reorder(trial));
    mirror = topofix_mirror_find(guest, &trial->host, &no_wishes);
    assert_true(mirror.is_found || mirror.n_reasons > 0);
    assert_true(mirror.n_reasons < TOPOFIX_MIRROR_REASONS_MAX);
    if (!mirror.is_found) {
        return;
    }
    (*n_found)++;
    assert_true(topofix_topology_fits(&mirror.topology, guest, &trial->host, NULL));
    before = topofix_guest_usable(guest, &guest->topology, &all);
    after = topofix_guest_usable(guest, &mirror.topology, &all);
    assert_true(after.min >= before.min && after.max >= before.max);
    guest->topology = mirror.topology;
    guest->has_topology = true;
    again = topofix_mirror_find(guest, &trial->host, &no_wishes);
    assert_true(again.is_found);
    assert_true(topofix_topology_equals(&again.topology, &mirror.topology));
    assert_false(topofix_diagnose(guest, &trial->host, &no_wishes).has_wanted);
}

static void
test_mirrors(void **state)
{
    unsigned count = topofix_random_iterations("TOPOFIX_PROPERTY_GUESTS", 20000);
    struct topofix_random random = { .state =
                                         topofix_random_iterations("TOPOFIX_PROPERTY_SEED", 1) };
    unsigned n_found = 0;

    (void)state;
    for (unsigned i = 0; i < count; i++) {
        static struct trial trial;

        make_trial(&random, &trial);
        check_trial(&trial, &n_found);
    }
    print_message("%u of %u guests were mirrored\n", n_found, count);
    assert_true(n_found > count / 10 * 9);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_mirrors) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hazards.h"
#include "samples.h"
#include "testing.h"

static const struct topofix_host old_qemu = { .qemu_version = 7002022 };

/* A guest that has no hazard of its own. */
static struct topofix_guest
guest_of(const char *arch, const char *machine, enum topofix_accelerator accelerator,
         struct topofix_topology topology)
{
    struct topofix_guest guest =
        topofix_sample_with(NULL, (unsigned)topofix_topology_product(&topology), topology);

    guest.machine = topofix_machine_parse(arch, machine);
    guest.accelerator = accelerator;
    return guest;
}

/* Exactly this hazard, or none at all. */
static void
check_hazard(const struct topofix_guest *guest, const struct topofix_host *host,
             enum topofix_reason_code code, uint64_t found, uint64_t expected)
{
    struct topofix_reason reasons[8] = { { .code = TOPOFIX_REASON_NONE } };
    size_t count = topofix_hazards_of(&guest->topology, guest, host, reasons, 8);

    assert_int_equal(count, code != TOPOFIX_REASON_NONE);
    assert_int_equal(reasons[0].code, code);
    assert_int_equal(reasons[0].found, found);
    assert_int_equal(reasons[0].expected, expected);
    assert_int_equal(topofix_hazards_of(&guest->topology, guest, host, NULL, 0), count);
}

/* Measured: those with a hole hang at boot under TCG of 7.2, each time. */
static void
test_apic_holes(void **state)
{
    static const struct topofix_topology hang[] = {
        { { 2, 1, 1, 3, 1 } }, { { 1, 1, 1, 2, 3 } }, { { 1, 2, 1, 3, 1 } }, { { 2, 1, 1, 1, 3 } }
    };
    static const struct topofix_topology boot[] = { { { 1, 1, 1, 3, 1 } }, { { 1, 1, 1, 3, 2 } },
                                                    { { 3, 1, 1, 3, 1 } }, { { 4, 1, 1, 3, 1 } },
                                                    { { 2, 1, 1, 5, 1 } }, { { 2, 1, 1, 6, 1 } },
                                                    { { 2, 1, 1, 2, 3 } }, { { 6, 1, 1, 1, 1 } } };
    const enum topofix_accelerator tcg = TOPOFIX_ACCELERATOR_TCG;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(hang); i++) {
        struct topofix_guest guest = guest_of("x86_64", i % 2 ? "q35" : "pc", tcg, hang[i]);

        check_hazard(&guest, &old_qemu, TOPOFIX_REASON_APIC_HOLES, 6, 0);
    }
    for (size_t i = 0; i < ARRAY_SIZE(boot); i++) {
        struct topofix_guest guest = guest_of("x86_64", "pc", tcg, boot[i]);

        check_hazard(&guest, &old_qemu, TOPOFIX_REASON_NONE, 0, 0);
    }
}

static void
test_apic_holes_where(void **state)
{
    const struct topofix_topology hole = topofix_topology_make(2, 1, 1, 3, 1);
    const struct topofix_host unknown = { .qemu_version = 0 };
    const struct topofix_host fixed = { .qemu_version = 9000000 };
    const struct topofix_host before = { .qemu_version = 8002000 };
    struct topofix_guest guest = guest_of("x86_64", "pc", TOPOFIX_ACCELERATOR_TCG, hole);

    (void)state;
    check_hazard(&guest, &before, TOPOFIX_REASON_APIC_HOLES, 6, 0);
    check_hazard(&guest, &fixed, TOPOFIX_REASON_NONE, 0, 0);
    check_hazard(&guest, &unknown, TOPOFIX_REASON_NONE, 0, 0);
    guest.vcpus.present = 4;
    check_hazard(&guest, &old_qemu, TOPOFIX_REASON_APIC_HOLES, 6, 0);
    guest.vcpus.present = 3;
    check_hazard(&guest, &old_qemu, TOPOFIX_REASON_NONE, 0, 0);
    guest = guest_of("x86_64", "pc", TOPOFIX_ACCELERATOR_KVM, hole);
    check_hazard(&guest, &old_qemu, TOPOFIX_REASON_NONE, 0, 0);
    guest = guest_of("aarch64", "virt", TOPOFIX_ACCELERATOR_TCG, hole);
    check_hazard(&guest, &old_qemu, TOPOFIX_REASON_NONE, 0, 0);
}

static void
test_aborting_dies(void **state)
{
    const struct topofix_host unknown = { .qemu_version = 0 };
    const struct topofix_host fine = { .qemu_version = 9000099 };
    const struct topofix_host aborts = { .qemu_version = 9001000 };
    struct topofix_guest guest =
        guest_of("x86_64", "q35", TOPOFIX_ACCELERATOR_TCG, topofix_topology_make(1, 2, 1, 4, 1));

    (void)state;
    check_hazard(&guest, &aborts, TOPOFIX_REASON_NONE, 0, 0);
    guest.ends_at_leaf_1f = true;
    check_hazard(&guest, &aborts, TOPOFIX_REASON_DIES_ABORT, 2, 0);
    check_hazard(&guest, &fine, TOPOFIX_REASON_NONE, 0, 0);
    check_hazard(&guest, &unknown, TOPOFIX_REASON_NONE, 0, 0);
    guest.accelerator = TOPOFIX_ACCELERATOR_KVM;
    check_hazard(&guest, &aborts, TOPOFIX_REASON_NONE, 0, 0);
    guest =
        guest_of("x86_64", "q35", TOPOFIX_ACCELERATOR_TCG, topofix_topology_make(2, 1, 1, 4, 1));
    guest.ends_at_leaf_1f = true;
    check_hazard(&guest, &aborts, TOPOFIX_REASON_NONE, 0, 0);
}

static void
test_high_apic_ids(void **state)
{
    const struct topofix_topology high = topofix_topology_make(3, 1, 1, 33, 2);
    const struct topofix_topology edge = topofix_topology_make(64, 1, 1, 3, 1);
    struct topofix_guest guest = guest_of("x86_64", "q35", TOPOFIX_ACCELERATOR_KVM, high);

    (void)state;
    check_hazard(&guest, &old_qemu, TOPOFIX_REASON_APIC_ID_HIGH, 321, 254);
    guest.has_eim = true;
    check_hazard(&guest, &old_qemu, TOPOFIX_REASON_NONE, 0, 0);
    guest = guest_of("x86_64", "pc", TOPOFIX_ACCELERATOR_KVM, edge);
    check_hazard(&guest, &old_qemu, TOPOFIX_REASON_NONE, 0, 0);
    guest = guest_of("x86_64", "pc", TOPOFIX_ACCELERATOR_UNKNOWN, high);
    check_hazard(&guest, &old_qemu, TOPOFIX_REASON_NONE, 0, 0);
    guest = guest_of("aarch64", "virt", TOPOFIX_ACCELERATOR_KVM, high);
    check_hazard(&guest, &old_qemu, TOPOFIX_REASON_NONE, 0, 0);
}

static void
test_hidden_threads(void **state)
{
    struct topofix_guest guest =
        guest_of("x86_64", "pc", TOPOFIX_ACCELERATOR_TCG, topofix_topology_make(1, 1, 1, 2, 2));

    (void)state;
    check_hazard(&guest, &old_qemu, TOPOFIX_REASON_NONE, 0, 0);
    guest.smt = TOPOFIX_SMT_HIDDEN;
    check_hazard(&guest, &old_qemu, TOPOFIX_REASON_HIDDEN_THREADS, 2, 0);
    guest.topology = topofix_topology_make(1, 1, 1, 4, 1);
    check_hazard(&guest, &old_qemu, TOPOFIX_REASON_NONE, 0, 0);
}

static void
test_split_cores(void **state)
{
    static const int whole[] = { 0, 0, 1, 1 };
    static const int split[] = { 0, 1, 0, 1 };
    struct topofix_guest guest =
        guest_of("x86_64", "pc", TOPOFIX_ACCELERATOR_KVM, topofix_topology_make(1, 1, 1, 2, 2));

    (void)state;
    guest.n_cells = 2;
    guest.cell_of = whole;
    check_hazard(&guest, &old_qemu, TOPOFIX_REASON_NONE, 0, 0);
    guest.cell_of = split;
    check_hazard(&guest, &old_qemu, TOPOFIX_REASON_CELL_SPLITS_CORE, 2, 0);
    guest.topology = topofix_topology_make(1, 1, 1, 4, 1);
    check_hazard(&guest, &old_qemu, TOPOFIX_REASON_NONE, 0, 0);
}

#define NOWHERE TOPOFIX_NOWHERE

static void
test_pinned_threads(void **state)
{
    static const struct {
        int core_of[8];
        unsigned vcpus;
        unsigned threads;
    } cases[] = {
        { { 0, 0, 1, 1 }, 4, 2 },
        { { 3, 3, 3, 3, 9, 9, 9, 9 }, 8, 4 },
        { { 0, 1, 2, 3 }, 4, 1 },
        { { 0, 0, 0, 0 }, 4, 4 },
        { { 0, 1, 0, 1 }, 4, 1 }, /* siblings, but not next to each other */
        { { 0, 0, 1, 2 }, 4, 1 }, /* runs that differ */
        { { 0, 0, 0, 1, 1, 1, 1, 1 }, 8, 1 },
        { { 0, 1, 1 }, 3, 1 },
        { { 0, 0, 1, NOWHERE }, 4, 0 },
        { { NOWHERE, 0, 0, 1 }, 4, 0 },
        { { NOWHERE }, 1, 0 },
        { { 5 }, 1, 1 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_guest guest = topofix_sample_guest(NULL, cases[i].vcpus);

        assert_int_equal(topofix_pinned_threads(&guest), 0);
        guest.core_of = cases[i].core_of;
        assert_int_equal(topofix_pinned_threads(&guest), cases[i].threads);
    }
}

static void
test_contrary_pins(void **state)
{
    static const int pairs[] = { 0, 0, 1, 1, 2, 2, 3, 3 };
    static const int single[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
    static const int fours[] = { 0, 0, 0, 0, 1, 1, 1, 1 };
    struct topofix_guest guest =
        guest_of("x86_64", "pc", TOPOFIX_ACCELERATOR_KVM, topofix_topology_make(1, 1, 1, 4, 2));

    (void)state;
    guest.core_of = pairs;
    check_hazard(&guest, &old_qemu, TOPOFIX_REASON_NONE, 0, 0);
    guest.core_of = fours; /* two of the guest's cores on each of the host's */
    check_hazard(&guest, &old_qemu, TOPOFIX_REASON_NONE, 0, 0);
    guest.core_of = single;
    check_hazard(&guest, &old_qemu, TOPOFIX_REASON_PINNING, 2, 1);
    guest.core_of = pairs;
    guest.topology = topofix_topology_make(1, 1, 1, 2, 4);
    check_hazard(&guest, &old_qemu, TOPOFIX_REASON_PINNING, 4, 2);
    guest.topology = topofix_topology_make(1, 1, 1, 8, 1);
    check_hazard(&guest, &old_qemu, TOPOFIX_REASON_NONE, 0, 0);
}

/* Whole cells in a socket are as on hosts, and whole sockets in a cell, too. */
static void
test_crossing_cells(void **state)
{
    static const struct {
        unsigned sockets;
        unsigned n_cells;
        int cell_of[8];
        bool crosses;
    } cases[] = {
        { 2, 2, { 0, 0, 1, 1, 0, 0, 1, 1 }, true },  /* measured */
        { 2, 2, { 0, 0, 0, 0, 1, 1, 1, 1 }, false }, /* a cell each */
        { 2, 4, { 0, 0, 1, 1, 2, 2, 3, 3 }, false }, /* two cells each */
        { 4, 2, { 0, 0, 0, 0, 1, 1, 1, 1 }, false }, /* two sockets each */
        { 2, 3, { 0, 0, 0, 1, 1, 1, 2, 2 }, true },  /* cell 1 is in both */
        { 2, 2, { 0, 0, 0, 0, 0, 0, 1, 1 }, true },
        { 1, 2, { 0, 1, 0, 1, 0, 1, 0, 1 }, false }, /* one socket cannot cross */
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_guest guest =
            guest_of("x86_64", "q35", TOPOFIX_ACCELERATOR_KVM,
                     topofix_topology_make(cases[i].sockets, 1, 1, 8 / cases[i].sockets, 1));

        guest.cell_of = cases[i].cell_of;
        guest.n_cells = cases[i].n_cells;
        check_hazard(&guest, &old_qemu,
                     cases[i].crosses ? TOPOFIX_REASON_CELLS_CROSS_SOCKETS : TOPOFIX_REASON_NONE,
                     cases[i].crosses ? cases[i].n_cells : 0,
                     cases[i].crosses ? cases[i].sockets : 0);
    }
}

/* Worst first, and no more of them than there is room for. */
static void
test_several(void **state)
{
    static const int single[] = { 0, 1, 2, 3, 4, 5 };
    static const int split[] = { 0, 1, 0, 1, 0, 1 };
    static const enum topofix_reason_code order[] = {
        TOPOFIX_REASON_APIC_HOLES, TOPOFIX_REASON_HIDDEN_THREADS, TOPOFIX_REASON_CELL_SPLITS_CORE,
        TOPOFIX_REASON_CELLS_CROSS_SOCKETS, TOPOFIX_REASON_PINNING
    };
    struct topofix_guest guest =
        guest_of("x86_64", "pc", TOPOFIX_ACCELERATOR_TCG, topofix_topology_make(2, 1, 1, 1, 3));

    (void)state;
    guest.smt = TOPOFIX_SMT_HIDDEN;
    guest.cell_of = split;
    guest.n_cells = 2;
    guest.core_of = single;
    for (size_t room = 0; room <= ARRAY_SIZE(order); room++) {
        struct topofix_reason reasons[6] = { { .code = TOPOFIX_REASON_NONE } };

        assert_int_equal(topofix_hazards_of(&guest.topology, &guest, &old_qemu, reasons, room), 5);
        for (size_t i = 0; i < 6; i++) {
            assert_int_equal(reasons[i].code, i < room ? order[i] : TOPOFIX_REASON_NONE);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_apic_holes),     cmocka_unit_test(test_apic_holes_where),
        cmocka_unit_test(test_aborting_dies),  cmocka_unit_test(test_high_apic_ids),
        cmocka_unit_test(test_hidden_threads), cmocka_unit_test(test_split_cores),
        cmocka_unit_test(test_pinned_threads), cmocka_unit_test(test_contrary_pins),
        cmocka_unit_test(test_crossing_cells), cmocka_unit_test(test_several),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

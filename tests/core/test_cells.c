/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules of QEMU's machines for NUMA cells. */
#include "core/solve.h"
#include "rules.h"
#include "samples.h"
#include "testing.h"

static void
test_cells(void **state)
{
    static const int whole[] = { 0, 0, 1, 1, 0, 0, 1, 1 };
    static const int split[] = { 0, 1, 1, 1, 0, 0, 1, 1 };
    static const struct {
        const char *arch;
        const char *machine;
        const int *cell_of;
        unsigned threads;
        bool fits;
    } cases[] = {
        { "ppc64", "pseries", whole, 2, true },  { "ppc64", "pseries", split, 2, false },
        { "ppc64", "pseries", whole, 4, false }, { "ppc64", "pseries", split, 1, true },
        { "ppc64", "pseries", NULL, 4, true },   { "x86_64", "pc", split, 2, true },
        { "aarch64", "virt", split, 2, true },
    };
    const struct topofix_host host = { .machine_vcpus_max = 0 };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_topology topology =
            topofix_topology_make(1, 1, 1, 8 / cases[i].threads, cases[i].threads);
        struct topofix_guest guest = topofix_sample_with(NULL, 8, topology);
        struct topofix_reason reason = { .code = TOPOFIX_REASON_NONE };

        guest.machine = topofix_machine_parse(cases[i].arch, cases[i].machine);
        guest.accelerator = TOPOFIX_ACCELERATOR_KVM;
        guest.cell_of = cases[i].cell_of;
        guest.n_cells = cases[i].cell_of ? 2 : 0;
        assert_int_equal(topofix_topology_fits(&topology, &guest, &host, &reason), cases[i].fits);
        assert_int_equal(reason.code,
                         cases[i].fits ? TOPOFIX_REASON_NONE : TOPOFIX_REASON_CELL_SPLITS_CORE);
    }
}

/* QEMU's RISC-V machine wants the vCPUs of a cell to be consecutive. */
static void
test_scattered_cells(void **state)
{
    static const struct {
        int cell_of[4];
        bool fits;
    } cases[] = {
        { { 0, 0, 1, 1 }, true },  { { 0, 1, 1, 1 }, true },  { { 1, 1, 1, 0 }, true },
        { { 0, 1, 0, 0 }, false }, { { 0, 1, 1, 0 }, false }, { { 0, 0, 1, 0 }, false },
    };
    const struct topofix_host host = { .machine_vcpus_max = 0 };
    const struct topofix_topology topology = topofix_topology_make(1, 1, 1, 4, 1);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_guest guest = topofix_sample_with(NULL, 4, topology);
        struct topofix_reason reason = { .code = TOPOFIX_REASON_NONE };

        guest.machine = topofix_machine_parse("riscv64", "virt");
        guest.accelerator = TOPOFIX_ACCELERATOR_TCG;
        guest.cell_of = cases[i].cell_of;
        guest.n_cells = 2;
        assert_int_equal(topofix_topology_fits(&topology, &guest, &host, &reason), cases[i].fits);
        assert_int_equal(reason.code,
                         cases[i].fits ? TOPOFIX_REASON_NONE : TOPOFIX_REASON_CELL_SCATTERED);
    }
}

/* A group crosses cells where one of them has vCPUs of other groups, too. */
static void
test_crossing_cells(void **state)
{
    static const struct {
        int cell_of[4];
        bool cross;
    } cases[] = {
        { { 0, 0, 1, 1 }, false }, { { 0, 1, 1, 1 }, true },  { { 0, 0, 0, 1 }, true },
        { { 0, 1, 0, 1 }, true },  { { 0, 1, 2, 3 }, false }, { { 0, 0, 0, 0 }, false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_guest guest =
            topofix_sample_with(NULL, 4, topofix_topology_make(1, 1, 1, 2, 2));

        guest.cell_of = cases[i].cell_of;
        guest.n_cells = 4;
        assert_int_equal(topofix_cells_cross(&guest, 2), cases[i].cross);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_scattered_cells),
        cmocka_unit_test(test_crossing_cells),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

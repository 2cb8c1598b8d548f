/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/machine.h"
#include "testing.h"

static void
test_names(void **state)
{
    static const struct {
        const char *arch;
        const char *machine;
        enum topofix_machine_kind kind;
        unsigned version;
    } cases[] = {
        { "x86_64", "pc", TOPOFIX_MACHINE_PC, 0 },
        { "x86_64", "pc-i440fx-7.2", TOPOFIX_MACHINE_PC, 702 },
        { "x86_64", "pc-i440fx-2.11", TOPOFIX_MACHINE_PC, 211 },
        { "x86_64", "pc-1.3", TOPOFIX_MACHINE_PC, 103 },
        { "i686", "pc-0.12", TOPOFIX_MACHINE_PC, 12 },
        { "x86_64", "pc-i440fx-jammy", TOPOFIX_MACHINE_PC, 0 },
        { "x86_64", "pc-i440fx-rhel7.6.0", TOPOFIX_MACHINE_PC, 0 },
        { "x86_64", "q35", TOPOFIX_MACHINE_Q35, 0 },
        { "x86_64", "pc-q35-6.1", TOPOFIX_MACHINE_Q35, 601 },
        { "x86_64", "pc-q35-10.2", TOPOFIX_MACHINE_Q35, 1002 },
        { "x86_64", "pc-q35-2.10", TOPOFIX_MACHINE_Q35, 210 },
        { "x86_64", "pc-q35-rhel9.2.0", TOPOFIX_MACHINE_Q35, 0 },
        { "x86_64", "pc-q35-jammy-hpb", TOPOFIX_MACHINE_Q35, 0 },
        { "x86_64", "microvm", TOPOFIX_MACHINE_MICROVM, 0 },
        { "i686", "isapc", TOPOFIX_MACHINE_ISAPC, 0 },
        { "aarch64", "virt", TOPOFIX_MACHINE_ARM_VIRT, 0 },
        { "aarch64", "virt-8.2", TOPOFIX_MACHINE_ARM_VIRT, 802 },
        { "armv7l", "virt-2.9", TOPOFIX_MACHINE_ARM_VIRT, 209 },
        { "riscv64", "virt", TOPOFIX_MACHINE_RISCV_VIRT, 0 },
        { "riscv32", "virt", TOPOFIX_MACHINE_RISCV_VIRT, 0 },
        { "ppc64", "pseries-7.2", TOPOFIX_MACHINE_PSERIES, 702 },
        { "ppc64le", "pseries", TOPOFIX_MACHINE_PSERIES, 0 },
        { "s390x", "s390-ccw-virtio-7.1", TOPOFIX_MACHINE_S390_CCW, 701 },
        { "s390x", "s390-ccw-virtio", TOPOFIX_MACHINE_S390_CCW, 0 },
        { "ppc64", "powernv", TOPOFIX_MACHINE_UNKNOWN, 0 },
        { "loongarch64", "virt", TOPOFIX_MACHINE_UNKNOWN, 0 },
        { NULL, "virt", TOPOFIX_MACHINE_UNKNOWN, 0 },
        { NULL, "q35", TOPOFIX_MACHINE_Q35, 0 },
        { "x86_64", "pcx", TOPOFIX_MACHINE_UNKNOWN, 0 },
        { "x86_64", "xenfv", TOPOFIX_MACHINE_UNKNOWN, 0 },
        { "x86_64", "", TOPOFIX_MACHINE_UNKNOWN, 0 },
        { "x86_64", NULL, TOPOFIX_MACHINE_UNKNOWN, 0 },
        { "x86_64", "pc-q35-7", TOPOFIX_MACHINE_Q35, 0 },
        { "x86_64", "pc-q35-99999999999999.1", TOPOFIX_MACHINE_Q35, 0 },
        { "x86_64", "pc-q35-7.", TOPOFIX_MACHINE_Q35, 0 },
        { "x86_64", "pc-q35-.5", TOPOFIX_MACHINE_Q35, 0 },
        { "x86_64", "pc-q35-7.x", TOPOFIX_MACHINE_Q35, 0 },
        { "x86_64", "pc-q35-7./", TOPOFIX_MACHINE_Q35, 0 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_machine machine = topofix_machine_parse(cases[i].arch, cases[i].machine);

        if (machine.kind != cases[i].kind || machine.version != cases[i].version) {
            fail_msg("%s: kind %d version %u", cases[i].machine, (int)machine.kind,
                     machine.version);
        }
    }
}

static void
test_maxima(void **state)
{
    static const struct {
        enum topofix_machine_kind kind;
        unsigned version;
        unsigned maximum;
    } cases[] = {
        { TOPOFIX_MACHINE_PC, 0, 255 },         { TOPOFIX_MACHINE_PC, 702, 255 },
        { TOPOFIX_MACHINE_PC, 1002, 255 },      { TOPOFIX_MACHINE_Q35, 204, 255 },
        { TOPOFIX_MACHINE_Q35, 207, 255 },      { TOPOFIX_MACHINE_Q35, 208, 288 },
        { TOPOFIX_MACHINE_Q35, 211, 288 },      { TOPOFIX_MACHINE_Q35, 702, 288 },
        { TOPOFIX_MACHINE_Q35, 800, 288 },      { TOPOFIX_MACHINE_Q35, 801, 1024 },
        { TOPOFIX_MACHINE_Q35, 802, 1024 },     { TOPOFIX_MACHINE_Q35, 900, 4096 },
        { TOPOFIX_MACHINE_Q35, 1002, 4096 },    { TOPOFIX_MACHINE_Q35, 0, 4096 },
        { TOPOFIX_MACHINE_MICROVM, 0, 288 },    { TOPOFIX_MACHINE_ISAPC, 0, 1 },
        { TOPOFIX_MACHINE_ARM_VIRT, 802, 512 }, { TOPOFIX_MACHINE_PSERIES, 702, 4096 },
        { TOPOFIX_MACHINE_S390_CCW, 702, 248 }, { TOPOFIX_MACHINE_RISCV_VIRT, 0, 512 },
        { TOPOFIX_MACHINE_UNKNOWN, 0, 0 },      { TOPOFIX_MACHINE_UNKNOWN, 702, 0 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const struct topofix_machine machine = { .kind = cases[i].kind,
                                                 .version = cases[i].version };

        assert_int_equal(topofix_machine_vcpus_max(&machine), cases[i].maximum);
    }
}

/* What no machine refuses, and no more of one that is not known. */
static void
test_vcpus_always(void **state)
{
    static const struct {
        const char *machine;
        unsigned vcpus;
    } cases[] = { { "pc-i440fx-rhel7.6.0", 64 }, { "q35", 64 }, { "isapc", 0 }, { "xenfv", 0 } };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const struct topofix_machine machine = topofix_machine_parse("x86_64", cases[i].machine);

        assert_int_equal(topofix_machine_vcpus_always(&machine), cases[i].vcpus);
        assert_true(cases[i].vcpus == 0 || topofix_machine_vcpus_max(&machine) >= cases[i].vcpus);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_vcpus_always),
        cmocka_unit_test(test_maxima),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

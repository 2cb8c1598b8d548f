/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Every rule as values, accepted and refused, for machines of every architecture: neither libvirt
 * nor QEMU is asked here (tests/real/test-agree.bash does that for x86).
 */
#include "core/solve.h"
#include "samples.h"
#include "testing.h"

enum { TCG = TOPOFIX_ACCELERATOR_TCG, KVM = TOPOFIX_ACCELERATOR_KVM, NONE = 0 };

#define FITS .code = TOPOFIX_REASON_NONE
#define BROKEN(reason, what, most) \
    .code = TOPOFIX_REASON_##reason, .found = (what), .expected = (most)

/* Zero where nothing is said: that is then not known. */
struct rule_case {
    const char *arch;
    const char *machine;
    int accelerator;
    struct topofix_topology topology;
    enum topofix_reason_code code; /* NONE: accepted */
    uint64_t found;
    uint64_t expected;
    unsigned vcpus;   /* 0: what the topology makes */
    unsigned present; /* 0: all */
    unsigned maximum;
    unsigned libvirt;
    unsigned qemu;
    bool has_eim;
    bool may_get_eim;
    bool may_split_ioapic;
    bool lacks_x2apic;
    bool has_gic2;
};

static void
check_case(const struct rule_case *c)
{
    uint64_t product = topofix_topology_product(&c->topology);
    unsigned vcpus = c->vcpus > 0 ? c->vcpus : (unsigned)product;
    struct topofix_guest guest = topofix_sample_with(NULL, vcpus, c->topology);
    const struct topofix_host host = { .machine_vcpus_max = c->maximum,
                                       .libvirt_version = c->libvirt,
                                       .qemu_version = c->qemu };
    struct topofix_reason reason = { .code = TOPOFIX_REASON_NONE };
    bool fits;

    guest.machine = topofix_machine_parse(c->arch, c->machine);
    guest.accelerator = (enum topofix_accelerator)c->accelerator;
    guest.vcpus.present = c->present > 0 ? c->present : vcpus;
    guest.has_eim = c->has_eim;
    guest.may_get_eim = c->may_get_eim;
    guest.may_split_ioapic = c->may_split_ioapic;
    guest.lacks_x2apic = c->lacks_x2apic;
    guest.has_gic2 = c->has_gic2;
    fits = topofix_topology_fits(&c->topology, &guest, &host, &reason);
    if (fits != (c->code == TOPOFIX_REASON_NONE) || reason.code != c->code ||
        reason.found != c->found || reason.expected != c->expected) {
        fail_msg("%s with %ux%ux%ux%ux%u: %s, found %llu, expected %llu", c->machine,
                 c->topology.count[0], c->topology.count[1], c->topology.count[2],
                 c->topology.count[3], c->topology.count[4], topofix_reason_name(reason.code),
                 (unsigned long long)reason.found, (unsigned long long)reason.expected);
    }
    assert_int_equal(topofix_topology_fits(&c->topology, &guest, &host, NULL), fits);
}

static void
check_cases(const struct rule_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        check_case(&cases[i]);
    }
}

/* A row a case. */
/* clang-format off */
static void
test_product(void **state)
{
    static const struct rule_case cases[] = {
        { "x86_64", "pc", TCG, { { 2, 1, 1, 2, 2 } }, FITS, .vcpus = 8 },
        { "x86_64", "pc", TCG, { { 2, 1, 1, 2, 1 } }, BROKEN(PRODUCT, 4, 8), .vcpus = 8 },
        { "x86_64", "pc", TCG, { { 2, 2, 1, 2, 1 } }, BROKEN(PRODUCT, 8, 4), .vcpus = 4 },
        /* of the maximum, and never of how many are plugged in */
        { "x86_64", "pc", TCG, { { 1, 1, 1, 4, 1 } }, BROKEN(PRODUCT, 4, 8), .vcpus = 8, .present = 4 },
        { "x86_64", "pc", TCG, { { 1, 1, 1, 8, 1 } }, FITS, .vcpus = 8, .present = 4 },
        /* any hypervisor, any machine */
        { NULL, NULL, NONE, { { 1, 1, 1, 3, 1 } }, BROKEN(PRODUCT, 3, 4), .vcpus = 4 },
        { "s390x", "s390-ccw-virtio-7.2", KVM, { { 1, 1, 1, 3, 1 } }, BROKEN(PRODUCT, 3, 4), .vcpus = 4 },
        /* 2^32 times 2^32 times 4, and 2^32 + 4, both 4 to a CPU of 32 bits */
        { "x86_64", "pc", TCG, { { 65536, 65536, 65536, 65536, 4 } }, BROKEN(PRODUCT, UINT64_MAX, 4), .vcpus = 4 },
        { "x86_64", "pc", TCG, { { 2147483650, 1, 1, 2, 1 } }, BROKEN(PRODUCT, 4294967300, 4), .vcpus = 4 },
    };

    (void)state;
    check_cases(cases, ARRAY_SIZE(cases));
}

static void
test_machine_maximum(void **state)
{
    static const struct rule_case cases[] = {
        /* what the connection says counts */
        { "x86_64", "q35", KVM, { { 1, 1, 1, 100, 1 } }, BROKEN(MACHINE_MAXIMUM, 100, 64), .maximum = 64 },
        { "x86_64", "q35", KVM, { { 1, 1, 1, 64, 1 } }, FITS, .maximum = 64 },
        { NULL, NULL, NONE, { { 1, 1, 1, 100, 1 } }, BROKEN(MACHINE_MAXIMUM, 100, 64), .maximum = 64 },
        { "x86_64", "pc-q35-2.7", KVM, { { 1, 1, 1, 256, 1 } }, .maximum = 300, .has_eim = true },
        /* else the machine's own */
        { "x86_64", "pc", KVM, { { 1, 1, 1, 256, 1 } }, BROKEN(MACHINE_MAXIMUM, 256, 255) },
        { "x86_64", "pc", KVM, { { 1, 1, 1, 255, 1 } }, FITS },
        { "x86_64", "pc-q35-2.7", KVM, { { 1, 1, 1, 256, 1 } }, BROKEN(MACHINE_MAXIMUM, 256, 255), .has_eim = true },
        { "x86_64", "pc-q35-7.2", KVM, { { 1, 1, 1, 288, 1 } }, .has_eim = true },
        { "x86_64", "pc-q35-7.2", KVM, { { 1, 1, 1, 289, 1 } }, BROKEN(MACHINE_MAXIMUM, 289, 288), .has_eim = true },
        { "x86_64", "pc-q35-8.1", KVM, { { 1, 1, 1, 1025, 1 } }, BROKEN(MACHINE_MAXIMUM, 1025, 1024), .has_eim = true },
        { "x86_64", "pc-q35-9.0", KVM, { { 1, 1, 1, 4096, 1 } }, .has_eim = true },
        { "x86_64", "q35", KVM, { { 1, 1, 1, 4097, 1 } }, BROKEN(MACHINE_MAXIMUM, 4097, 4096), .has_eim = true },
        { "i686", "isapc", TCG, { { 1, 1, 1, 1, 1 } }, FITS },
        { "i686", "isapc", TCG, { { 1, 1, 1, 2, 1 } }, BROKEN(MACHINE_MAXIMUM, 2, 1) },
        { "aarch64", "virt-8.0", KVM, { { 1, 1, 1, 513, 1 } }, BROKEN(MACHINE_MAXIMUM, 513, 512) },
        { "ppc64", "pseries", KVM, { { 1, 1, 1, 4097, 1 } }, BROKEN(MACHINE_MAXIMUM, 4097, 4096) },
        { "s390x", "s390-ccw-virtio", KVM, { { 1, 1, 1, 249, 1 } }, BROKEN(MACHINE_MAXIMUM, 249, 248) },
        { "riscv64", "virt", TCG, { { 1, 1, 1, 513, 1 } }, BROKEN(MACHINE_MAXIMUM, 513, 512) },
        /* not QEMU, or a machine that nothing is known of */
        { "x86_64", "pc", NONE, { { 1, 1, 1, 1000, 1 } }, FITS },
        { "ppc64", "powernv", KVM, { { 1, 1, 1, 8000, 1 } }, FITS },
        /* an interrupt controller for eight */
        { "aarch64", "virt", TCG, { { 1, 1, 1, 8, 1 } }, .has_gic2 = true },
        { "aarch64", "virt", TCG, { { 9, 1, 1, 1, 1 } }, BROKEN(MACHINE_MAXIMUM, 9, 8), .has_gic2 = true },
        { "x86_64", "pc", TCG, { { 9, 1, 1, 1, 1 } }, .has_gic2 = true },
    };

    (void)state;
    check_cases(cases, ARRAY_SIZE(cases));
}

static void
test_more_than_255(void **state)
{
    static const struct rule_case cases[] = {
        { "x86_64", "pc-q35-8.1", KVM, { { 1, 1, 1, 255, 1 } }, FITS },
        { "x86_64", "pc-q35-8.1", KVM, { { 1, 1, 1, 256, 1 } }, BROKEN(NEEDS_EIM, 256, 255) },
        { "x86_64", "pc-q35-8.1", KVM, { { 1, 1, 1, 256, 1 } }, .has_eim = true },
        { "x86_64", "pc-q35-8.1", TCG, { { 1, 1, 1, 256, 1 } }, BROKEN(NEEDS_EIM, 256, 255) },
        { "x86_64", "microvm", KVM, { { 1, 1, 1, 256, 1 } }, BROKEN(NEEDS_EIM, 256, 255), .has_eim = true },
        { "x86_64", "pc", KVM, { { 1, 1, 1, 256, 1 } }, BROKEN(NEEDS_EIM, 256, 255), .has_eim = true, .maximum = 300 },
        /* libvirt 10.10 adds the IOMMU where the domain does not say otherwise */
        { "x86_64", "pc-q35-8.1", KVM, { { 1, 1, 1, 256, 1 } }, FITS, .may_get_eim = true, .libvirt = 10010000 },
        { "x86_64", "pc-q35-8.1", KVM, { { 1, 1, 1, 256, 1 } }, BROKEN(NEEDS_EIM, 256, 255), .may_get_eim = true, .libvirt = 10009000 },
        { "x86_64", "pc-q35-8.1", KVM, { { 1, 1, 1, 256, 1 } }, FITS, .may_get_eim = true },
        { "x86_64", "pc-q35-8.1", KVM, { { 1, 1, 1, 256, 1 } }, BROKEN(NEEDS_EIM, 256, 255), .libvirt = 10010000 },
        /* some release after 11.3 is content with QEMU's own I/O APIC */
        { "x86_64", "pc-q35-8.1", KVM, { { 1, 1, 1, 256, 1 } }, FITS, .may_split_ioapic = true, .libvirt = 12008000 },
        { "x86_64", "pc-q35-8.1", KVM, { { 1, 1, 1, 256, 1 } }, FITS, .may_split_ioapic = true },
        { "x86_64", "pc-q35-8.1", KVM, { { 1, 1, 1, 256, 1 } }, BROKEN(NEEDS_EIM, 256, 255), .may_split_ioapic = true, .libvirt = 11003000 },
        { "x86_64", "pc-q35-8.1", KVM, { { 1, 1, 1, 256, 1 } }, BROKEN(NEEDS_EIM, 256, 255), .libvirt = 12008000 },
        { "x86_64", "pc", KVM, { { 1, 1, 1, 256, 1 } }, BROKEN(NEEDS_EIM, 256, 255), .may_get_eim = true, .maximum = 300, .libvirt = 11003000 },
        { "aarch64", "virt", KVM, { { 1, 1, 1, 256, 1 } }, FITS },
        { "x86_64", "q35", NONE, { { 1, 1, 1, 256, 1 } }, FITS },
    };

    (void)state;
    check_cases(cases, ARRAY_SIZE(cases));
}

static void
test_dies_and_clusters(void **state)
{
    static const struct rule_case cases[] = {
        { "x86_64", "pc", KVM, { { 1, 2, 1, 2, 1 } }, FITS },
        { "x86_64", "pc-q35-7.2", TCG, { { 1, 2, 1, 2, 1 } }, FITS },
        { NULL, "strange", KVM, { { 1, 2, 1, 2, 1 } }, FITS },
        { "aarch64", "virt", NONE, { { 1, 2, 1, 2, 1 } }, FITS },
        { "x86_64", "microvm", KVM, { { 1, 2, 1, 2, 1 } }, BROKEN(NO_DIES, 2, 1) },
        { "aarch64", "virt", KVM, { { 1, 2, 1, 2, 1 } }, BROKEN(NO_DIES, 2, 1) },
        { "ppc64", "pseries", KVM, { { 1, 4, 1, 1, 1 } }, BROKEN(NO_DIES, 4, 1) },
        { "s390x", "s390-ccw-virtio", KVM, { { 1, 2, 1, 1, 1 } }, BROKEN(NO_DIES, 2, 1) },
        { "riscv64", "virt", TCG, { { 1, 2, 1, 1, 1 } }, BROKEN(NO_DIES, 2, 1) },
        { "aarch64", "virt", KVM, { { 1, 1, 2, 2, 1 } }, FITS },
        { "aarch64", "virt", KVM, { { 1, 1, 2, 2, 1 } }, FITS, .libvirt = 10001000, .qemu = 7000000 },
        { "aarch64", "virt", KVM, { { 1, 1, 2, 2, 1 } }, BROKEN(NO_CLUSTERS, 2, 1), .libvirt = 10000000 },
        { "aarch64", "virt", KVM, { { 1, 1, 2, 2, 1 } }, BROKEN(NO_CLUSTERS, 2, 1), .qemu = 6002000 },
        { "aarch64", "virt", KVM, { { 1, 1, 1, 4, 1 } }, FITS, .libvirt = 9000000, .qemu = 6002000 },
        { "x86_64", "q35", KVM, { { 1, 1, 2, 2, 1 } }, BROKEN(NO_CLUSTERS, 2, 1) },
        { "riscv64", "virt", TCG, { { 1, 1, 2, 2, 1 } }, BROKEN(NO_CLUSTERS, 2, 1) },
        { "ppc64", "pseries", KVM, { { 1, 1, 2, 2, 1 } }, BROKEN(NO_CLUSTERS, 2, 1) },
        { "x86_64", "q35", NONE, { { 1, 1, 2, 2, 1 } }, FITS },
        { NULL, "strange", KVM, { { 1, 1, 2, 2, 1 } }, FITS },
    };

    (void)state;
    check_cases(cases, ARRAY_SIZE(cases));
}

static void
test_threads(void **state)
{
    static const struct rule_case cases[] = {
        { "x86_64", "pc", TCG, { { 1, 1, 1, 1, 7 } }, FITS },
        { "aarch64", "virt", TCG, { { 1, 1, 1, 1, 3 } }, FITS },
        { "riscv64", "virt", TCG, { { 1, 1, 1, 1, 3 } }, FITS },
        { "s390x", "s390-ccw-virtio-7.1", KVM, { { 1, 1, 1, 2, 2 } }, FITS },
        { "s390x", "s390-ccw-virtio-7.2", KVM, { { 1, 1, 1, 2, 2 } }, BROKEN(THREADS, 2, 1) },
        { "s390x", "s390-ccw-virtio", TCG, { { 1, 1, 1, 2, 2 } }, BROKEN(THREADS, 2, 1) },
        { "s390x", "s390-ccw-virtio-7.2", KVM, { { 1, 1, 1, 4, 1 } }, FITS },
        { "ppc64", "pseries", KVM, { { 1, 1, 1, 1, 8 } }, FITS },
        { "ppc64", "pseries", KVM, { { 1, 1, 1, 2, 2 } }, FITS, .qemu = 7002000 },
        { "ppc64", "pseries", KVM, { { 1, 1, 1, 2, 3 } }, BROKEN(THREADS, 3, 8) },
        { "ppc64", "pseries", KVM, { { 1, 1, 1, 1, 16 } }, BROKEN(THREADS, 16, 8) },
        { "ppc64", "pseries", TCG, { { 1, 1, 1, 2, 2 } }, BROKEN(THREADS, 2, 1), .qemu = 7002022 },
        { "ppc64", "pseries", TCG, { { 1, 1, 1, 4, 1 } }, FITS, .qemu = 7002022 },
        { "ppc64", "pseries", TCG, { { 1, 1, 1, 2, 2 } }, FITS },
        { "ppc64", "pseries", TCG, { { 1, 1, 1, 1, 8 } }, FITS, .qemu = 10002000 },
        { "ppc64", "pseries", TCG, { { 1, 1, 1, 1, 6 } }, BROKEN(THREADS, 6, 8), .qemu = 10002000 },
        { "ppc64", "powernv", TCG, { { 1, 1, 1, 1, 3 } }, FITS, .qemu = 7002022 },
    };

    (void)state;
    check_cases(cases, ARRAY_SIZE(cases));
}

static void
test_granularity(void **state)
{
    static const struct rule_case cases[] = {
        { "ppc64", "pseries", KVM, { { 1, 1, 1, 2, 4 } }, FITS, .present = 4 },
        { "ppc64", "pseries", KVM, { { 1, 1, 1, 2, 4 } }, BROKEN(GRANULARITY, 6, 4), .present = 6 },
        { "ppc64", "pseries", KVM, { { 1, 1, 1, 8, 1 } }, FITS, .present = 5 },
        { "x86_64", "pc", KVM, { { 1, 1, 1, 2, 4 } }, FITS, .present = 5 },
    };

    (void)state;
    check_cases(cases, ARRAY_SIZE(cases));
}

static void
test_apic_ids(void **state)
{
    static const struct rule_case cases[] = {
        { "x86_64", "pc", TCG, { { 64, 1, 1, 3, 1 } }, FITS, .qemu = 7002022 },
        { "x86_64", "pc", TCG, { { 4, 1, 1, 33, 1 } }, FITS, .qemu = 7002022 },
        { "x86_64", "pc", TCG, { { 255, 1, 1, 1, 1 } }, FITS, .qemu = 7002022 },
        { "x86_64", "pc", TCG, { { 5, 1, 1, 33, 1 } }, BROKEN(APIC_ID, 288, 254), .qemu = 7002022 },
        { "x86_64", "microvm", TCG, { { 3, 1, 1, 33, 2 } }, BROKEN(APIC_ID, 321, 254), .qemu = 7002022 },
        { "x86_64", "pc-q35-7.2", TCG, { { 1, 1, 1, 256, 1 } }, BROKEN(APIC_ID, 255, 254), .qemu = 7002022, .has_eim = true },
        /* the maximum counts, not what is plugged in */
        { "x86_64", "pc", TCG, { { 5, 1, 1, 33, 1 } }, BROKEN(APIC_ID, 288, 254), .qemu = 7002022, .present = 1 },
        { "x86_64", "pc", KVM, { { 5, 1, 1, 33, 1 } }, FITS, .qemu = 7002022 },
        { "x86_64", "pc", TCG, { { 5, 1, 1, 33, 1 } }, FITS, .qemu = 9000000 },
        { "x86_64", "pc", TCG, { { 5, 1, 1, 33, 1 } }, BROKEN(APIC_ID, 288, 254), .qemu = 8002099 },
        /* since then by the CPU model; a model without is refused by every version */
        { "x86_64", "pc", TCG, { { 5, 1, 1, 33, 1 } }, BROKEN(APIC_ID, 288, 254), .qemu = 9000000, .lacks_x2apic = true },
        { "x86_64", "pc", TCG, { { 5, 1, 1, 33, 1 } }, BROKEN(APIC_ID, 288, 254), .lacks_x2apic = true },
        { "x86_64", "pc", TCG, { { 255, 1, 1, 1, 1 } }, FITS, .qemu = 9000000, .lacks_x2apic = true },
        { "x86_64", "pc", KVM, { { 5, 1, 1, 33, 1 } }, FITS, .qemu = 10000000, .lacks_x2apic = true },
        { "x86_64", "pc", TCG, { { 5, 1, 1, 33, 1 } }, FITS },
        { "aarch64", "virt", TCG, { { 5, 1, 1, 33, 1 } }, FITS, .qemu = 7002022 },
    };

    (void)state;
    check_cases(cases, ARRAY_SIZE(cases));
}
/* clang-format on */

/* Cells of a guest of eight: which machines mind a core in two of them. */
static void
test_socket_size(void **state)
{
    static const struct rule_case cases[] = {
        { "x86_64", "pc-q35-8.0", KVM, { { 1, 1, 1, 254, 1 } }, FITS, .qemu = 9000000 },
        { "x86_64",
          "pc-q35-8.0",
          KVM,
          { { 1, 1, 1, 255, 1 } },
          BROKEN(SOCKET_SIZE, 255, 254),
          .qemu = 9000000 },
        { "x86_64",
          "pc-i440fx-8.0",
          KVM,
          { { 1, 5, 1, 51, 1 } },
          BROKEN(SOCKET_SIZE, 255, 254),
          .qemu = 10000002 },
        { "x86_64",
          "pc-q35-7.2",
          KVM,
          { { 1, 1, 1, 128, 2 } },
          BROKEN(SOCKET_SIZE, 256, 254),
          .qemu = 9000000,
          .has_eim = true },
        { "x86_64",
          "pc-q35-7.2",
          KVM,
          { { 2, 1, 1, 64, 2 } },
          FITS,
          .qemu = 9000000,
          .has_eim = true },
        { "x86_64", "pc-q35-8.0", KVM, { { 1, 1, 1, 255, 1 } }, FITS, .qemu = 8002000 },
        { "x86_64", "pc-q35-8.0", KVM, { { 1, 1, 1, 255, 1 } }, FITS },
        { "x86_64", "pc-q35-8.1", KVM, { { 1, 1, 1, 255, 1 } }, FITS, .qemu = 9000000 },
        { "x86_64", "q35", KVM, { { 1, 1, 1, 255, 1 } }, FITS, .qemu = 9000000 },
        { "x86_64", "pc-q35-8.0", NONE, { { 1, 1, 1, 255, 1 } }, FITS, .qemu = 9000000 },
        { "aarch64", "virt-8.0", KVM, { { 1, 1, 1, 255, 1 } }, FITS, .qemu = 9000000 },
    };

    (void)state;
    check_cases(cases, ARRAY_SIZE(cases));
}

/* What libvirt checks itself it checks of such a guest, too; what QEMU gets is not known. */
static void
test_own_smp(void **state)
{
    static const struct {
        struct topofix_topology topology;
        unsigned vcpus;
        enum topofix_verdict verdict;
    } cases[] = {
        { { { 4, 1, 1, 1, 1 } }, 4, TOPOFIX_VERDICT_UNKNOWN_GUEST },
        { { { 1, 1, 1, 3, 1 } }, 4, TOPOFIX_VERDICT_INVALID },
        { { { 256, 1, 1, 1, 1 } }, 256, TOPOFIX_VERDICT_INVALID },
        { { { 5, 1, 1, 33, 1 } },
          165,
          TOPOFIX_VERDICT_UNKNOWN_GUEST }, /* by its APIC ids it is not */
    };
    const struct topofix_host host = { .qemu_version = 7002022 };
    const struct topofix_policy policy = { .maximum = { { 1, 0, 0, 0, 0 } } };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_guest guest =
            topofix_sample_with(&topofix_sample_single, cases[i].vcpus, cases[i].topology);
        struct topofix_diagnosis diagnosis;

        guest.has_own_smp = true;
        guest.machine.kind = TOPOFIX_MACHINE_PC;
        guest.accelerator = TOPOFIX_ACCELERATOR_TCG;
        diagnosis = topofix_diagnose(&guest, &host, &policy);
        assert_int_equal(diagnosis.verdict, cases[i].verdict);
        assert_false(diagnosis.has_wanted);
        assert_int_equal(diagnosis.reasons[diagnosis.n_reasons - 1].code, TOPOFIX_REASON_OWN_SMP);
        assert_int_equal(diagnosis.n_reasons, 1 + (cases[i].verdict == TOPOFIX_VERDICT_INVALID));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_product),       cmocka_unit_test(test_machine_maximum),
        cmocka_unit_test(test_more_than_255), cmocka_unit_test(test_dies_and_clusters),
        cmocka_unit_test(test_threads),       cmocka_unit_test(test_granularity),
        cmocka_unit_test(test_apic_ids),      cmocka_unit_test(test_socket_size),
        cmocka_unit_test(test_own_smp),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

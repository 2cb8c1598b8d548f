/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "forms/guest_facts.h"
#include "testing.h"

static const struct topofix_guest_os no_os;

/* A host of two cores with two threads each: 0 and 4, 1 and 5. */
#define CAPABILITIES(vendor)                                                                     \
    "<capabilities><host><cpu><arch>x86_64</arch>" vendor "</cpu><topology><cells><cell id='0'>" \
    "<cpus><cpu id='0' siblings='0,4'/><cpu id='1' siblings='1,5'/><cpu id='4' siblings='0,4'/>" \
    "<cpu id='5' siblings='1,5'/></cpus></cell></cells></topology></host><guest>"                \
    "<arch name='x86_64'><machine maxCpus='77'>q35</machine></arch></guest></capabilities>"

static const char amd_host[] = CAPABILITIES("<vendor>AMD</vendor>");
static const char intel_host[] = CAPABILITIES("<vendor>Intel</vendor>");
static const char silent_host[] = CAPABILITIES("");

static void
facts_of(const char *text, const char *capabilities, struct topofix_domain *ret_domain,
         struct topofix_guest *ret_guest, struct topofix_host *ret_host)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc =
        capabilities ? topofix_doc_parse(capabilities, strlen(capabilities), NULL) : NULL;
    const struct topofix_circumstances circumstances = { .capabilities = doc,
                                                         .libvirt_version = 9000000,
                                                         .qemu_version = 7002022 };
    struct topofix_error err;

    if (topofix_domain_read(text, strlen(text), ret_domain, &err) < 0) {
        fail_msg("%s: %s", err.message, text);
    }
    *ret_guest = topofix_guest_facts(ret_domain, &no_os, &circumstances);
    *ret_host = topofix_host_facts(ret_domain, &circumstances);
}

static void
test_smt(void **state)
{
    static const struct {
        const char *type;
        const char *arch;
        const char *cpu;
        const char *host; /* NULL: no connection */
        bool is_hidden;
    } cases[] = {
        /* TCG: by the model's vendor; it has no topoext for any of them */
        { "qemu", "x86_64", "", NULL, true },
        { "qemu", "i686", "<cpu/>", NULL, true },
        { "qemu", "x86_64", "<cpu><model>qemu64</model></cpu>", intel_host, true },
        { "qemu", "x86_64", "<cpu mode='custom'><model>EPYC-Rome</model></cpu>", NULL, true },
        { "qemu", "x86_64", "<cpu><model>Opteron_G5</model></cpu>", NULL, true },
        { "qemu", "x86_64", "<cpu><model>phenom</model></cpu>", NULL, true },
        { "qemu", "x86_64", "<cpu><model>athlon</model></cpu>", NULL, true },
        { "qemu", "x86_64",
          "<cpu><model>EPYC</model><feature policy='require' name='topoext'/></cpu>", NULL, true },
        { "qemu", "x86_64", "<cpu><model>Haswell</model></cpu>", amd_host, false },
        { "qemu", "x86_64", "<cpu><model>qemu32</model></cpu>", NULL, false },
        { "qemu", "x86_64", "<cpu mode='maximum'/>", NULL, false },
        /* KVM: the host's vendor */
        { "kvm", "x86_64", "<cpu><model>Haswell</model></cpu>", amd_host, true },
        { "kvm", "x86_64", "", amd_host, true },
        { "kvm", "x86_64", "<cpu><model>EPYC</model></cpu>", amd_host, false },
        { "kvm", "x86_64", "<cpu mode='host-passthrough'/>", amd_host, true },
        { "kvm", "x86_64",
          "<cpu mode='host-passthrough'><feature policy='require' name='topoext'/></cpu>", amd_host,
          false },
        { "kvm", "x86_64", "<cpu mode='host-model'/>", amd_host, false },
        { "kvm", "x86_64", "<cpu><model>Dhyana</model></cpu>", amd_host, false },
        { "kvm", "x86_64",
          "<cpu><model>EPYC</model><feature policy='disable' name='topoext'/></cpu>", amd_host,
          true },
        { "kvm", "x86_64", "<cpu mode='host-model'><feature policy='forbid' name='topoext'/></cpu>",
          amd_host, true },
        { "kvm", "x86_64",
          "<cpu><model>EPYC</model><feature policy='disable' name='topoext'/></cpu>", intel_host,
          false },
        /* with topoext and without the leaf that it promises */
        { "kvm", "x86_64",
          "<cpu><model>Opteron_G5</model><feature policy='require' name='topoext'/></cpu>",
          amd_host, true },
        { "kvm", "x86_64", "<cpu mode='host-passthrough'/>", intel_host, false },
        { "kvm", "x86_64", "<cpu><model>EPYC</model></cpu>", intel_host, false },
        { "kvm", "x86_64", "<cpu mode='host-passthrough'/>", silent_host, false },
        { "kvm", "x86_64", "<cpu mode='host-passthrough'/>", NULL, false },
        { "kvm", "aarch64", "<cpu mode='host-passthrough'/>", amd_host, false },
        { "qemu", "ppc64", "", NULL, false },
        { "xen", "x86_64", "", amd_host, false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text = topofix_sprintf(
            "<domain type='%s'><vcpu>4</vcpu><os><type arch='%s'>hvm</type></os>%s</domain>",
            cases[i].type, cases[i].arch, cases[i].cpu);
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };
        struct topofix_guest guest;
        struct topofix_host host;

        facts_of(text, cases[i].host, &domain, &guest, &host);
        if ((guest.smt == TOPOFIX_SMT_HIDDEN) != cases[i].is_hidden) {
            fail_msg("not so: %s", text);
        }
    }
}

/* Which release it is decides for AMD's models under TCG, and for none else. */
static void
test_smt_by_version(void **state)
{
    static const struct {
        const char *type;
        const char *model;
        unsigned qemu;
        bool is_hidden;
    } cases[] = {
        { "qemu", "EPYC", 0, true },           { "qemu", "EPYC", 7002022, true },
        { "qemu", "EPYC", 9002099, true },     { "qemu", "EPYC", 10000000, false },
        { "qemu", "qemu64", 10000001, false }, { "qemu", "EPYC", 10000002, true },
        { "qemu", "EPYC", 11001003, true },    { "qemu", "Haswell", 10000002, false },
        { "kvm", "qemu64", 10000000, true },
    };
    TOPOFIX_AUTO_DOC struct topofix_doc *amd = topofix_doc_parse(amd_host, strlen(amd_host), NULL);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const struct topofix_circumstances circumstances = { .capabilities = amd,
                                                             .qemu_version = cases[i].qemu };
        TOPOFIX_AUTO_FREE char *text =
            topofix_sprintf("<domain type='%s'><vcpu>4</vcpu><os><type arch='x86_64'>hvm</type>"
                            "</os><cpu><model>%s</model></cpu></domain>",
                            cases[i].type, cases[i].model);
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };
        struct topofix_guest guest;

        assert_int_equal(topofix_domain_read(text, strlen(text), &domain, NULL), 0);
        guest = topofix_guest_facts(&domain, &no_os, &circumstances);
        if ((guest.smt == TOPOFIX_SMT_HIDDEN) != cases[i].is_hidden) {
            fail_msg("not so: %s of QEMU %u", cases[i].model, cases[i].qemu);
        }
    }
}

static void
test_x2apic(void **state)
{
    static const struct {
        const char *type;
        const char *arch;
        const char *cpu;
        bool lacks_it;
    } cases[] = {
        { "qemu", "x86_64", "", true },
        { "qemu", "i686", "<cpu/>", true },
        { "qemu", "x86_64", "<cpu><model>EPYC-Rome</model></cpu>", true },
        { "qemu", "x86_64", "<cpu><model>Westmere</model></cpu>", true },
        { "qemu", "x86_64", "<cpu><model>SandyBridge</model></cpu>", false },
        { "qemu", "x86_64", "<cpu><model>Haswell-noTSX</model></cpu>", false },
        { "qemu", "x86_64", "<cpu mode='maximum'/>", false },
        { "qemu", "x86_64", "<cpu mode='host-model'/>", false },
        { "qemu", "x86_64", "<cpu><model>EPYC</model><feature name='x2apic'/></cpu>", false },
        { "qemu", "x86_64", "<cpu><model>EPYC</model><feature policy='force' name='x2apic'/></cpu>",
          false },
        { "qemu", "x86_64",
          "<cpu><model>EPYC</model><feature policy='optional' name='x2apic'/></cpu>", true },
        { "qemu", "x86_64",
          "<cpu><model>Haswell</model><feature policy='disable' name='x2apic'/></cpu>", true },
        { "qemu", "x86_64",
          "<cpu><model>Haswell</model><feature policy='forbid' name='x2apic'/></cpu>", true },
        { "kvm", "x86_64", "<cpu><model>EPYC</model></cpu>", false },
        { "qemu", "aarch64", "", false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text = topofix_sprintf(
            "<domain type='%s'><vcpu>4</vcpu><os><type arch='%s'>hvm</type></os>%s</domain>",
            cases[i].type, cases[i].arch, cases[i].cpu);
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };
        struct topofix_guest guest;
        struct topofix_host host;

        facts_of(text, NULL, &domain, &guest, &host);
        if (guest.lacks_x2apic != cases[i].lacks_it) {
            fail_msg("not so: %s", text);
        }
    }
}

static void
test_last_leaf(void **state)
{
    static const struct {
        const char *arch;
        const char *cpu;
        bool ends_there;
    } cases[] = {
        { "x86_64", "<cpu><model>Haswell-noTSX-IBRS</model></cpu>", true },
        { "x86_64", "<cpu><model>Icelake-Server</model></cpu>", true },
        { "i686", "<cpu><model>kvm32</model></cpu>", true },
        { "x86_64", "<cpu><model>SapphireRapids</model></cpu>", false },
        { "x86_64", "<cpu><model>EPYC</model></cpu>", false },
        { "x86_64", "<cpu mode='host-model'/>", false },
        { "x86_64", "<cpu mode='maximum'/>", false },
        { "x86_64", "", false },
        { "aarch64", "<cpu><model>Haswell</model></cpu>", false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text = topofix_sprintf(
            "<domain type='qemu'><vcpu>4</vcpu><os><type arch='%s'>hvm</type></os>%s</domain>",
            cases[i].arch, cases[i].cpu);
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };
        struct topofix_guest guest;
        struct topofix_host host;

        facts_of(text, NULL, &domain, &guest, &host);
        if (guest.ends_at_leaf_1f != cases[i].ends_there) {
            fail_msg("not so: %s", text);
        }
    }
}

#define PIN(vcpu, cpus) "<vcpupin vcpu='" vcpu "' cpuset='" cpus "'/>"

static void
test_pinning(void **state)
{
    static const int none = TOPOFIX_NOWHERE;
    static const struct {
        const char *pins;
        int core_of[2];
    } cases[] = {
        { PIN("0", "0") PIN("1", "4"), { 0, 0 } },
        { PIN("0", "4") PIN("1", "5"), { 0, 1 } },
        { PIN("0", "0,4") PIN("1", "1"), { 0, 1 } }, /* both threads of one core */
        { PIN("0", "0-1") PIN("1", "5"), { none, 1 } },
        { PIN("1", "1"), { none, 1 } },
        { PIN("0", "0") PIN("1", "2"), { 0, none } }, /* no such CPU on this host */
        { PIN("0", "0-1,^1") PIN("1", "?"), { 0, none } },
        { PIN("0", "0,99999"), { 0, none } },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text =
            topofix_sprintf("<domain><vcpu>2</vcpu><cputune>%s</cputune></domain>", cases[i].pins);
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };
        struct topofix_guest guest;
        struct topofix_host host;

        facts_of(text, intel_host, &domain, &guest, &host);
        assert_non_null(guest.core_of);
        assert_memory_equal(guest.core_of, cases[i].core_of, sizeof(cases[i].core_of));
        topofix_domain_done(&domain);
        facts_of(text, NULL, &domain, &guest, &host); /* nobody knows the host's cores */
        assert_null(guest.core_of);
    }
}

static void
test_the_rest_is_the_domain(void **state)
{
    static const char text[] =
        "<domain type='kvm' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>"
        "<vcpu current='2'>4</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os>"
        "<features><acpi/><gic version='2'/></features><cpu><topology sockets='1' dies='2' "
        "cores='2'"
        " threads='1'/><numa><cell cpus='0-1'/><cell cpus='2-3'/></numa></cpu><devices>"
        "<iommu><driver eim='on'/></iommu></devices><q:commandline><q:arg value='-smp'/>"
        "</q:commandline></domain>";
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };
    struct topofix_guest guest;
    struct topofix_host host;

    (void)state;
    facts_of(text, intel_host, &domain, &guest, &host);
    assert_int_equal(guest.machine.kind, TOPOFIX_MACHINE_Q35);
    assert_int_equal(guest.accelerator, TOPOFIX_ACCELERATOR_KVM);
    assert_int_equal(guest.bits, TOPOFIX_BITS_64);
    assert_int_equal(guest.vcpus.maximum, 4);
    assert_int_equal(guest.vcpus.present, 2);
    assert_true(guest.has_topology);
    assert_topology(&guest.topology, 1, 2, 1, 2, 1);
    assert_true(guest.has_acpi);
    assert_true(guest.has_eim);
    assert_true(guest.has_gic2);
    assert_true(guest.has_own_smp);
    assert_int_equal(guest.n_cells, 2);
    assert_int_equal(guest.cell_of[2], 1);
    assert_null(guest.core_of);
    assert_int_equal(host.machine_vcpus_max, 77);
    assert_int_equal(host.libvirt_version, 9000000);
    assert_int_equal(host.qemu_version, 7002022);
    topofix_domain_done(&domain);
    facts_of("<domain><vcpu>1</vcpu></domain>", NULL, &domain, &guest, &host);
    assert_int_equal(host.machine_vcpus_max, 0);
    assert_int_equal(guest.machine.kind, TOPOFIX_MACHINE_UNKNOWN);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_smt),     cmocka_unit_test(test_smt_by_version),
        cmocka_unit_test(test_x2apic),  cmocka_unit_test(test_last_leaf),
        cmocka_unit_test(test_pinning), cmocka_unit_test(test_the_rest_is_the_domain),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

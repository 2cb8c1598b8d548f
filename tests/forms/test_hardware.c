/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "base/buffer.h"
#include "domain_samples.h"
#include "forms/amd_threads.h"
#include "forms/domain_read.h"

#define TOPOLOGY "<topology sockets='1' cores='1' threads='1'/>"
#define QEMU     "xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'"

static void
test_nothing_said(void **state)
{
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };
    const struct topofix_domain_hardware *hardware = &domain.hardware;

    (void)state;
    read_domain("<domain><vcpu>4</vcpu><cpu/></domain>", &domain);
    assert_int_equal(hardware->accelerator, TOPOFIX_ACCELERATOR_UNKNOWN);
    assert_null(hardware->cpu_mode);
    assert_null(hardware->cpu_model);
    assert_int_equal(hardware->topoext, TOPOFIX_FEATURE_UNSAID);
    assert_false(hardware->has_eim);
    assert_false(hardware->has_gic2);
    assert_false(hardware->has_own_smp);
    assert_null(hardware->cell_of);
    assert_int_equal(hardware->n_cells, 0);
    assert_null(hardware->pins);
}

static void
test_accelerators(void **state)
{
    static const struct {
        const char *text;
        enum topofix_accelerator accelerator;
    } cases[] = {
        { "<domain type='qemu'><vcpu>1</vcpu></domain>", TOPOFIX_ACCELERATOR_TCG },
        { "<domain type='kvm'><vcpu>1</vcpu></domain>", TOPOFIX_ACCELERATOR_KVM },
        { "<domain type='xen'><vcpu>1</vcpu></domain>", TOPOFIX_ACCELERATOR_UNKNOWN },
        { "<domain type='test'><vcpu>1</vcpu></domain>", TOPOFIX_ACCELERATOR_UNKNOWN },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };

        read_domain(cases[i].text, &domain);
        assert_int_equal(domain.hardware.accelerator, cases[i].accelerator);
    }
}

static void
test_cpu(void **state)
{
    static const struct {
        const char *feature;
        enum topofix_feature topoext;
    } cases[] = {
        { "<feature policy='require' name='topoext'/>", TOPOFIX_FEATURE_ON },
        { "<feature policy='force' name='topoext'/>", TOPOFIX_FEATURE_ON },
        { "<feature policy='optional' name='topoext'/>", TOPOFIX_FEATURE_UNSAID },
        { "<feature policy='disable' name='topoext'/>", TOPOFIX_FEATURE_OFF },
        { "<feature policy='require' name='x2apic'/>", TOPOFIX_FEATURE_UNSAID },
        { "<feature name='svm' policy='disable'/><feature name='topoext' policy='require'/>",
          TOPOFIX_FEATURE_ON },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text = topofix_sprintf(
            "<domain><vcpu>1</vcpu><cpu mode='custom'><model>EPYC</model>%s</cpu></domain>",
            cases[i].feature);
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };

        read_domain(text, &domain);
        assert_string_equal(domain.hardware.cpu_mode, "custom");
        assert_string_equal(domain.hardware.cpu_model, "EPYC");
        assert_int_equal(domain.hardware.topoext, cases[i].topoext);
    }
}

/* What libvirt completes by itself where more than 255 vCPUs need it (measured on 11.3). */
static void
test_may_get_eim(void **state)
{
    static const struct {
        const char *text;
        bool may_get_eim;
        bool may_split_ioapic;
    } cases[] = {
        { "", true, true },
        { "<devices><iommu model='intel'/></devices>", true, true },
        { "<devices><iommu model='intel'><driver intremap='on'/></iommu></devices>", true, true },
        { "<features><ioapic driver='qemu'/></features>", true, true },
        { "<features><ioapic driver='kvm'/></features>", false, false },
        { "<devices><iommu model='intel'><driver eim='off'/></iommu></devices>", false, true },
        { "<devices><iommu model='intel'><driver intremap='off'/></iommu></devices>", false,
          false },
        { "<devices><iommu model='virtio'/></devices>", false, true },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text =
            topofix_sprintf("<domain><vcpu>1</vcpu>%s</domain>", cases[i].text);
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };

        read_domain(text, &domain);
        assert_int_equal(domain.hardware.may_get_eim, cases[i].may_get_eim);
        assert_int_equal(domain.hardware.may_split_ioapic, cases[i].may_split_ioapic);
    }
}

static void
test_controllers(void **state)
{
    static const struct {
        const char *text;
        bool has_eim;
        bool has_gic2;
    } cases[] = {
        { "<devices><iommu model='intel'><driver intremap='on' eim='on'/></iommu></devices>", true,
          false },
        { "<devices><iommu model='intel'><driver eim='off'/></iommu></devices>", false, false },
        { "<devices><iommu model='intel'/></devices>", false, false },
        { "<driver eim='on'/>", false, false },
        { "<features><gic version='2'/></features>", false, true },
        { "<features><gic version='3'/></features>", false, false },
        { "<features><gic/></features>", false, false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text =
            topofix_sprintf("<domain><vcpu>1</vcpu>%s</domain>", cases[i].text);
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };

        read_domain(text, &domain);
        assert_int_equal(domain.hardware.has_eim, cases[i].has_eim);
        assert_int_equal(domain.hardware.has_gic2, cases[i].has_gic2);
    }
}

static void
test_own_smp(void **state)
{
    static const struct {
        const char *arguments;
        bool has_own_smp;
    } cases[] = {
        { "<q:arg value='-smp'/><q:arg value='cores=2'/>", true },
        { "<q:arg value='-global'/><q:arg value='a.b=c'/><q:arg value='--smp'/>", true },
        { "<q:arg value='-machine'/><q:arg value='q35,smp.cores=2'/>", true },
        { "<q:arg value='-smbios'/><q:arg value='type=1'/>", false },
        { "<q:arg value='-name'/><q:arg value='smp'/>", false },
        { "<q:env name='A' value='-smp'/>", false },
        { "<arg value='-smp'/>", false },
        { "<q:arg/>", false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text = topofix_sprintf(
            "<domain " QEMU "><vcpu>4</vcpu><q:commandline>%s</q:commandline></domain>",
            cases[i].arguments);
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };

        read_domain(text, &domain);
        assert_int_equal(domain.hardware.has_own_smp, cases[i].has_own_smp);
    }
}

static void
test_cells(void **state)
{
    static const struct {
        const char *cells;
        unsigned n_cells;
        int cell_of[4];
        bool is_told; /* less than two cells say nothing */
    } cases[] = {
        { "<cell cpus='0-1'/><cell cpus='2-3'/>", 2, { 0, 0, 1, 1 }, true },
        { "<cell id='0' cpus='0,2'/><cell id='1' cpus='1,3'/>", 2, { 0, 1, 0, 1 }, true },
        { "<cell cpus='0-3,^2'/><cell cpus='2'/>", 2, { 0, 0, 1, 0 }, true },
        { "<cell cpus='0'/><cell cpus='1'/><cell cpus='2-3'/>", 3, { 0, 1, 2, 2 }, true },
        /* libvirt puts the rest into the first one, and memory needs no CPU */
        { "<cell cpus='0'/><cell cpus='2'/>", 2, { 0, 0, 1, 0 }, true },
        { "<cell cpus='0-2'/><cell cpus='3'/><cell memory='1'/>", 2, { 0, 0, 0, 1 }, true },
        { "<cell cpus='0-3'/>", 1, { 0 }, false },
        { "<cell cpus='0-3'/><cell memory='1'/>", 1, { 0 }, false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text = topofix_sprintf(
            "<domain><vcpu>4</vcpu><cpu><numa>%s</numa></cpu></domain>", cases[i].cells);
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };

        read_domain(text, &domain);
        assert_int_equal(domain.hardware.n_cells, cases[i].n_cells);
        assert_int_equal(domain.hardware.cell_of != NULL, cases[i].is_told);
        if (cases[i].is_told) {
            assert_memory_equal(domain.hardware.cell_of, cases[i].cell_of,
                                sizeof(cases[i].cell_of));
        }
    }
}

static void
test_pins(void **state)
{
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };

    (void)state;
    read_domain(
        "<domain><vcpu>3</vcpu><cputune><vcpupin vcpu='2' cpuset='4-5'/><emulatorpin cpuset='9'/>"
        "<vcpupin vcpu='0' cpuset='1'/><vcpupin vcpu='3' cpuset='7'/></cputune></domain>",
        &domain);
    assert_string_equal(domain.hardware.pins[0], "1");
    assert_null(domain.hardware.pins[1]);
    assert_string_equal(domain.hardware.pins[2], "4-5"); /* and that of vCPU 3 is dropped */
}

/* What libvirt refuses at define, each on line 2. */
static void
test_refusals(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } cases[] = {
        { "<cpu><numa>\n<cell cpus='0-x'/></numa></cpu>", "line 2: <cell> has cpus='0-x'" },
        { "<cpu><numa>\n<cell cpus=''/></numa></cpu>", "line 2: <cell> has cpus=''" },
        { "<cpu><numa>\n<cell cpus='0-4'/></numa></cpu>", "line 2: <cell> has vCPU 4, expected" },
        { "<cpu><numa><cell cpus='0-1'/>\n<cell cpus='1-3'/></numa></cpu>",
          "line 2: <cell> has vCPU 1, expected" },
        { "<cpu><numa><cell cpus='0-3'/>\n<cell cpus='9000'/></numa></cpu>",
          "line 2: <cell> has vCPU 9000, expected one of 0 to 3" },
        { "<cputune>\n<vcpupin cpuset='1'/></cputune>", "line 2: <vcpupin> has vcpu=''" },
        { "<cputune>\n<vcpupin vcpu='one' cpuset='1'/></cputune>",
          "line 2: <vcpupin> has vcpu='one'" },
        { "\n<vcpus><vcpu id='0' enabled='no'/><vcpu id='1' enabled='yes'/></vcpus>",
          "line 2: <vcpus> does not enable vCPU 0" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text =
            topofix_sprintf("<domain><vcpu>4</vcpu>%s</domain>", cases[i].text);
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };
        struct topofix_error err;

        assert_int_equal(topofix_domain_read(text, strlen(text), &domain, &err), -1);
        assert_contains(err.message, cases[i].message);
    }
}

/* libvirt counts anew where <vcpus> names them. */
static void
test_vcpus_beat_current(void **state)
{
    static const char *const currents[] = { "0", "1", "4", "9" };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(currents); i++) {
        TOPOFIX_AUTO_FREE char *text = topofix_sprintf(
            "<domain><vcpu current='%s'>4</vcpu><vcpus><vcpu id='0' enabled='yes'/><vcpu id='3' "
            "enabled='yes'/></vcpus></domain>",
            currents[i]);
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };

        read_domain(text, &domain);
        assert_int_equal(domain.vcpus.present, 2);
        assert_true(topofix_vcpus_is_enabled(&domain.vcpus, 3));
    }
}

static void
check_numa_refused(const char *numa, const char *message)
{
    TOPOFIX_AUTO_FREE char *text =
        topofix_sprintf("<domain>\n<vcpu>8</vcpu>\n<cpu><numa>%s</numa></cpu></domain>", numa);
    struct topofix_domain domain;
    struct topofix_error err;

    assert_int_equal(topofix_domain_read(text, strlen(text), &domain, &err), -1);
    assert_int_equal(err.code, TOPOFIX_ERROR_INPUT);
    assert_string_equal(err.message, message);
}

/* Lists whose reading would cost their length times the number of vCPUs. */
static void
test_long_lists(void **state)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer numa = { .bytes = NULL };

    (void)state;
    topofix_buffer_add_text(&numa, "<cell cpus='0-7");
    for (int i = 0; i < 8192; i++) {
        topofix_buffer_add_text(&numa, ",0-7");
    }
    topofix_buffer_add_text(&numa, "'/>");
    check_numa_refused(numa.bytes,
                       "line 3: <cell> has cpus='0-7,0-7,0-7,0-7,0-7,0-7,0-7,0-7,0-7,0-7,', "
                       "expected a list such as 0-3,8, of at most 8192 ranges");
}

static void
test_many_cells(void **state)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer numa = { .bytes = NULL };

    (void)state;
    for (int i = 0; i < 1025; i++) {
        topofix_buffer_add_text(&numa, "<cell cpus='^0'/>\n");
    }
    check_numa_refused(numa.bytes,
                       "line 1027: more than the 1024 NUMA cells with vCPUs that are read");
}

/* A new feature comes after the features, or else after what precedes them in libvirt's order. */
static void
test_place_of_a_feature(void **state)
{
    static const struct {
        const char *cpu;
        const char *predecessor; /* NULL: it comes first */
    } cases[] = {
        { "<cpu><model>EPYC</model><feature name='svm'/><feature name='npt'/><numa/></cpu>",
          "feature" },
        { "<cpu><model>EPYC</model>" TOPOLOGY "<cache/><numa/></cpu>", "cache" },
        { "<cpu><model>EPYC</model>" TOPOLOGY "</cpu>", "topology" },
        { "<cpu><model>EPYC</model></cpu>", "model" },
        { "<cpu mode='host-passthrough'><numa/></cpu>", NULL },
        { "<cpu mode='host-passthrough'/>", NULL },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text =
            topofix_sprintf("<domain><vcpu>1</vcpu>%s</domain>", cases[i].cpu);
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };
        const struct topofix_node *node;

        read_domain(text, &domain);
        node = topofix_topoext_predecessor(domain.cpu);
        assert_int_equal(node != NULL, cases[i].predecessor != NULL);
        if (node) {
            assert_string_equal(node->name, cases[i].predecessor);
            assert_null(topofix_node_next_same(node));
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_said),
        cmocka_unit_test(test_accelerators),
        cmocka_unit_test(test_place_of_a_feature),
        cmocka_unit_test(test_cpu),
        cmocka_unit_test(test_controllers),
        cmocka_unit_test(test_may_get_eim),
        cmocka_unit_test(test_own_smp),
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_pins),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_vcpus_beat_current),
        cmocka_unit_test(test_long_lists),
        cmocka_unit_test(test_many_cells),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

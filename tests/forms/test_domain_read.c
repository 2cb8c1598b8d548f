/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "domain_samples.h"
#include "forms/domain_read.h"

static void
test_smallest(void **state)
{
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };

    (void)state;
    read_domain("<domain><vcpu>4</vcpu></domain>", &domain);
    assert_string_equal(domain.name, "");
    assert_string_equal(domain.type, "");
    assert_null(domain.uuid);
    assert_null(domain.arch);
    assert_null(domain.machine);
    assert_null(domain.cpu);
    assert_null(domain.metadata);
    assert_int_equal(domain.vcpus.maximum, 4);
    assert_int_equal(domain.vcpus.present, 4);
    assert_false(domain.has_topology);
    assert_topology(&domain.topology, 4, 1, 1, 1, 1);
    assert_false(domain.has_acpi);
    assert_int_equal(domain.bits, TOPOFIX_BITS_64);
}

static void
test_names(void **state)
{
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };

    (void)state;
    read_domain(
        "<domain type='kvm'><name>a&amp;b</name><uuid>u-u</uuid><vcpu>1</vcpu>"
        "<os><type arch='i686' machine='pc'>hvm</type></os><features><acpi/></features></domain>",
        &domain);
    assert_string_equal(domain.name, "a&b");
    assert_string_equal(domain.uuid, "u-u");
    assert_string_equal(domain.type, "kvm");
    assert_string_equal(domain.arch, "i686");
    assert_string_equal(domain.machine, "pc");
    assert_int_equal(domain.bits, TOPOFIX_BITS_32);
    assert_true(domain.has_acpi);
}

static void
test_bits(void **state)
{
    static const char *const narrow[] = { "i386", "i486", "i586", "i686", "armv7l" };
    static const char *const wide[] = { "x86_64", "aarch64", "ppc64", "riscv64", "alien" };

    (void)state;
    for (size_t i = 0; i < 2 * ARRAY_SIZE(narrow); i++) {
        bool is_narrow = i < ARRAY_SIZE(narrow);
        TOPOFIX_AUTO_FREE char *text =
            topofix_sprintf("<domain><vcpu>1</vcpu><os><type arch='%s'>hvm</type></os></domain>",
                            is_narrow ? narrow[i] : wide[i - ARRAY_SIZE(narrow)]);
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };

        read_domain(text, &domain);
        assert_int_equal(domain.bits, is_narrow ? TOPOFIX_BITS_32 : TOPOFIX_BITS_64);
    }
}

static void
test_vcpu(void **state)
{
    static const struct {
        const char *vcpu;
        unsigned maximum;
        unsigned present;
    } cases[] = {
        { "<vcpu>1</vcpu>", 1, 1 },
        { "<vcpu placement='static' current='2'>4</vcpu>", 4, 2 },
        { "<vcpu current='4'>4</vcpu>", 4, 4 },
        { "<vcpu>\n  8</vcpu>", 8, 8 },
        { "<vcpu>1<!-- x -->6</vcpu>", 16, 16 },
        { "<vcpu>&#52;</vcpu>", 4, 4 },
        { "<vcpu><![CDATA[4]]></vcpu>", 4, 4 },
        { "<vcpu>8192</vcpu>", 8192, 8192 },
        { "<vcpu xmlns='urn:other'>9</vcpu><vcpu>3</vcpu>", 3, 3 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text = topofix_sprintf("<domain>%s</domain>", cases[i].vcpu);
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };

        read_domain(text, &domain);
        assert_int_equal(domain.vcpus.maximum, cases[i].maximum);
        assert_int_equal(domain.vcpus.present, cases[i].present);
        assert_false(domain.vcpus.scattered);
    }
}

static void
test_vcpus_one_by_one(void **state)
{
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };

    (void)state;
    read_domain("<domain><vcpu current='2'>4</vcpu><vcpus>"
                "<vcpu id='0' enabled='yes' hotpluggable='no'/><vcpu id='1' enabled='no'/>"
                "<vcpu id='3' enabled='yes'/><vcpu id='3' enabled='yes'/></vcpus></domain>",
                &domain);
    assert_true(domain.vcpus.scattered);
    assert_int_equal(domain.vcpus.present, 2);
    assert_true(topofix_vcpus_is_enabled(&domain.vcpus, 0));
    assert_false(topofix_vcpus_is_enabled(&domain.vcpus, 1));
    assert_false(topofix_vcpus_is_enabled(&domain.vcpus, 2));
    assert_true(topofix_vcpus_is_enabled(&domain.vcpus, 3));
}

static void
test_empty_vcpus(void **state)
{
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };

    (void)state;
    read_domain("<domain><vcpu current='2'>4</vcpu><vcpus/></domain>", &domain);
    assert_false(domain.vcpus.scattered);
    assert_int_equal(domain.vcpus.present, 2);
}

static void
test_topology(void **state)
{
    static const struct {
        const char *topology;
        struct topofix_topology expected;
    } cases[] = {
        { "<topology sockets='2' cores='3' threads='4'/>", { { 2, 1, 1, 3, 4 } } },
        { "<topology threads='4' dies='5' cores='3' clusters='6' sockets='2'/>",
          { { 2, 5, 6, 3, 4 } } },
        { "<topology sockets=' 2' cores='+3' threads='04' future='9'/>", { { 2, 1, 1, 3, 4 } } },
        { "<topology sockets='&#50;' cores='3' threads='4'>\n</topology>", { { 2, 1, 1, 3, 4 } } },
        { "<topology sockets='4294967295' cores='1' threads='1'/>",
          { { UINT32_MAX, 1, 1, 1, 1 } } },
        { "<topology xmlns:x='urn:x' x:sockets='9' sockets='2' cores='3' threads='4'/>",
          { { 2, 1, 1, 3, 4 } } },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text = topofix_sprintf(
            "<domain><vcpu>24</vcpu><cpu mode='host-model'>%s</cpu></domain>", cases[i].topology);
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };
        const unsigned *count = cases[i].expected.count;

        read_domain(text, &domain);
        assert_true(domain.has_topology);
        assert_topology(&domain.topology, count[0], count[1], count[2], count[3], count[4]);
    }
}

/* Only the place counts: <domain>'s own <cpu>, its own <topology>. */
static void
test_topology_elsewhere(void **state)
{
    static const char *const cases[] = {
        "<cpu/>",
        "<cpu><x:topology xmlns:x='urn:x' sockets='1' cores='1' threads='1'/></cpu>",
        "<cpu><numa><topology sockets='1' cores='1' threads='1'/></numa></cpu>",
        "<topology sockets='1' cores='1' threads='1'/>",
        "<cpu xmlns='urn:x'><topology sockets='1' cores='1' threads='1'/></cpu>",
        "<devices><cpu><topology sockets='1' cores='1' threads='1'/></cpu></devices>",
        "<!-- <cpu><topology sockets='1' cores='1' threads='1'/></cpu> -->",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text =
            topofix_sprintf("<domain><vcpu>4</vcpu>%s</domain>", cases[i]);
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };

        read_domain(text, &domain);
        assert_false(domain.has_topology);
        assert_topology(&domain.topology, 4, 1, 1, 1, 1);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_smallest),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_bits),
        cmocka_unit_test(test_vcpu),
        cmocka_unit_test(test_vcpus_one_by_one),
        cmocka_unit_test(test_empty_vcpus),
        cmocka_unit_test(test_topology),
        cmocka_unit_test(test_topology_elsewhere),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

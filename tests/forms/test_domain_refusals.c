/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "forms/domain_read.h"
#include "testing.h"

/* Every fault is put on a line of its own, and the message must name that line. */
struct refusal {
    const char *text;
    const char *message;
};

static void
check_refusals(const struct refusal *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .name = "untouched" };
        struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };

        if (topofix_domain_read(cases[i].text, strlen(cases[i].text), &domain, &err) == 0) {
            fail_msg("accepted: %s", cases[i].text);
        }
        assert_null(domain.doc);
        assert_int_equal(err.code, TOPOFIX_ERROR_INPUT);
        if (strncmp(err.message, cases[i].message, strlen(cases[i].message)) != 0) {
            fail_msg("'%s', expected '%s...'", err.message, cases[i].message);
        }
    }
}

static void
test_not_a_domain(void **state)
{
    static const struct refusal cases[] = {
        { "\n\n<network/>", "line 3: the root element is <network>, expected <domain>" },
        { "<domains><domain/></domains>", "line 1: the root element is <domains>" },
        { "<domain xmlns='urn:x'><vcpu>1</vcpu></domain>", "line 1: the root element is <domain>" },
        { "<domainsnapshot><domain><vcpu>1</vcpu></domain></domainsnapshot>", "line 1: the root" },
    };

    (void)state;
    check_refusals(cases, ARRAY_SIZE(cases));
}

static void
test_vcpu(void **state)
{
    static const struct refusal cases[] = {
        { "\n<domain>\n</domain>", "line 2: no <vcpu> in <domain>, expected one" },
        { "<domain>\n<vcpu/></domain>", "line 2: <vcpu> is '', expected a count of 1 to 8192" },
        { "<domain>\n<vcpu>eight</vcpu></domain>", "line 2: <vcpu> is 'eight', expected a count" },
        { "<domain>\n<vcpu>0</vcpu></domain>", "line 2: <vcpu> is '0'" },
        { "<domain>\n<vcpu>-4</vcpu></domain>", "line 2: <vcpu> is '-4'" },
        { "<domain>\n<vcpu>4.5</vcpu></domain>", "line 2: <vcpu> is '4.5'" },
        { "<domain>\n<vcpu>8193</vcpu></domain>", "line 2: <vcpu> is '8193'" },
        { "<domain>\n<vcpu>4294967300</vcpu></domain>", "line 2: <vcpu> is '4294967300'" },
        { "<domain>\n<vcpu>99999999999999999999</vcpu></domain>", "line 2: <vcpu> is" },
        { "<domain>\n<vcpu>4<x/></vcpu></domain>", "line 2: <vcpu> is ''" },
        { "<domain><vcpu>1</vcpu>\n\n<vcpu>2</vcpu></domain>", "line 3: a second <vcpu>" },
        { "<domain>\n<vcpu current='0'>4</vcpu></domain>", "line 2: current of <vcpu> is '0'" },
        { "<domain>\n<vcpu current='5'>4</vcpu></domain>",
          "line 2: current of <vcpu> is '5', expected a count of 1 to 4" },
        { "<domain>\n<vcpu current=''>4</vcpu></domain>", "line 2: current of <vcpu> is ''" },
    };

    (void)state;
    check_refusals(cases, ARRAY_SIZE(cases));
}

static void
test_vcpus(void **state)
{
    static const struct refusal cases[] = {
        { "<domain><vcpu>4</vcpu>\n<vcpus>\n<vcpu id='4' enabled='yes'/></vcpus></domain>",
          "line 3: <vcpu> in <vcpus> has id='4', expected 0 to 3" },
        { "<domain><vcpu>4</vcpu>\n<vcpus>\n<vcpu enabled='yes'/></vcpus></domain>",
          "line 3: <vcpu> in <vcpus> has id=''" },
        { "<domain><vcpu>4</vcpu>\n<vcpus>\n<vcpu id='-1' enabled='yes'/></vcpus></domain>",
          "line 3: <vcpu> in <vcpus> has id='-1'" },
        { "<domain><vcpu>4</vcpu>\n<vcpus>\n<vcpu id='0' enabled='no'/></vcpus></domain>",
          "line 2: <vcpus> enables no vCPU" },
        { "<domain><vcpu>4</vcpu><vcpus/>\n<vcpus/></domain>", "line 2: a second <vcpus>" },
    };

    (void)state;
    check_refusals(cases, ARRAY_SIZE(cases));
}

#define TOPOLOGY(attributes) \
    "<domain><vcpu>4</vcpu>\n<cpu>\n<topology " attributes "/>\n</cpu></domain>"

static void
test_topology(void **state)
{
    static const struct refusal cases[] = {
        { TOPOLOGY(""), "line 3: <topology> has no 'sockets'" },
        { TOPOLOGY("cores='1' threads='1'"), "line 3: <topology> has no 'sockets'" },
        { TOPOLOGY("sockets='1' threads='1'"), "line 3: <topology> has no 'cores'" },
        { TOPOLOGY("sockets='1' cores='1'"), "line 3: <topology> has no 'threads'" },
        { TOPOLOGY("sockets='0' cores='4' threads='1'"),
          "line 3: <topology> has sockets='0', expected a count of 1 to 4294967295" },
        { TOPOLOGY("sockets='1' cores='-4' threads='1'"), "line 3: <topology> has cores='-4'" },
        { TOPOLOGY("sockets='1' cores='4' threads=''"), "line 3: <topology> has threads=''" },
        { TOPOLOGY("sockets='1' cores='four' threads='1'"), "line 3: <topology> has cores='four'" },
        { TOPOLOGY("sockets='4294967296' cores='1' threads='1'"),
          "line 3: <topology> has sockets=" },
        { TOPOLOGY("sockets='1' dies='0' cores='4' threads='1'"),
          "line 3: <topology> has dies='0'" },
        { TOPOLOGY("sockets='1' clusters='x' cores='4' threads='1'"),
          "line 3: <topology> has clusters='x'" },
        { TOPOLOGY("sockets='1' sockets='2' cores='4' threads='1'"),
          "line 3: not well-formed XML" },
        { "<domain><vcpu>4</vcpu><cpu>\n<topology sockets='1' cores='4' threads='1'/>\n<topology "
          "sockets='1' cores='4' threads='1'/></cpu></domain>",
          "line 3: a second <topology> (the first is on line 2)" },
        { "<domain><vcpu>4</vcpu>\n<cpu/>\n<cpu/></domain>", "line 3: a second <cpu>" },
    };

    (void)state;
    check_refusals(cases, ARRAY_SIZE(cases));
}

static void
test_metadata(void **state)
{
    static const struct refusal cases[] = {
        { "<domain><vcpu>4</vcpu><metadata/>\n<metadata/></domain>",
          "line 2: a second <metadata>" },
        { "<domain><vcpu>4</vcpu><metadata>\n<t:domain xmlns:t='urn:virt-topofix:domain:1'>\n"
          "<t:was sockets='none'/></t:domain></metadata></domain>",
          "line 3: <was> has sockets='none'" },
    };

    (void)state;
    check_refusals(cases, ARRAY_SIZE(cases));
}

/* What somebody wrote is quoted, but not all of it. */
static void
test_quotes_are_short(void **state)
{
    TOPOFIX_AUTO_FREE char *digits = topofix_alloc(5001, 1);
    TOPOFIX_AUTO_FREE char *text = NULL;
    struct topofix_domain domain;
    struct topofix_error err;

    (void)state;
    memset(digits, 'x', 5000);
    text = topofix_sprintf("<domain><vcpu>%s</vcpu></domain>", digits);
    assert_int_equal(topofix_domain_read(text, strlen(text), &domain, &err), -1);
    assert_true(strlen(err.message) < 200);
    assert_contains(err.message, "expected a count of 1 to 8192");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_not_a_domain), cmocka_unit_test(test_vcpu),
        cmocka_unit_test(test_vcpus),        cmocka_unit_test(test_topology),
        cmocka_unit_test(test_metadata),     cmocka_unit_test(test_quotes_are_short),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

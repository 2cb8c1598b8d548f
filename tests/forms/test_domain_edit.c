/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "domain_samples.h"
#include "forms/domain_edit.h"

static const struct topofix_edit put_topology = { .topology_action = TOPOFIX_EDIT_PUT,
                                                  .topology = { { 1, 1, 1, 4, 1 } } };

/* An edit of <domain>INSIDE</domain>, and what becomes of the inside. */
struct edit_case {
    const char *inside;
    const char *expected;
};

static void
check_edits(const struct topofix_edit *edit, const struct edit_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        TOPOFIX_AUTO_FREE char *old = topofix_sprintf("<domain>%s</domain>", cases[i].inside);
        TOPOFIX_AUTO_FREE char *wanted = topofix_sprintf("<domain>%s</domain>", cases[i].expected);
        TOPOFIX_AUTO_FREE char *got = edit_text(old, edit);

        assert_string_equal(got, wanted);
    }
}

#define V "<vcpu>4</vcpu>"

/* Only the values that are wrong; order, quotes, spaces and strangers stay. */
static void
test_change(void **state)
{
    static const struct edit_case cases[] = {
        { V "<cpu><topology sockets='4' cores='1' threads='1'/></cpu>",
          V "<cpu><topology sockets='1' cores='4' threads='1'/></cpu>" },
        { V "<cpu><topology  threads = \"1\"\n sockets='4'\tcores=\"1\" ></topology></cpu>",
          V "<cpu><topology  threads = \"1\"\n sockets='1'\tcores=\"4\" ></topology></cpu>" },
        { V "<cpu><topology x='>' sockets='&#52;' cores=' 1' threads='01'/><!-- sockets='4' "
            "--></cpu>",
          V "<cpu><topology x='>' sockets='1' cores='4' threads='01'/><!-- sockets='4' --></cpu>" },
        { V "<cpu><topology xmlns:x='urn:x' x:cores='9' sockets='4' cores='1' threads='1'/></cpu>",
          V
          "<cpu><topology xmlns:x='urn:x' x:cores='9' sockets='1' cores='4' threads='1'/></cpu>" },
        { V "<cpu><topology sockets='2' dies='2' clusters='1' cores='1' threads='1'/></cpu>",
          V "<cpu><topology sockets='1' dies='1' clusters='1' cores='4' threads='1'/></cpu>" },
    };

    (void)state;
    check_edits(&put_topology, cases, ARRAY_SIZE(cases));
}

static void
test_change_adds_levels(void **state)
{
    static const struct topofix_edit edit = { .topology_action = TOPOFIX_EDIT_PUT,
                                              .topology = { { 1, 2, 3, 4, 1 } } };
    static const struct edit_case cases[] = {
        { "<vcpu>24</vcpu><cpu><topology sockets='24' cores='1' threads='1'/></cpu>",
          "<vcpu>24</vcpu><cpu><topology sockets='1' dies='2' clusters='3' cores='4' threads='1'/>"
          "</cpu>" },
        { "<vcpu>24</vcpu><cpu><topology cores=\"1\" threads=\"1\" sockets=\"24\"/></cpu>",
          "<vcpu>24</vcpu><cpu><topology cores=\"4\" threads=\"1\" sockets=\"1\" dies=\"2\" "
          "clusters=\"3\"/></cpu>" },
        /* the quotes are those of the element, and not those of the document */
        { "<vcpu a='b'>24</vcpu><cpu><topology sockets=\"24\" cores=\"1\" threads=\"1\"/></cpu>",
          "<vcpu a='b'>24</vcpu><cpu><topology sockets=\"1\" dies=\"2\" clusters=\"3\" "
          "cores=\"4\" threads=\"1\"/></cpu>" },
    };

    (void)state;
    check_edits(&edit, cases, ARRAY_SIZE(cases));
}

/* As a libvirt that knows clusters writes it. */
static void
test_spells_clusters(void **state)
{
    static const struct topofix_edit edit = { .topology_action = TOPOFIX_EDIT_PUT,
                                              .topology = { { 1, 1, 1, 4, 1 } },
                                              .spelling = { .keeps = 1u
                                                                     << TOPOFIX_LEVEL_CLUSTERS } };
    static const struct edit_case cases[] = {
        { V "<cpu/>",
          V "<cpu><topology sockets='1' dies='1' clusters='1' cores='4' threads='1'/></cpu>" },
        { V "<cpu><topology sockets='4' dies='1' clusters='1' cores='1' threads='1'/></cpu>",
          V "<cpu><topology sockets='1' dies='1' clusters='1' cores='4' threads='1'/></cpu>" },
        { V "<cpu><topology sockets='4' dies='1' cores='1' threads='1'/></cpu>",
          V "<cpu><topology sockets='1' dies='1' clusters='1' cores='4' threads='1'/></cpu>" },
    };

    (void)state;
    check_edits(&edit, cases, ARRAY_SIZE(cases));
}

static void
test_expand_cpu(void **state)
{
    static const struct edit_case cases[] = {
        { V "<cpu/>", V "<cpu><topology sockets='1' dies='1' cores='4' threads='1'/></cpu>" },
        { V "<cpu></cpu>", V "<cpu><topology sockets='1' dies='1' cores='4' threads='1'/></cpu>" },
        { V "<cpu mode=\"host-passthrough\"  />",
          V "<cpu mode=\"host-passthrough\"><topology sockets=\"1\" dies=\"1\" cores=\"4\" "
            "threads=\"1\"/></cpu>" },
        { V "<cpu><model>x</model><feature/></cpu>",
          V "<cpu><model>x</model><topology sockets='1' dies='1' cores='4' threads='1'/><feature/>"
            "</cpu>" },
        { V "<cpu><feature/></cpu>",
          V "<cpu><topology sockets='1' dies='1' cores='4' threads='1'/><feature/></cpu>" },
    };

    (void)state;
    check_edits(&put_topology, cases, ARRAY_SIZE(cases));
}

static void
test_insert_cpu(void **state)
{
    static const char cpu[] = "<cpu><topology sockets='1' dies='1' cores='4' threads='1'/></cpu>";
    static const char *const before[] = {
        V,
        V "<os/>",
        V "<os/><features/>",
        V "<vcpus><vcpu id='0' enabled='yes'/></vcpus>",
        "<name>x</name>" V "<!-- c -->",
    };

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        TOPOFIX_AUTO_FREE char *inside = topofix_sprintf("%s<clock/><devices/>", before[i]);
        TOPOFIX_AUTO_FREE char *expected =
            topofix_sprintf("%s%s<clock/><devices/>", before[i], cpu);
        const struct edit_case one = { inside, expected };

        check_edits(&put_topology, &one, 1);
    }
}

static void
test_remove(void **state)
{
    static const struct topofix_edit edit = { .topology_action = TOPOFIX_EDIT_REMOVE };
    static const struct edit_case cases[] = {
        { V "<cpu><topology sockets='4' cores='1' threads='1'/></cpu><os/>", V "<os/>" },
        { V "\n  <cpu>\n    <topology sockets='4' cores='1' threads='1'/>\n  </cpu>\n", V "\n" },
        { V "\r\n  <cpu>\r\n    <topology sockets='4' cores='1' threads='1'/>\r\n  </cpu>\r\n",
          V "\r\n" },
        { V "<cpu mode='x'><topology sockets='4' cores='1' threads='1'></topology></cpu>",
          V "<cpu mode='x'></cpu>" },
        { V "<cpu>\n  <model/>\n  <topology sockets='4' cores='1' threads='1'/>\n</cpu>",
          V "<cpu>\n  <model/>\n</cpu>" },
        { V, V },
    };

    (void)state;
    check_edits(&edit, cases, ARRAY_SIZE(cases));
}

static void
test_nothing(void **state)
{
    static const struct topofix_edit nothing = { .topology_action = TOPOFIX_EDIT_KEEP };
    static const struct topofix_edit same = { .topology_action = TOPOFIX_EDIT_PUT,
                                              .topology = { { 4, 1, 1, 1, 1 } } };
    static const struct edit_case cases[] = {
        { V "<cpu><topology sockets='4' cores='1' threads='1'/></cpu>",
          V "<cpu><topology sockets='4' cores='1' threads='1'/></cpu>" },
    };

    (void)state;
    check_edits(&nothing, cases, ARRAY_SIZE(cases));
    check_edits(&same, cases, ARRAY_SIZE(cases));
}

static bool
equal_besides(const char *inside_a, const char *inside_b)
{
    TOPOFIX_AUTO_FREE char *text_a = topofix_sprintf("<domain>%s</domain>", inside_a);
    TOPOFIX_AUTO_FREE char *text_b = topofix_sprintf("<domain>%s</domain>", inside_b);
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain a = { .doc = NULL };
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain b = { .doc = NULL };

    assert_int_equal(topofix_domain_read(text_a, strlen(text_a), &a, NULL), 0);
    assert_int_equal(topofix_domain_read(text_b, strlen(text_b), &b, NULL), 0);
    return topofix_domain_equals_besides(&a, &b);
}

#define T "<topology sockets='4' cores='1' threads='1'/>"
#define R "<t:domain xmlns:t='urn:virt-topofix:domain:1'/>"

static void
test_equals_besides(void **state)
{
    (void)state;
    assert_true(equal_besides(V, V));
    assert_true(equal_besides(V, V "<cpu>" T "</cpu>"));
    assert_true(equal_besides(V "<cpu/>", V "<cpu>" T "</cpu>"));
    assert_true(equal_besides(V "<cpu mode='x'/>", V "<cpu mode='x'>\n" T "\n</cpu>"));
    assert_true(equal_besides(V "<cpu mode='x'/>", V "<cpu mode='x' \t\n>" T "</cpu>"));
    assert_true(equal_besides(V "<cpu/>\n <os/>", V "<cpu>" T "</cpu>\n <os/>"));
    assert_true(equal_besides(V "<cpu mode='x' />", V "<cpu mode='x'>" T "</cpu  >"));
    assert_true(equal_besides(V "<cpu>" T "<a/></cpu>", V "<cpu><a/></cpu>"));
    assert_true(equal_besides(V, V "<metadata>" R "</metadata>"));
    assert_true(equal_besides("<metadata><x/></metadata>" V, "<metadata><x/>" R "</metadata>" V));
    assert_false(equal_besides(V, "<vcpu>3</vcpu>"));
    assert_false(equal_besides(V "<a/>", V));
    assert_false(equal_besides(V, V " "));
    assert_false(equal_besides(V "<cpu mode='x'/>", V "<cpu>" T "</cpu>"));
    assert_false(equal_besides(V "<cpu mode='x'/>", V "<cpu mode='y'>" T "</cpu>"));
    assert_false(equal_besides(V "<cpu><a/>" T "</cpu>", V "<cpu><b/>" T "</cpu>"));
    assert_false(equal_besides("<metadata><x/></metadata>" V, "<metadata>" R "</metadata>" V));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_change),          cmocka_unit_test(test_change_adds_levels),
        cmocka_unit_test(test_spells_clusters), cmocka_unit_test(test_expand_cpu),
        cmocka_unit_test(test_insert_cpu),      cmocka_unit_test(test_remove),
        cmocka_unit_test(test_nothing),         cmocka_unit_test(test_equals_besides),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

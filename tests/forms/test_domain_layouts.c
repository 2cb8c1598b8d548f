/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "domain_samples.h"
#include "forms/domain_edit.h"

/* Whole documents: what is inserted looks like its neighbours. */
static const struct topofix_edit fix = { .topology_action = TOPOFIX_EDIT_PUT,
                                         .topology = { { 1, 1, 1, 4, 1 } },
                                         .was_action = TOPOFIX_EDIT_PUT,
                                         .set_action = TOPOFIX_EDIT_PUT,
                                         .set = { { 1, 1, 1, 4, 1 } } };
static const struct topofix_edit undo = { .topology_action = TOPOFIX_EDIT_REMOVE,
                                          .was_action = TOPOFIX_EDIT_REMOVE,
                                          .set_action = TOPOFIX_EDIT_REMOVE,
                                          .ignore_action = TOPOFIX_EDIT_PUT };

static void
check_edit(const char *old, const struct topofix_edit *edit, const char *expected)
{
    TOPOFIX_AUTO_FREE char *got = edit_text(old, edit);

    assert_string_equal(got, expected);
}

/* As libvirt prints: two spaces, single quotes, metadata in double ones. */
static void
test_libvirt(void **state)
{
    (void)state;
    check_edit("<domain type='kvm'>\n"
               "  <name>a</name>\n"
               "  <vcpu placement='static'>4</vcpu>\n"
               "  <os>\n"
               "    <type>hvm</type>\n"
               "  </os>\n"
               "  <devices/>\n"
               "</domain>\n",
               &fix,
               "<domain type='kvm'>\n"
               "  <name>a</name>\n"
               "  <metadata>\n"
               "    <topofix:domain xmlns:topofix=\"urn:virt-topofix:domain:1\">\n"
               "      <topofix:was/>\n"
               "      <topofix:set sockets=\"1\" dies=\"1\" cores=\"4\" threads=\"1\"/>\n"
               "    </topofix:domain>\n"
               "  </metadata>\n"
               "  <vcpu placement='static'>4</vcpu>\n"
               "  <os>\n"
               "    <type>hvm</type>\n"
               "  </os>\n"
               "  <cpu>\n"
               "    <topology sockets='1' dies='1' cores='4' threads='1'/>\n"
               "  </cpu>\n"
               "  <devices/>\n"
               "</domain>\n");
}

static void
test_tabs_crlf_double_quotes(void **state)
{
    (void)state;
    check_edit("<domain type=\"kvm\">\r\n"
               "\t<name>a</name>\r\n"
               "\t<metadata>\r\n"
               "\t\t<x:y xmlns:x=\"urn:x\"/>\r\n"
               "\t</metadata>\r\n"
               "\t<vcpu>4</vcpu>\r\n"
               "\t<cpu mode=\"host-model\"/>\r\n"
               "</domain>",
               &fix,
               "<domain type=\"kvm\">\r\n"
               "\t<name>a</name>\r\n"
               "\t<metadata>\r\n"
               "\t\t<x:y xmlns:x=\"urn:x\"/>\r\n"
               "\t\t<topofix:domain xmlns:topofix=\"urn:virt-topofix:domain:1\">\r\n"
               "\t\t\t<topofix:was/>\r\n"
               "\t\t\t<topofix:set sockets=\"1\" dies=\"1\" cores=\"4\" threads=\"1\"/>\r\n"
               "\t\t</topofix:domain>\r\n"
               "\t</metadata>\r\n"
               "\t<vcpu>4</vcpu>\r\n"
               "\t<cpu mode=\"host-model\">\r\n"
               "\t\t<topology sockets=\"1\" dies=\"1\" cores=\"4\" threads=\"1\"/>\r\n"
               "\t</cpu>\r\n"
               "</domain>");
}

static void
test_one_line(void **state)
{
    static const char fixed[] =
        "<domain><metadata><topofix:domain xmlns:topofix=\"urn:virt-topofix:domain:1\">"
        "<topofix:was/><topofix:set sockets=\"1\" dies=\"1\" cores=\"4\" threads=\"1\"/>"
        "</topofix:domain></metadata><vcpu>4</vcpu><cpu>"
        "<topology sockets='1' dies='1' cores='4' threads='1'/></cpu></domain>";
    TOPOFIX_AUTO_FREE char *with_newline = topofix_sprintf("%s\n", fixed);

    (void)state;
    check_edit("<domain><vcpu>4</vcpu></domain>", &fix, fixed);
    check_edit("<domain><vcpu>4</vcpu></domain>\n", &fix, with_newline);
}

/* An element on one line amid lines stays on its line. */
static void
test_inline_parent(void **state)
{
    static const struct topofix_edit topology = { .topology_action = TOPOFIX_EDIT_PUT,
                                                  .topology = { { 1, 1, 1, 4, 1 } } };

    (void)state;
    check_edit("<domain>\n  <vcpu>4</vcpu>\n  <cpu><model>x</model></cpu>\n</domain>\n", &topology,
               "<domain>\n  <vcpu>4</vcpu>\n  <cpu><model>x</model>"
               "<topology sockets='1' dies='1' cores='4' threads='1'/></cpu>\n</domain>\n");
}

static void
test_undo_gives_the_old_bytes(void **state)
{
    static const char *const texts[] = {
        "<domain>\n  <name>a</name>\n  <metadata>\n    <x/>\n  </metadata>\n  <vcpu>4</vcpu>\n"
        "  <devices/>\n</domain>\n",
        "<domain>\r\n\t<metadata>\r\n\t\t<x/>\r\n\t</metadata>\r\n\t<vcpu>4</vcpu>\r\n</domain>",
        "<domain><metadata><x/></metadata><vcpu>4</vcpu></domain>",
        "<domain>\n  <metadata><x/></metadata>\n  <vcpu>4</vcpu>\n  <cpu>\n    <model>m</model>\n"
        "  </cpu>\n</domain>\n",
        "<domain>\n<metadata>\n<x/>\n</metadata>\n<vcpu>4</vcpu>\n</domain>\n",
    };
    static const struct topofix_edit put = { .topology_action = TOPOFIX_EDIT_PUT,
                                             .topology = { { 1, 1, 1, 4, 1 } } };
    static const struct topofix_edit take = { .topology_action = TOPOFIX_EDIT_REMOVE };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
        TOPOFIX_AUTO_FREE char *edited = edit_text(texts[i], &put);

        assert_string_not_equal(edited, texts[i]);
        check_edit(edited, &take, texts[i]);
    }
}

/* Where counts were spelled out, the same places get their old values. */
static void
test_undo_of_a_change(void **state)
{
    static const char old[] = "<domain><vcpu>4</vcpu><cpu>\n <topology threads='1'  sockets='4' "
                              "cores=\"1\"/></cpu></domain>";
    static const struct topofix_edit put = { .topology_action = TOPOFIX_EDIT_PUT,
                                             .topology = { { 1, 1, 1, 4, 1 } } };
    static const struct topofix_edit back = { .topology_action = TOPOFIX_EDIT_PUT,
                                              .topology = { { 4, 1, 1, 1, 1 } } };
    TOPOFIX_AUTO_FREE char *edited = edit_text(old, &put);

    (void)state;
    check_edit(edited, &back, old);
}

#define OUT(record) \
    "<domain>\n  <metadata>\n    " record "\n  </metadata>\n  <vcpu>4</vcpu>\n</domain>\n"

/* Our element under another prefix, or none; what the admin wrote stays as it is. */
static void
test_record_of_any_prefix(void **state)
{
    static const struct topofix_edit record = { .was_action = TOPOFIX_EDIT_PUT,
                                                .was_written = true,
                                                .was = { { 4, 1, 1, 1, 1 } },
                                                .set_action = TOPOFIX_EDIT_PUT,
                                                .set = { { 1, 1, 1, 4, 1 } },
                                                .ignore_action = TOPOFIX_EDIT_REMOVE };

    (void)state;
    check_edit(OUT("<v:domain xmlns:v='urn:virt-topofix:domain:1'>\n"
                   "      <v:ignore/>\n"
                   "      <v:guest edition='x'/>\n"
                   "    </v:domain>"),
               &record,
               OUT("<v:domain xmlns:v='urn:virt-topofix:domain:1'>\n"
                   "      <v:was sockets=\"4\" dies=\"1\" cores=\"1\" threads=\"1\"/>\n"
                   "      <v:set sockets=\"1\" dies=\"1\" cores=\"4\" threads=\"1\"/>\n"
                   "      <v:guest edition='x'/>\n"
                   "    </v:domain>"));
    check_edit(OUT("<domain xmlns='urn:virt-topofix:domain:1'/>"), &record,
               OUT("<domain xmlns='urn:virt-topofix:domain:1'>\n"
                   "      <was sockets=\"4\" dies=\"1\" cores=\"1\" threads=\"1\"/>\n"
                   "      <set sockets=\"1\" dies=\"1\" cores=\"4\" threads=\"1\"/>\n"
                   "    </domain>"));
    check_edit(OUT("<w:domain xmlns:w='urn:virt-topofix:domain:1'><w:set sockets='9' cores='9' "
                   "threads='9'/><w:was></w:was></w:domain>"),
               &record,
               OUT("<w:domain xmlns:w='urn:virt-topofix:domain:1'>"
                   "<w:set sockets=\"1\" dies=\"1\" cores=\"4\" threads=\"1\"/>"
                   "<w:was sockets=\"4\" dies=\"1\" cores=\"1\" threads=\"1\"/></w:domain>"));
}

static void
test_undo_leaves_ignore(void **state)
{
    TOPOFIX_AUTO_FREE char *fixed =
        edit_text("<domain>\n  <vcpu>4</vcpu>\n  <devices/>\n</domain>\n", &fix);

    (void)state;
    check_edit(fixed, &undo,
               "<domain>\n  <metadata>\n"
               "    <topofix:domain xmlns:topofix=\"urn:virt-topofix:domain:1\">\n"
               "      <topofix:ignore/>\n"
               "    </topofix:domain>\n"
               "  </metadata>\n  <vcpu>4</vcpu>\n  <devices/>\n</domain>\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_libvirt),
        cmocka_unit_test(test_tabs_crlf_double_quotes),
        cmocka_unit_test(test_one_line),
        cmocka_unit_test(test_inline_parent),
        cmocka_unit_test(test_undo_gives_the_old_bytes),
        cmocka_unit_test(test_undo_of_a_change),
        cmocka_unit_test(test_record_of_any_prefix),
        cmocka_unit_test(test_undo_leaves_ignore),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

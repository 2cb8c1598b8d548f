/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "forms/domain_guest.h"
#include "testing.h"

#define INFO  "xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'"
#define INFO7 "<l:libosinfo " INFO "><l:os id='http://microsoft.com/win/7'/></l:libosinfo>"
#define BOXES                                                                             \
    "<boxes:gnome-boxes xmlns:boxes='https://wiki.gnome.org/Apps/Boxes'>"                 \
    "<os-state>installed</os-state><boxes:os-id>http://microsoft.com/win/8</boxes:os-id>" \
    "</boxes:gnome-boxes>"
#define COCKPIT                                                                     \
    "<cockpit_machines:data "                                                       \
    "xmlns:cockpit_machines='https://github.com/cockpit-project/cockpit-machines'>" \
    "<cockpit_machines:os_variant>win10</cockpit_machines:os_variant></cockpit_machines:data>"
#define NOVA                                                                               \
    "<nova:instance xmlns:nova='http://openstack.org/xmlns/libvirt/nova/1.1'><nova:image>" \
    "<nova:properties><nova:property name='hw_os'>x</nova:property>"                       \
    "<nova:property name='os_distro'>win2k16</nova:property></nova:properties>"            \
    "</nova:image></nova:instance>"
#define HYPERV "<features><acpi/><hyperv mode='custom'><relaxed state='on'/></hyperv></features>"

struct claim_case {
    const char *inside; /* of <domain> */
    enum topofix_os_origin origin;
    const char *id;
};

static void
check_claims(const struct claim_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        TOPOFIX_AUTO_FREE char *text = topofix_sprintf("<domain>%s</domain>", cases[i].inside);
        TOPOFIX_AUTO_DOC struct topofix_doc *doc = topofix_doc_parse(text, strlen(text), NULL);
        struct topofix_os_claim claim;

        assert_non_null(doc);
        claim = topofix_domain_os_claim(topofix_doc_root(doc));
        if (claim.origin != cases[i].origin) {
            fail_msg("origin %d, expected %d: %s", (int)claim.origin, (int)cases[i].origin, text);
        }
        if (cases[i].id) {
            assert_string_equal(claim.id, cases[i].id);
        } else {
            assert_null(claim.id);
        }
    }
}

static void
test_metadata(void **state)
{
    static const char win7[] = "http://microsoft.com/win/7";
    static const struct claim_case cases[] = {
        { "", TOPOFIX_ORIGIN_NONE, NULL },
        { "<metadata/>", TOPOFIX_ORIGIN_NONE, NULL },
        { "<metadata>" INFO7 "</metadata>", TOPOFIX_ORIGIN_METADATA, win7 },
        /* any prefix, none, declared further out, nested */
        { "<metadata><libosinfo xmlns='http://libosinfo.org/xmlns/libvirt/domain/1.0'>"
          "<os id='http://microsoft.com/win/7'/></libosinfo></metadata>",
          TOPOFIX_ORIGIN_METADATA, win7 },
        { "<metadata " INFO "><l:libosinfo><l:os id='http://microsoft.com/win/7'/></l:libosinfo>"
          "</metadata>",
          TOPOFIX_ORIGIN_METADATA, win7 },
        { "<metadata><x><y>" INFO7 "</y></x></metadata>", TOPOFIX_ORIGIN_METADATA, win7 },
        { "<metadata><l:os " INFO " id='http://microsoft.com/win/7'/></metadata>",
          TOPOFIX_ORIGIN_METADATA, win7 },
        /* the same words elsewhere say nothing */
        { "<metadata><libosinfo><os id='win7'/></libosinfo></metadata>", TOPOFIX_ORIGIN_NONE,
          NULL },
        { "<metadata><os xmlns='urn:other' id='win7'/></metadata>", TOPOFIX_ORIGIN_NONE, NULL },
        { "<metadata><l:libosinfo " INFO "><l:os id=''/></l:libosinfo></metadata>",
          TOPOFIX_ORIGIN_NONE, NULL },
        { "<metadata><l:libosinfo " INFO "><l:os/></l:libosinfo></metadata>", TOPOFIX_ORIGIN_NONE,
          NULL },
        { "<os " INFO "><l:os id='win7'/></os>", TOPOFIX_ORIGIN_NONE, NULL },
    };

    (void)state;
    check_claims(cases, ARRAY_SIZE(cases));
}

static void
test_managers(void **state)
{
    static const struct claim_case cases[] = {
        { "<metadata>" BOXES "</metadata>", TOPOFIX_ORIGIN_BOXES, "http://microsoft.com/win/8" },
        { "<metadata><b:gnome-boxes xmlns:b='http://live.gnome.org/Boxes/'><b:os-id>"
          "http://fedoraproject.org/fedora/20</b:os-id></b:gnome-boxes></metadata>",
          TOPOFIX_ORIGIN_BOXES, "http://fedoraproject.org/fedora/20" },
        { "<metadata>" COCKPIT "</metadata>", TOPOFIX_ORIGIN_COCKPIT, "win10" },
        { "<metadata>" NOVA "</metadata>", TOPOFIX_ORIGIN_NOVA, "win2k16" },
        { "<metadata><nova:instance xmlns:nova='http://openstack.org/xmlns/libvirt/nova/1.0'>"
          "<nova:property>win7</nova:property></nova:instance></metadata>",
          TOPOFIX_ORIGIN_NONE, NULL },
    };

    (void)state;
    check_claims(cases, ARRAY_SIZE(cases));
}

/* libosinfo's own element beats the others, wherever it stands. */
static void
test_order(void **state)
{
    static const struct claim_case cases[] = {
        { "<metadata>" NOVA COCKPIT BOXES INFO7 "</metadata>", TOPOFIX_ORIGIN_METADATA,
          "http://microsoft.com/win/7" },
        { "<metadata>" INFO7 BOXES COCKPIT NOVA "</metadata>", TOPOFIX_ORIGIN_METADATA,
          "http://microsoft.com/win/7" },
        { "<metadata>" NOVA COCKPIT BOXES "</metadata>", TOPOFIX_ORIGIN_BOXES,
          "http://microsoft.com/win/8" },
        { "<metadata>" NOVA COCKPIT "</metadata>", TOPOFIX_ORIGIN_COCKPIT, "win10" },
        { "<metadata>" NOVA "</metadata>" HYPERV, TOPOFIX_ORIGIN_NOVA, "win2k16" },
    };

    (void)state;
    check_claims(cases, ARRAY_SIZE(cases));
}

static void
test_enlightenments(void **state)
{
    static const struct claim_case cases[] = {
        { HYPERV, TOPOFIX_ORIGIN_ENLIGHTENMENTS, TOPOFIX_OS_WINDOWS },
        { "<features><hyperv mode='host-model'/></features>", TOPOFIX_ORIGIN_ENLIGHTENMENTS,
          TOPOFIX_OS_WINDOWS },
        { "<features><hyperv mode='passthrough'/></features>", TOPOFIX_ORIGIN_ENLIGHTENMENTS,
          TOPOFIX_OS_WINDOWS },
        { "<features><hyperv><relaxed state='off'/><vapic state='on'/></hyperv></features>",
          TOPOFIX_ORIGIN_ENLIGHTENMENTS, TOPOFIX_OS_WINDOWS },
        { "<clock offset='localtime'><timer name='rtc'/><timer name='hypervclock' present='yes'/>"
          "</clock>",
          TOPOFIX_ORIGIN_ENLIGHTENMENTS, TOPOFIX_OS_WINDOWS },
        { "<features><hyperv><relaxed state='off'/></hyperv></features>", TOPOFIX_ORIGIN_NONE,
          NULL },
        { "<features><hyperv/></features>", TOPOFIX_ORIGIN_NONE, NULL },
        { "<features><acpi/></features>", TOPOFIX_ORIGIN_NONE, NULL },
        { "<clock><timer name='hypervclock' present='no'/></clock>", TOPOFIX_ORIGIN_NONE, NULL },
        { "<clock><timer name='hpet' present='yes'/></clock>", TOPOFIX_ORIGIN_NONE, NULL },
        { "<hyperv><relaxed state='on'/></hyperv>", TOPOFIX_ORIGIN_NONE, NULL },
    };

    (void)state;
    check_claims(cases, ARRAY_SIZE(cases));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_metadata),
        cmocka_unit_test(test_managers),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_enlightenments),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

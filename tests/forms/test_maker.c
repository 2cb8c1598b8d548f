/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "forms/maker.h"
#include "testing.h"

static void
test_makers(void **state)
{
    static const struct {
        const char *inside;
        enum topofix_maker maker;
    } cases[] = {
        { "", TOPOFIX_MAKER_UNKNOWN },
        { "<metadata><b:gnome-boxes xmlns:b='https://wiki.gnome.org/Apps/Boxes'/></metadata>",
          TOPOFIX_MAKER_BOXES },
        { "<metadata><a/><b:gnome-boxes xmlns:b='http://live.gnome.org/Boxes/'/></metadata>",
          TOPOFIX_MAKER_BOXES },
        { "<metadata><c:data xmlns:c='https://github.com/cockpit-project/cockpit-machines'/>"
          "</metadata>",
          TOPOFIX_MAKER_COCKPIT },
        { "<description>Source: /srv/box/Vagrantfile</description>", TOPOFIX_MAKER_VAGRANT },
        /* words without their namespace, and other descriptions */
        { "<metadata><gnome-boxes/><data/></metadata>", TOPOFIX_MAKER_UNKNOWN },
        { "<description>see /srv/box/Vagrantfile</description>", TOPOFIX_MAKER_UNKNOWN },
        { "<description>Source: the shop</description>", TOPOFIX_MAKER_UNKNOWN },
        { "<description>Source: </description>", TOPOFIX_MAKER_UNKNOWN },
        { "<description/>", TOPOFIX_MAKER_UNKNOWN },
        { "<metadata><l:libosinfo xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'/>"
          "</metadata>",
          TOPOFIX_MAKER_UNKNOWN },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text = topofix_sprintf("<domain>%s</domain>", cases[i].inside);
        TOPOFIX_AUTO_DOC struct topofix_doc *doc = topofix_doc_parse(text, strlen(text), NULL);

        assert_non_null(doc);
        assert_int_equal(topofix_maker_of(topofix_doc_root(doc)), cases[i].maker);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_makers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

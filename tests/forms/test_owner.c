/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "forms/owner.h"
#include "testing.h"

static void
test_owners(void **state)
{
    static const struct {
        const char *inside;
        enum topofix_owner owner;
    } cases[] = {
        { "", TOPOFIX_OWNER_NONE },
        { "<metadata/>", TOPOFIX_OWNER_NONE },
        { "<metadata><n:instance "
          "xmlns:n='http://openstack.org/xmlns/libvirt/nova/1.1'/></metadata>",
          TOPOFIX_OWNER_NOVA },
        { "<metadata><n:instance "
          "xmlns:n='http://openstack.org/xmlns/libvirt/nova/1.0'/></metadata>",
          TOPOFIX_OWNER_NOVA },
        { "<metadata><a/><tune:qos xmlns:tune='http://ovirt.org/vm/tune/1.0'/></metadata>",
          TOPOFIX_OWNER_OVIRT },
        { "<metadata><vm xmlns='http://ovirt.org/vm/1.0'/></metadata>", TOPOFIX_OWNER_OVIRT },
        { "<metadata><kubevirt xmlns='http://kubevirt.io'><uid/></kubevirt></metadata>",
          TOPOFIX_OWNER_KUBEVIRT },
        { "<metadata><one:vm xmlns:one='http://opennebula.org/xmlns/libvirt/1.0'/></metadata>",
          TOPOFIX_OWNER_OPENNEBULA },
        { "<sysinfo type='smbios'><system><entry name='manufacturer'>Apache Software Foundation"
          "</entry><entry name='product'>CloudStack KVM Hypervisor</entry></system></sysinfo>",
          TOPOFIX_OWNER_CLOUDSTACK },
        { "<sysinfo type='smbios'><system><entry name='product'>My CloudStack</entry></system>"
          "</sysinfo>",
          TOPOFIX_OWNER_NONE },
        /* a namespace that nobody uses, and words without their namespace */
        { "<metadata xmlns:n='http://openstack.org/xmlns/libvirt/nova/1.1'/>", TOPOFIX_OWNER_NONE },
        { "<metadata><kubevirt/><instance/></metadata>", TOPOFIX_OWNER_NONE },
        { "<metadata><x xmlns='http://openstack.org/xmlns/'/></metadata>", TOPOFIX_OWNER_NONE },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text = topofix_sprintf("<domain>%s</domain>", cases[i].inside);
        TOPOFIX_AUTO_DOC struct topofix_doc *doc = topofix_doc_parse(text, strlen(text), NULL);

        assert_non_null(doc);
        if (topofix_owner_of(topofix_doc_root(doc)) != cases[i].owner) {
            fail_msg("owner %d, expected %d: %s", (int)topofix_owner_of(topofix_doc_root(doc)),
                     (int)cases[i].owner, text);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_owners),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

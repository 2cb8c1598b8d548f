/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/owner.h"

#include <string.h>

#include "base/array.h"

/* Namespaces of the managers' elements in <metadata>. A version follows the prefix. */
static const struct {
    const char *uri_prefix;
    enum topofix_owner owner;
} metadata_marks[] = {
    /* nova/virt/libvirt/config.py; 1.0 until 2021, then 1.1 */
    { .uri_prefix = "http://openstack.org/xmlns/libvirt/nova/", .owner = TOPOFIX_OWNER_NOVA },
    /* vdsm: vm/1.0 and vm/tune/1.0 */
    { .uri_prefix = "http://ovirt.org/vm/", .owner = TOPOFIX_OWNER_OVIRT },
    /* kubevirt pkg/virt-launcher/virtwrap/api/schema.go */
    { .uri_prefix = "http://kubevirt.io", .owner = TOPOFIX_OWNER_KUBEVIRT },
    /* one LibVirtDriverKVM.cc */
    { .uri_prefix = "http://opennebula.org/xmlns/libvirt/", .owner = TOPOFIX_OWNER_OPENNEBULA },
};

static enum topofix_owner
owner_by_metadata(const struct topofix_node *metadata)
{
    for (const struct topofix_node *node = metadata ? metadata->first : NULL; node;
         node = node->next) {
        for (size_t i = 0; node->uri && i < COUNT_OF(metadata_marks); i++) {
            const char *prefix = metadata_marks[i].uri_prefix;

            if (strncmp(node->uri, prefix, strlen(prefix)) == 0) {
                return metadata_marks[i].owner;
            }
        }
    }
    return TOPOFIX_OWNER_NONE;
}

/* CloudStack wrote no metadata before 4.22, but names itself in the SMBIOS tables. */
static enum topofix_owner
owner_by_sysinfo(const struct topofix_node *domain)
{
    const struct topofix_node *sysinfo = topofix_node_child(domain, "sysinfo");
    const struct topofix_node *system = topofix_node_child(sysinfo, "system");

    for (const struct topofix_node *entry = topofix_node_child(system, "entry"); entry;
         entry = topofix_node_next_same(entry)) {
        if (strncmp(entry->text, "CloudStack", strlen("CloudStack")) == 0) {
            return TOPOFIX_OWNER_CLOUDSTACK;
        }
    }
    return TOPOFIX_OWNER_NONE;
}

enum topofix_owner
topofix_owner_of(const struct topofix_node *domain)
{
    enum topofix_owner owner = owner_by_metadata(topofix_node_child(domain, "metadata"));

    return owner != TOPOFIX_OWNER_NONE ? owner : owner_by_sysinfo(domain);
}

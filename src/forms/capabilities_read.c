/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/capabilities_read.h"

#include <string.h>

#include "base/number.h"

/* A guard against nonsense: no hypervisor's machine allows so many vCPUs. */
enum { MACHINE_MAX = 1 << 20 };

/* <machine canonical='pc-q35-7.2' maxCpus='288'>q35</machine>: either name matches. */
static unsigned
maximum_in(const struct topofix_node *parent, const char *machine)
{
    for (const struct topofix_node *node = topofix_node_child(parent, "machine"); node;
         node = topofix_node_next_same(node)) {
        const char *canonical = topofix_node_attribute(node, "canonical");
        const char *maximum = topofix_node_attribute(node, "maxCpus");
        unsigned count;

        if (maximum &&
            (strcmp(node->text, machine) == 0 || (canonical && strcmp(canonical, machine) == 0)) &&
            topofix_count_parse(maximum, MACHINE_MAX, &count) == 0) {
            return count;
        }
    }
    return 0;
}

unsigned
topofix_capabilities_machine_maximum(const struct topofix_doc *capabilities, const char *arch,
                                     const char *machine)
{
    const struct topofix_node *guest;

    if (!capabilities || !arch || !machine) {
        return 0;
    }
    guest = topofix_node_child(topofix_doc_root(capabilities), "guest");
    for (; guest; guest = topofix_node_next_same(guest)) {
        const struct topofix_node *arch_node = topofix_node_child(guest, "arch");
        const char *name = topofix_node_attribute(arch_node, "name");
        unsigned maximum = 0;

        if (name && strcmp(name, arch) == 0) {
            maximum = maximum_in(arch_node, machine);
        }
        if (maximum > 0) {
            return maximum;
        }
    }
    return 0;
}

const char *
topofix_capabilities_host_uuid(const struct topofix_doc *capabilities)
{
    const struct topofix_node *host =
        capabilities ? topofix_node_child(topofix_doc_root(capabilities), "host") : NULL;
    const struct topofix_node *uuid = host ? topofix_node_child(host, "uuid") : NULL;

    return uuid && *uuid->text ? uuid->text : NULL;
}

static const struct topofix_node *
host_cpu(const struct topofix_doc *capabilities)
{
    return capabilities ? topofix_node_child(
                              topofix_node_child(topofix_doc_root(capabilities), "host"), "cpu")
                        : NULL;
}

const char *
topofix_capabilities_cpu_vendor(const struct topofix_doc *capabilities)
{
    const struct topofix_node *vendor = topofix_node_child(host_cpu(capabilities), "vendor");

    return vendor ? vendor->text : NULL;
}

enum topofix_cpu_feature
topofix_capabilities_cpu_feature(const struct topofix_doc *capabilities, const char *name)
{
    const struct topofix_node *cpu = host_cpu(capabilities);
    const struct topofix_node *feature = topofix_node_child(cpu, "feature");

    if (!topofix_node_child(cpu, "model")) {
        return TOPOFIX_CPU_FEATURE_UNKNOWN;
    }
    for (; feature; feature = topofix_node_next_same(feature)) {
        const char *found = topofix_node_attribute(feature, "name");

        if (found && strcmp(found, name) == 0) {
            return TOPOFIX_CPU_FEATURE_PRESENT;
        }
    }
    return TOPOFIX_CPU_FEATURE_ABSENT;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "resize_parts.h"

#include <string.h>

#include "base/buffer.h"
#include "forms/amd_threads.h"
#include "forms/domain_resize.h"

static const struct topofix_node *
topoext_of(const struct topofix_node *cpu)
{
    const struct topofix_node *feature = topofix_node_child(cpu, "feature");

    for (; feature; feature = topofix_node_next_same(feature)) {
        if (topofix_node_is_topoext(feature)) {
            return feature;
        }
    }
    return NULL;
}

bool
topofix_node_is_topoext(const struct topofix_node *feature)
{
    const char *name = topofix_node_attribute(feature, "name");

    return topofix_node_is(feature, NULL, "feature") && name && strcmp(name, TOPOFIX_TOPOEXT) == 0;
}

/* Whether the part is a child of <cpu>, and not of <domain>. */
static bool
is_of_cpu(enum topofix_record_part part)
{
    return part == TOPOFIX_PART_NUMA || part == TOPOFIX_PART_TOPOEXT;
}

const struct topofix_node *
topofix_domain_part(const struct topofix_domain *domain, enum topofix_record_part part)
{
    static const char *const names[] = {
        [TOPOFIX_PART_VCPU] = "vcpu",
        [TOPOFIX_PART_VCPUS] = "vcpus",
        [TOPOFIX_PART_CPUTUNE] = "cputune",
        [TOPOFIX_PART_NUMA] = "numa",
    };

    if (part == TOPOFIX_PART_TOPOEXT) {
        return topoext_of(domain->cpu);
    }
    return topofix_node_child(is_of_cpu(part) ? domain->cpu : domain->root, names[part]);
}

char *
topofix_resize_list(const bool *is_in, unsigned limit)
{
    struct topofix_buffer text = { .bytes = NULL };

    for (unsigned id = 0; id < limit; id++) {
        unsigned first = id;

        if (!is_in[id]) {
            continue;
        }
        while (id + 1 < limit && is_in[id + 1]) {
            id++;
        }
        topofix_buffer_add_format(&text, "%s%u", text.length > 0 ? "," : "", first);
        if (id > first) {
            topofix_buffer_add_format(&text, "-%u", id);
        }
    }
    return topofix_buffer_take(&text);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "resize_parts.h"

#include "base/buffer.h"
#include "forms/domain_resize.h"

const struct topofix_node *
topofix_domain_part(const struct topofix_domain *domain, enum topofix_record_part part)
{
    static const char *const names[] = {
        [TOPOFIX_PART_VCPU] = "vcpu",
        [TOPOFIX_PART_VCPUS] = "vcpus",
        [TOPOFIX_PART_CPUTUNE] = "cputune",
        [TOPOFIX_PART_NUMA] = "numa",
    };

    return topofix_node_child(part == TOPOFIX_PART_NUMA ? domain->cpu : domain->root, names[part]);
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

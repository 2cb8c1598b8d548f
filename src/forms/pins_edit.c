/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/pins_edit.h"

#include "base/array.h"
#include "base/number.h"
#include "xml/attribute.h"

bool
topofix_pins_may_move(const struct topofix_domain *domain)
{
    static const char *const others[] = { "vcpusched", "cachetune", "memorytune" };
    const struct topofix_node *tune = topofix_node_child(domain->root, "cputune");

    for (size_t i = 0; i < COUNT_OF(others); i++) {
        if (topofix_node_child(tune, others[i])) {
            return false;
        }
    }
    for (unsigned id = 0; id < domain->vcpus.maximum; id++) {
        if (!domain->hardware.pins || !domain->hardware.pins[id]) {
            return false;
        }
    }
    return true;
}

void
topofix_pins_move(const struct topofix_domain *domain, const unsigned *order,
                  struct topofix_splices *ret_splices)
{
    const struct topofix_layout layout = topofix_layout_of(domain->doc);
    const struct topofix_node *tune = topofix_node_child(domain->root, "cputune");
    const struct topofix_node *pin = topofix_node_child(tune, "vcpupin");

    for (; pin; pin = topofix_node_next_same(pin)) {
        unsigned id;

        if (topofix_count_parse(topofix_node_attribute(pin, "vcpu"), TOPOFIX_VCPUS_MAX, &id) == 0 &&
            id < domain->vcpus.maximum && order[id] != id) {
            topofix_attribute_put(&layout, pin, "cpuset", domain->hardware.pins[order[id]],
                                  ret_splices);
        }
    }
    topofix_splices_sort(ret_splices);
}

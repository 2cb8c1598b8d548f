/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/cells_edit.h"

#include "base/alloc.h"
#include "forms/pins_edit.h"
#include "resize_parts.h"
#include "xml/attribute.h"

bool
topofix_cells_are_free(const struct topofix_domain *domain, const int *cell_of)
{
    const struct topofix_domain_hardware *hardware = &domain->hardware;
    bool is_tuned = !topofix_pins_are_free(domain);

    for (unsigned id = 0; id < domain->vcpus.maximum; id++) {
        bool is_pinned = hardware->pins && hardware->pins[id];

        if (hardware->cell_of[id] != cell_of[id] && (is_pinned || is_tuned)) {
            return false;
        }
    }
    return true;
}

/* Marks the cell's vCPUs, and says whether they are others than now. */
static bool
mark_cell(const struct topofix_domain *domain, const int *cell_of, int cell, bool *ret_is_in)
{
    bool differs = false;

    for (unsigned id = 0; id < domain->vcpus.maximum; id++) {
        ret_is_in[id] = cell_of[id] == cell;
        differs = differs || ret_is_in[id] != (domain->hardware.cell_of[id] == cell);
    }
    return differs;
}

void
topofix_cells_put(const struct topofix_domain *domain, const int *cell_of,
                  struct topofix_splices *ret_splices)
{
    const struct topofix_layout layout = topofix_layout_of(domain->doc);
    const struct topofix_node *node =
        topofix_node_child(topofix_domain_part(domain, TOPOFIX_PART_NUMA), "cell");
    const unsigned n_vcpus = domain->vcpus.maximum;
    TOPOFIX_AUTO_FREE bool *is_in = topofix_alloc(n_vcpus, sizeof(*is_in));
    int cell = 0;

    for (; node; node = topofix_node_next_same(node)) {
        if (!topofix_node_attribute(node, "cpus")) {
            continue; /* the cell has only memory */
        }
        if (mark_cell(domain, cell_of, cell++, is_in)) {
            TOPOFIX_AUTO_FREE char *list = topofix_resize_list(is_in, n_vcpus);

            topofix_attribute_put(&layout, node, "cpus", list, ret_splices);
        }
    }
}

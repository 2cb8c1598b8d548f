/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/id_set.h"
#include "resize_parts.h"
#include "xml/attribute.h"

/* A NUMA cell with consecutive vCPUs. */
struct cell {
    const struct topofix_node *node;
    unsigned first;
    unsigned count;
    unsigned new_first;
    unsigned new_count;
};

static int
compare_cells(const void *a, const void *b)
{
    const struct cell *left = a;
    const struct cell *right = b;

    return (left->first > right->first) - (left->first < right->first);
}

static int
read_cell(const struct topofix_node *node, const char *cpus, unsigned maximum,
          struct cell *ret_cell, struct topofix_error *err)
{
    TOPOFIX_AUTO_FREE bool *is_in = topofix_alloc(TOPOFIX_RESIZE_IDS_MAX, sizeof(*is_in));
    unsigned id = 0;

    (void)topofix_id_set_parse(cpus, is_in, TOPOFIX_RESIZE_IDS_MAX); /* it has been validated */
    *ret_cell = (struct cell){ .node = node };
    while (id < maximum && !is_in[id]) {
        id++;
    }
    ret_cell->first = id;
    while (id < maximum && is_in[id]) {
        id++;
    }
    ret_cell->count = id - ret_cell->first;
    if (ret_cell->count == 0 || memchr(is_in + id, 1, TOPOFIX_RESIZE_IDS_MAX - id)) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "line %u: the NUMA cell has vCPUs %.40s, which do not follow one "
                                 "another: decide which cell gets which vCPU, and edit <numa>",
                                 node->line, cpus);
    }
    return 0;
}

/* Distributes all vCPUs so that each cell keeps its share of them. */
static int
deal_out(struct cell *cells, size_t n_cells, unsigned old, unsigned maximum,
         struct topofix_error *err)
{
    unsigned expected = 0;
    unsigned next = 0;

    for (size_t i = 0; i < n_cells; i++) {
        uint64_t share = (uint64_t)cells[i].count * maximum;

        if (cells[i].first != expected) {
            return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                     "no NUMA cell names vCPU %u: decide which cell has it, and "
                                     "edit <numa>",
                                     expected);
        }
        if (share % old != 0) {
            return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                     "%u vCPUs cannot be dealt out to %zu NUMA cells as %u are "
                                     "now (%u in the cell on line %u): choose a count that can, "
                                     "or edit <numa>",
                                     maximum, n_cells, old, cells[i].count, cells[i].node->line);
        }
        cells[i].new_first = next;
        cells[i].new_count = (unsigned)(share / old);
        expected += cells[i].count;
        next += cells[i].new_count;
    }
    return expected == old ? 0
                           : topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                               "no NUMA cell names vCPU %u: decide which cell has "
                                               "it, and edit <numa>",
                                               expected);
}

/* A pinned vCPU that moves to another cell would keep the old cell's host CPUs. */
static int
check_pins(const struct topofix_resize *resize, const struct cell *cells, size_t n_cells,
           struct topofix_error *err)
{
    const char *const *pins = resize->domain->hardware.pins;

    for (size_t i = 0; pins && n_cells > 1 && i < n_cells; i++) {
        for (unsigned id = cells[i].first; id < cells[i].first + cells[i].count; id++) {
            bool stays = id >= cells[i].new_first && id < cells[i].new_first + cells[i].new_count;

            if (pins[id] && !stays && id < resize->wish.maximum) {
                return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                         "vCPU %u is pinned and would change its NUMA cell: "
                                         "remove the pins, resize, and pin anew",
                                         id);
            }
        }
    }
    return 0;
}

static void
put_cells(const struct topofix_resize *resize, const struct cell *cells, size_t n_cells)
{
    for (size_t i = 0; i < n_cells; i++) {
        unsigned last = cells[i].new_first + cells[i].new_count - 1;
        TOPOFIX_AUTO_FREE char *list = last > cells[i].new_first
                                           ? topofix_sprintf("%u-%u", cells[i].new_first, last)
                                           : topofix_sprintf("%u", last);

        topofix_attribute_put(resize->layout, cells[i].node, "cpus", list, resize->splices);
    }
}

int
topofix_resize_cells(const struct topofix_resize *resize, struct topofix_error *err)
{
    const struct topofix_node *node =
        topofix_node_child(topofix_domain_part(resize->domain, TOPOFIX_PART_NUMA), "cell");
    const unsigned old = resize->domain->vcpus.maximum;
    TOPOFIX_AUTO_FREE struct cell *cells = NULL;
    size_t n_cells = 0;

    for (; node; node = topofix_node_next_same(node)) {
        const char *cpus = topofix_node_attribute(node, "cpus");

        if (!cpus) {
            continue; /* the cell has only memory */
        }
        cells = topofix_grow(cells, n_cells, sizeof(*cells));
        if (read_cell(node, cpus, old, &cells[n_cells++], err) < 0) {
            return -1;
        }
    }
    if (n_cells == 0) {
        return 0;
    }
    qsort(cells, n_cells, sizeof(*cells), compare_cells);
    if (deal_out(cells, n_cells, old, resize->wish.maximum, err) < 0 ||
        check_pins(resize, cells, n_cells, err) < 0) {
        return -1;
    }
    put_cells(resize, cells, n_cells);
    return 0;
}

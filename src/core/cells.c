/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/cells.h"

#include <stddef.h>

#include "rules.h"

bool
topofix_cells_suit(const struct topofix_guest *guest, const struct topofix_topology *topology)
{
    return !topofix_cells_split(guest, topology->count[TOPOFIX_LEVEL_THREADS]) &&
           (topology->count[TOPOFIX_LEVEL_SOCKETS] == 1 ||
            !topofix_cells_cross(guest, topofix_topology_per_socket(topology)));
}

bool
topofix_cells_hold_sockets(const struct topofix_guest *guest,
                           const struct topofix_topology *topology)
{
    return !topofix_cells_split(guest, topofix_topology_per_socket(topology));
}

/* The vCPUs of each cell. */
static void
count_cells(const struct topofix_guest *guest, unsigned *ret_sizes)
{
    for (unsigned cell = 0; cell < guest->n_cells; cell++) {
        ret_sizes[cell] = 0;
    }
    for (unsigned id = 0; id < guest->vcpus.maximum; id++) {
        ret_sizes[guest->cell_of[id]]++;
    }
}

/* Gives the cell so many vCPUs from the id on, and returns the next id. */
static unsigned
fill_cell(unsigned id, unsigned cell, unsigned size, int *cell_of)
{
    for (unsigned end = id + size; id < end; id++) {
        cell_of[id] = (int)cell;
    }
    return id;
}

static void
deal_by_number(const struct topofix_guest *guest, const unsigned *sizes, int *cell_of)
{
    unsigned id = 0;

    for (unsigned cell = 0; cell < guest->n_cells; cell++) {
        id = fill_cell(id, cell, sizes[cell], cell_of);
    }
}

/* The larger ones first, and equals by their number. */
static void
deal_by_size(const struct topofix_guest *guest, const unsigned *sizes, int *cell_of)
{
    unsigned id = 0;

    for (unsigned size = guest->vcpus.maximum; size > 0; size--) {
        for (unsigned cell = 0; cell < guest->n_cells; cell++) {
            id = fill_cell(id, cell, sizes[cell] == size ? size : 0, cell_of);
        }
    }
}

bool
topofix_cells_deal(const struct topofix_guest *guest, const struct topofix_topology *topology,
                   int *ret_cell_of)
{
    struct topofix_guest dealt = *guest;
    unsigned sizes[TOPOFIX_VCPUS_MAX];

    if (!guest->cell_of || guest->n_cells > TOPOFIX_VCPUS_MAX) {
        return false;
    }
    dealt.cell_of = ret_cell_of;
    count_cells(guest, sizes);
    deal_by_number(guest, sizes, ret_cell_of);
    if (topofix_cells_suit(&dealt, topology)) {
        return true;
    }
    deal_by_size(guest, sizes, ret_cell_of);
    return topofix_cells_suit(&dealt, topology);
}

static bool
has_present(const struct topofix_guest *guest, const int *cell_of, int cell)
{
    for (unsigned id = 0; id < guest->vcpus.maximum; id++) {
        if (cell_of[id] == cell && topofix_vcpus_is_enabled(&guest->vcpus, id)) {
            return true;
        }
    }
    return false;
}

bool
topofix_cells_strand(const struct topofix_guest *guest, const int *cell_of)
{
    if (guest->vcpus.present == guest->vcpus.maximum) {
        return false;
    }
    for (unsigned cell = 0; cell < guest->n_cells; cell++) {
        if (has_present(guest, guest->cell_of, (int)cell) &&
            !has_present(guest, cell_of, (int)cell)) {
            return true;
        }
    }
    return false;
}

/* The solver avoids what does not suit the cells, and prefers sockets that lie in one. */
bool
topofix_cells_follow(const struct topofix_guest *guest, const struct topofix_host *host,
                     const struct topofix_policy *policy, const struct topofix_topology *now,
                     struct topofix_topology *ret_topology)
{
    struct topofix_topology best;

    if (!topofix_solve(guest, host, policy, &best) || !topofix_cells_suit(guest, &best) ||
        !topofix_uses_as_many(guest, &best, now)) {
        return false;
    }
    if (topofix_cells_suit(guest, now) && !topofix_cells_hold_sockets(guest, &best)) {
        return false;
    }
    *ret_topology = best;
    return true;
}

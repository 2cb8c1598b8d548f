/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/mirror.h"
#include "pin_shape.h"

/* The next vCPU in the cell of `id`, or the maximum. */
static unsigned
next_in_cell(const struct topofix_guest *guest, unsigned id)
{
    unsigned next = id + 1;

    while (guest->cell_of && next < guest->vcpus.maximum &&
           guest->cell_of[next] != guest->cell_of[id]) {
        next++;
    }
    return next;
}

/* The previous vCPU in the cell of `id`; id must not be the first one. */
static unsigned
previous_in_cell(const struct topofix_guest *guest, unsigned id)
{
    unsigned previous = id - 1;

    while (guest->cell_of && guest->cell_of[previous] != guest->cell_of[id]) {
        previous--;
    }
    return previous;
}

static bool
is_first_in_cell(const struct topofix_guest *guest, unsigned id)
{
    for (unsigned other = 0; other < id; other++) {
        if (!guest->cell_of || guest->cell_of[other] == guest->cell_of[id]) {
            return false;
        }
    }
    return true;
}

/* Sorts the pins of the cell that begins with this vCPU, by insertion: equal pins stay in order. */
static void
sort_cell(const struct topofix_guest *guest, unsigned first, unsigned *order)
{
    const struct topofix_place *places = guest->pins->place_of;

    for (unsigned id = next_in_cell(guest, first); id < guest->vcpus.maximum;
         id = next_in_cell(guest, id)) {
        unsigned moved = order[id];
        unsigned hole = id;

        while (hole != first) {
            unsigned before = previous_in_cell(guest, hole);

            if (topofix_place_compare(&places[order[before]], &places[moved]) <= 0) {
                break;
            }
            order[hole] = order[before];
            hole = before;
        }
        order[hole] = moved;
    }
}

static unsigned
count_bits(unsigned bits)
{
    unsigned count = 0;

    for (; bits != 0; bits &= bits - 1) {
        count++;
    }
    return count;
}

bool
topofix_mirror_order(const struct topofix_guest *guest, unsigned *ret_order)
{
    const unsigned n_vcpus = guest->vcpus.maximum;
    bool helps = false;

    for (unsigned id = 0; id < n_vcpus; id++) {
        ret_order[id] = id;
    }
    if (topofix_pins_have_cores(guest) && topofix_pins_shared(guest->pins, n_vcpus) == 0) {
        unsigned uneven = topofix_pin_shape_of(guest, NULL).uneven;

        for (unsigned id = 0; id < n_vcpus; id++) {
            if (is_first_in_cell(guest, id)) {
                sort_cell(guest, id, ret_order);
            }
        }
        helps = count_bits(topofix_pin_shape_of(guest, ret_order).uneven) < count_bits(uneven);
    }
    for (unsigned id = 0; id < n_vcpus && !helps; id++) {
        ret_order[id] = id;
    }
    return helps;
}

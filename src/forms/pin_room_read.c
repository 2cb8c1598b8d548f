/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/pin_room_read.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/id_set.h"
#include "base/number.h"

enum { CPUS_MAX = TOPOFIX_HOST_CPUS_MAX };

/* Marks the numbers of a list. Returns false if it is none. */
static bool
mark_list(const char *list, bool *ret_is_in)
{
    return list && topofix_id_set_parse(list, ret_is_in, CPUS_MAX) == 0;
}

static const struct topofix_node *
first_cell(const struct topofix_doc *capabilities)
{
    const struct topofix_node *host =
        capabilities ? topofix_node_child(topofix_doc_root(capabilities), "host") : NULL;
    const struct topofix_node *topology = topofix_node_child(host, "topology");

    return topofix_node_child(topofix_node_child(topology, "cells"), "cell");
}

/* The name of a node of the host, as TOPOFIX_PLACE_CELL has it; NOWHERE if no CPU is there. */
static int
name_of(const struct topofix_node *cell, const struct topofix_host_cpus *host)
{
    const struct topofix_node *node = topofix_node_child(topofix_node_child(cell, "cpus"), "cpu");
    const char *text = topofix_node_attribute(node, "id");
    unsigned number;

    return text && topofix_count_parse(text, CPUS_MAX - 1, &number) == 0 &&
                   topofix_host_cpu(host, number)
               ? host->cpus[number].at[TOPOFIX_PLACE_CELL]
               : TOPOFIX_NOWHERE;
}

/* Fills the nodes of a list by their names. Returns how many they are. */
static unsigned
find_nodes(const char *list, const struct topofix_doc *capabilities,
           const struct topofix_host_cpus *host, bool *ret_is_node, int *ret_last)
{
    TOPOFIX_AUTO_FREE bool *is_in = topofix_alloc(CPUS_MAX, sizeof(*is_in));
    const struct topofix_node *cell = mark_list(list, is_in) ? first_cell(capabilities) : NULL;
    unsigned count = 0;

    for (; cell; cell = topofix_node_next_same(cell)) {
        const char *text = topofix_node_attribute(cell, "id");
        int name = name_of(cell, host);
        unsigned id;

        if (text && topofix_count_parse(text, CPUS_MAX - 1, &id) == 0 && is_in[id] &&
            name != TOPOFIX_NOWHERE) {
            ret_is_node[name] = true;
            *ret_last = name;
            count++;
        }
    }
    return count;
}

/* NULL if nothing bounds them. */
static const bool *
read_allowed(struct topofix_domain *domain, const struct topofix_doc *capabilities,
             const struct topofix_host_cpus *host)
{
    TOPOFIX_AUTO_FREE bool *is_node = topofix_alloc(CPUS_MAX, sizeof(*is_node));
    const struct topofix_node *tune = topofix_node_child(domain->root, "numatune");
    const struct topofix_node *single =
        domain->hardware.n_cells <= 1 ? topofix_node_child(tune, "memnode") : NULL;
    const struct topofix_node *memory = single ? single : topofix_node_child(tune, "memory");
    bool *allowed = topofix_arena_alloc(&domain->arena, CPUS_MAX * sizeof(*allowed));
    bool has_list = mark_list(domain->hardware.vcpu_cpuset, allowed);
    int last = TOPOFIX_NOWHERE;
    bool has_nodes = find_nodes(topofix_node_attribute(memory, "nodeset"), capabilities, host,
                                is_node, &last) > 0;

    for (unsigned number = 0; number < host->limit; number++) {
        int node = host->cpus[number].at[TOPOFIX_PLACE_CELL];

        allowed[number] = (allowed[number] || !has_list) &&
                          (!has_nodes || (node != TOPOFIX_NOWHERE && is_node[node]));
    }
    return has_list || has_nodes ? allowed : NULL;
}

/* Where the domain's own other threads and the kernel's are. */
static unsigned char *
read_ranks(struct topofix_domain *domain)
{
    static const char *const names[] = { "emulatorpin", "iothreadpin" };
    const struct topofix_node *tune = topofix_node_child(domain->root, "cputune");
    TOPOFIX_AUTO_FREE bool *avoided = topofix_alloc(CPUS_MAX, sizeof(*avoided));
    unsigned char *ranks = topofix_arena_alloc(&domain->arena, CPUS_MAX);

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const struct topofix_node *pin = topofix_node_child(tune, names[i]);

        for (; pin; pin = topofix_node_next_same(pin)) {
            (void)mark_list(topofix_node_attribute(pin, "cpuset"), avoided);
        }
    }
    avoided[0] = true;
    for (unsigned number = 0; number < CPUS_MAX; number++) {
        ranks[number] = avoided[number] ? TOPOFIX_PIN_HELPERS : TOPOFIX_PIN_FREE;
    }
    return ranks;
}

/* The cell of an id that has vCPUs, or n_cells. Only these count in the hardware's cells. */
static unsigned
cell_of_id(const struct topofix_domain *domain, const char *id)
{
    const struct topofix_node *cell =
        topofix_node_child(topofix_node_child(domain->cpu, "numa"), "cell");
    unsigned place = 0; /* ids are optional, and then in the order of the cells */
    unsigned count = 0;

    for (; cell; cell = topofix_node_next_same(cell), place++) {
        const char *own = topofix_node_attribute(cell, "id");
        char number[16];

        (void)snprintf(number, sizeof(number), "%u", place);
        if (strcmp(own ? own : number, id) == 0) {
            return topofix_node_attribute(cell, "cpus") ? count : domain->hardware.n_cells;
        }
        count += topofix_node_attribute(cell, "cpus") != NULL;
    }
    return domain->hardware.n_cells;
}

/* NULL if no cell is bound to one node. */
static const int *
read_nodes(struct topofix_domain *domain, const struct topofix_doc *capabilities,
           const struct topofix_host_cpus *host)
{
    const unsigned n_cells = domain->hardware.n_cells;
    const struct topofix_node *node =
        topofix_node_child(topofix_node_child(domain->root, "numatune"), "memnode");
    TOPOFIX_AUTO_FREE bool *is_node = topofix_alloc(CPUS_MAX, sizeof(*is_node));
    int *nodes = NULL;

    for (; node && domain->hardware.cell_of; node = topofix_node_next_same(node)) {
        const char *id = topofix_node_attribute(node, "cellid");
        unsigned cell = id ? cell_of_id(domain, id) : n_cells;
        int name = TOPOFIX_NOWHERE;

        if (cell == n_cells || find_nodes(topofix_node_attribute(node, "nodeset"), capabilities,
                                          host, is_node, &name) != 1) {
            continue;
        }
        if (!nodes) {
            nodes = topofix_arena_alloc(&domain->arena, n_cells * sizeof(*nodes));
            for (unsigned other = 0; other < n_cells; other++) {
                nodes[other] = TOPOFIX_NOWHERE;
            }
        }
        nodes[cell] = name;
    }
    return nodes;
}

struct topofix_pin_room
topofix_pin_room_read(struct topofix_domain *domain, const struct topofix_doc *capabilities,
                      const struct topofix_host_cpus *host)
{
    return (struct topofix_pin_room){ .allowed = read_allowed(domain, capabilities, host),
                                      .ranks = read_ranks(domain),
                                      .nodes = read_nodes(domain, capabilities, host) };
}

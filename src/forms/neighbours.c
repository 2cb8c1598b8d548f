/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/neighbours.h"

#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/id_set.h"
#include "xml/doc.h"

enum { CPUS_MAX = TOPOFIX_HOST_CPUS_MAX };

/* A list of the host's CPUs. */
struct list {
    bool is_in[CPUS_MAX];
    bool is_one_core;
};

/* Returns false if it is no list, has no CPU of the host, or all of them. */
static bool
read_list(const char *text, const struct topofix_host_cpus *host, struct list *ret_list)
{
    struct topofix_place place = topofix_place_nowhere();
    unsigned n_in = 0;
    unsigned n_out = 0;

    memset(ret_list->is_in, 0, sizeof(ret_list->is_in));
    if (!text || topofix_id_set_parse(text, ret_list->is_in, CPUS_MAX) < 0) {
        return false;
    }
    for (unsigned number = 0; number < host->limit; number++) {
        const struct topofix_place *cpu = topofix_host_cpu(host, number);

        if (cpu && ret_list->is_in[number]) {
            place = n_in++ == 0 ? *cpu : topofix_place_common(&place, cpu);
        }
        n_out += cpu && !ret_list->is_in[number];
    }
    ret_list->is_one_core = place.at[TOPOFIX_PLACE_CORE] != TOPOFIX_NOWHERE;
    return n_in > 0 && n_out > 0;
}

static void
raise_ranks(unsigned char *ranks, const struct topofix_host_cpus *host, const struct list *list,
            enum topofix_pin_rank rank)
{
    for (unsigned number = 0; number < host->limit; number++) {
        if (list->is_in[number] && ranks[number] < rank) {
            ranks[number] = (unsigned char)rank;
        }
    }
}

/* Raises the ranks of all pins with this name; those to one core have a rank of their own. */
static void
raise_pins(const struct topofix_node *tune, const char *name, const struct topofix_host_cpus *host,
           enum topofix_pin_rank of_one_core, enum topofix_pin_rank of_several,
           unsigned char *ranks)
{
    const struct topofix_node *pin = topofix_node_child(tune, name);
    TOPOFIX_AUTO_FREE struct list *list = topofix_alloc(1, sizeof(*list));

    for (; pin; pin = topofix_node_next_same(pin)) {
        if (read_list(topofix_node_attribute(pin, "cpuset"), host, list)) {
            raise_ranks(ranks, host, list, list->is_one_core ? of_one_core : of_several);
        }
    }
}

static void
read_ranks(const struct topofix_node *domain, bool runs, const struct topofix_host_cpus *host,
           unsigned char *ranks)
{
    const struct topofix_node *tune = topofix_node_child(domain, "cputune");
    const struct topofix_node *vcpu = topofix_node_child(domain, "vcpu");
    TOPOFIX_AUTO_FREE struct list *list = topofix_alloc(1, sizeof(*list));

    if (vcpu && read_list(topofix_node_attribute(vcpu, "cpuset"), host, list)) {
        raise_ranks(ranks, host, list, TOPOFIX_PIN_LOOSE);
    }
    raise_pins(tune, "emulatorpin", host, TOPOFIX_PIN_HELPERS, TOPOFIX_PIN_HELPERS, ranks);
    raise_pins(tune, "iothreadpin", host, TOPOFIX_PIN_HELPERS, TOPOFIX_PIN_HELPERS, ranks);
    raise_pins(tune, "vcpupin", host, runs ? TOPOFIX_PIN_HELD : TOPOFIX_PIN_DEFINED,
               TOPOFIX_PIN_LOOSE, ranks);
}

void
topofix_neighbours_add(struct topofix_neighbours *neighbours, const char *name, const char *uuid,
                       const char *xml, bool runs, const struct topofix_host_cpus *host)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = topofix_doc_parse(xml, strlen(xml), NULL);
    struct topofix_neighbour *neighbour;

    if (!doc || host->limit == 0) {
        return;
    }
    neighbours->items =
        topofix_grow(neighbours->items, neighbours->count, sizeof(*neighbours->items));
    neighbour = &neighbours->items[neighbours->count++];
    *neighbour = (struct topofix_neighbour){ .name = topofix_strdup(name),
                                             .uuid = topofix_strdup(uuid),
                                             .ranks = topofix_alloc(host->limit, 1) };
    read_ranks(topofix_doc_root(doc), runs, host, neighbour->ranks);
}

static bool
is_same(const struct topofix_neighbour *neighbour, const char *uuid)
{
    return uuid && strcmp(neighbour->uuid, uuid) == 0;
}

void
topofix_neighbours_rank(const struct topofix_neighbours *neighbours, const char *uuid,
                        const struct topofix_host_cpus *host, unsigned char *ranks)
{
    for (size_t i = 0; i < neighbours->count; i++) {
        const struct topofix_neighbour *neighbour = &neighbours->items[i];

        for (unsigned number = 0; !is_same(neighbour, uuid) && number < host->limit; number++) {
            if (neighbour->ranks[number] > ranks[number]) {
                ranks[number] = neighbour->ranks[number];
            }
        }
    }
}

/* Marks the cores that have vCPUs of the neighbour. */
static void
mark_cores(const struct topofix_neighbour *neighbour, const struct topofix_host_cpus *host,
           bool *is_core)
{
    for (unsigned number = 0; number < host->limit; number++) {
        const struct topofix_place *cpu = topofix_host_cpu(host, number);

        if (cpu && cpu->at[TOPOFIX_PLACE_CORE] != TOPOFIX_NOWHERE &&
            neighbour->ranks[number] >= TOPOFIX_PIN_DEFINED) {
            is_core[cpu->at[TOPOFIX_PLACE_CORE]] = true;
        }
    }
}

/* The CPUs of the pins that lie on these cores, in the arena; NULL if there is none. */
static const char *
spell_cpus(const struct topofix_pins *pins, unsigned n_vcpus, const bool *is_core,
           struct topofix_arena *arena)
{
    TOPOFIX_AUTO_FREE bool *is_ours = topofix_alloc(CPUS_MAX, sizeof(*is_ours));
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    for (unsigned id = 0; id < n_vcpus; id++) {
        const int *at = pins->place_of[id].at;
        const int cpu = at[TOPOFIX_PLACE_CPU];

        if (at[TOPOFIX_PLACE_CORE] != TOPOFIX_NOWHERE && is_core[at[TOPOFIX_PLACE_CORE]]) {
            is_ours[cpu != TOPOFIX_NOWHERE ? cpu : at[TOPOFIX_PLACE_CORE]] = true;
        }
    }
    for (unsigned number = 0; number < pins->host.limit; number++) {
        if (is_ours[number]) {
            topofix_buffer_add_format(&text, "%s%u", text.length > 0 ? "," : "", number);
        }
    }
    if (text.length == 0) {
        return NULL;
    }
    return topofix_arena_strndup(arena, text.bytes, text.length);
}

static bool
is_repeated(const struct topofix_neighbours *neighbours, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (is_same(&neighbours->items[i], neighbours->items[index].uuid)) {
            return true;
        }
    }
    return false;
}

struct topofix_sharers
topofix_neighbours_find_sharers(const struct topofix_neighbours *neighbours, const char *uuid,
                                const struct topofix_pins *pins, unsigned n_vcpus,
                                struct topofix_arena *arena)
{
    struct topofix_sharer *items =
        topofix_arena_alloc(arena, (neighbours->count + 1) * sizeof(*items));
    TOPOFIX_AUTO_FREE bool *is_core = topofix_alloc(CPUS_MAX, sizeof(*is_core));
    size_t count = 0;

    for (size_t i = 0; i < neighbours->count; i++) {
        const struct topofix_neighbour *neighbour = &neighbours->items[i];

        if (is_same(neighbour, uuid) || is_repeated(neighbours, i)) {
            continue;
        }
        memset(is_core, 0, CPUS_MAX * sizeof(*is_core));
        for (size_t k = i; k < neighbours->count; k++) {
            if (is_same(&neighbours->items[k], neighbour->uuid)) {
                mark_cores(&neighbours->items[k], &pins->host, is_core);
            }
        }
        items[count].name = neighbour->name;
        items[count].cpus = spell_cpus(pins, n_vcpus, is_core, arena);
        count += items[count].cpus != NULL;
    }
    return (struct topofix_sharers){ .items = items, .count = count };
}

void
topofix_neighbours_done(struct topofix_neighbours *neighbours)
{
    for (size_t i = 0; i < neighbours->count; i++) {
        free(neighbours->items[i].name);
        free(neighbours->items[i].uuid);
        free(neighbours->items[i].ranks);
    }
    free(neighbours->items);
    *neighbours = (struct topofix_neighbours){ .items = NULL };
}

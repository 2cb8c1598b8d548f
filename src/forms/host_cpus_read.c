/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/host_cpus_read.h"

#include <string.h>

#include "base/alloc.h"
#include "base/id_set.h"
#include "base/number.h"

enum { NOWHERE = TOPOFIX_NOWHERE, CPUS_MAX = TOPOFIX_HOST_CPUS_MAX };

/* A list of numbers that is used again and again, and the place that it is read into. */
struct reader {
    struct topofix_place *cpus;
    bool *is_in;
    unsigned limit;
};

static bool
read_count(const struct topofix_node *node, const char *attribute, unsigned most, unsigned *ret)
{
    const char *text = topofix_node_attribute(node, attribute);

    return text && topofix_count_parse(text, most, ret) == 0;
}

/* The numbers of an attribute are in reader->is_in afterwards. */
static bool
read_list(struct reader *reader, const struct topofix_node *node, const char *attribute)
{
    const char *text = topofix_node_attribute(node, attribute);

    memset(reader->is_in, 0, CPUS_MAX * sizeof(*reader->is_in));
    return text && topofix_id_set_parse(text, reader->is_in, CPUS_MAX) == 0;
}

static int
lowest_in(const struct reader *reader)
{
    const bool *first = memchr(reader->is_in, 1, CPUS_MAX);

    return first ? (int)(first - reader->is_in) : NOWHERE;
}

/* Ids as the kernel numbers them, which repeat in each socket; they become names later. */
static void
read_cpu(struct reader *reader, const struct topofix_node *node, int cell)
{
    static const struct {
        const char *attribute;
        enum topofix_place_level level;
    } ids[] = {
        { .attribute = "socket_id", .level = TOPOFIX_PLACE_SOCKET },
        { .attribute = "die_id", .level = TOPOFIX_PLACE_DIE },
        { .attribute = "cluster_id", .level = TOPOFIX_PLACE_CLUSTER },
    };
    struct topofix_place *place;
    unsigned number;

    if (!read_count(node, "id", CPUS_MAX - 1, &number)) {
        return;
    }
    place = &reader->cpus[number];
    *place = topofix_place_nowhere();
    place->at[TOPOFIX_PLACE_CPU] = (int)number;
    place->at[TOPOFIX_PLACE_CELL] = cell;
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        unsigned id;

        if (read_count(node, ids[i].attribute, INT32_MAX, &id)) {
            place->at[ids[i].level] = (int)id;
        }
    }
    if (read_list(reader, node, "siblings")) {
        place->at[TOPOFIX_PLACE_CORE] = lowest_in(reader);
    }
    reader->limit = number >= reader->limit ? number + 1 : reader->limit;
}

static void
read_cells(struct reader *reader, const struct topofix_node *host)
{
    const struct topofix_node *topology = topofix_node_child(host, "topology");
    const struct topofix_node *cells = topofix_node_child(topology, "cells");
    const struct topofix_node *cell = topofix_node_child(cells, "cell");

    for (int count = 0; cell; cell = topofix_node_next_same(cell), count++) {
        const struct topofix_node *node =
            topofix_node_child(topofix_node_child(cell, "cpus"), "cpu");

        for (; node; node = topofix_node_next_same(node)) {
            read_cpu(reader, node, count);
        }
    }
}

/* Banks of the highest level that libvirt tells. */
static void
read_caches(struct reader *reader, const struct topofix_node *host)
{
    const struct topofix_node *first =
        topofix_node_child(topofix_node_child(host, "cache"), "bank");
    unsigned last_level = 0;
    unsigned level;

    for (const struct topofix_node *bank = first; bank; bank = topofix_node_next_same(bank)) {
        if (read_count(bank, "level", CPUS_MAX, &level) && level > last_level) {
            last_level = level;
        }
    }
    for (const struct topofix_node *bank = first; bank; bank = topofix_node_next_same(bank)) {
        if (!read_count(bank, "level", CPUS_MAX, &level) || level != last_level ||
            !read_list(reader, bank, "cpus")) {
            continue;
        }
        for (unsigned number = 0; number < reader->limit; number++) {
            if (reader->is_in[number]) {
                reader->cpus[number].at[TOPOFIX_PLACE_CACHE] = lowest_in(reader);
            }
        }
    }
}

/* The lowest CPU whose places at these levels are the same, up to and including the CPU itself. */
static int
first_alike(const struct reader *reader, unsigned number, const enum topofix_place_level *levels,
            size_t n_levels)
{
    for (unsigned other = 0; other < number; other++) {
        bool is_alike = reader->cpus[other].at[TOPOFIX_PLACE_CPU] != NOWHERE;

        for (size_t i = 0; i < n_levels && is_alike; i++) {
            is_alike = reader->cpus[other].at[levels[i]] == reader->cpus[number].at[levels[i]];
        }
        if (is_alike) {
            return (int)other;
        }
    }
    return (int)number;
}

/* Replaces the kernel's ids, innermost first because the outer ones are still needed. */
static void
name_groups(struct reader *reader)
{
    static const enum topofix_place_level nested[] = { TOPOFIX_PLACE_SOCKET, TOPOFIX_PLACE_DIE,
                                                       TOPOFIX_PLACE_CLUSTER };
    static const enum topofix_place_level cell[] = { TOPOFIX_PLACE_CELL };

    for (size_t n_levels = 3; n_levels > 0; n_levels--) {
        enum topofix_place_level level = nested[n_levels - 1];
        TOPOFIX_AUTO_FREE int *names = topofix_alloc(reader->limit, sizeof(*names));

        for (unsigned number = 0; number < reader->limit; number++) {
            names[number] = first_alike(reader, number, nested, n_levels);
        }
        for (unsigned number = 0; number < reader->limit; number++) {
            if (reader->cpus[number].at[level] != NOWHERE) {
                reader->cpus[number].at[level] = names[number];
            }
        }
    }
    for (unsigned number = reader->limit; number > 0; number--) {
        reader->cpus[number - 1].at[TOPOFIX_PLACE_CELL] = first_alike(reader, number - 1, cell, 1);
    }
}

/*
 * Kinds of cores: the capabilities do not name them, but fast cores have other counts of threads,
 * and slow ones share a cluster with others. While the signatures are collected, KIND holds them.
 */
static void
name_kinds(struct reader *reader)
{
    static const enum topofix_place_level kind[] = { TOPOFIX_PLACE_KIND };
    TOPOFIX_AUTO_FREE unsigned *in_core = topofix_alloc(CPUS_MAX, sizeof(*in_core));
    TOPOFIX_AUTO_FREE unsigned *in_cluster = topofix_alloc(CPUS_MAX, sizeof(*in_cluster));

    for (unsigned number = 0; number < reader->limit; number++) {
        const struct topofix_place *cpu = &reader->cpus[number];

        if (cpu->at[TOPOFIX_PLACE_CORE] != NOWHERE) {
            in_core[cpu->at[TOPOFIX_PLACE_CORE]]++;
        }
        if (cpu->at[TOPOFIX_PLACE_CLUSTER] != NOWHERE) {
            in_cluster[cpu->at[TOPOFIX_PLACE_CLUSTER]]++;
        }
    }
    for (unsigned number = 0; number < reader->limit; number++) {
        struct topofix_place *cpu = &reader->cpus[number];
        int core = cpu->at[TOPOFIX_PLACE_CORE];
        int cluster = cpu->at[TOPOFIX_PLACE_CLUSTER];
        unsigned threads = core != NOWHERE ? in_core[core] : 0;
        unsigned shared = cluster != NOWHERE ? in_cluster[cluster] : 0;

        cpu->at[TOPOFIX_PLACE_KIND] = (int)(threads * (CPUS_MAX + 1) + shared);
    }
    for (unsigned number = reader->limit; number > 0; number--) {
        reader->cpus[number - 1].at[TOPOFIX_PLACE_KIND] = first_alike(reader, number - 1, kind, 1);
    }
}

struct topofix_host_cpus
topofix_host_cpus_read(const struct topofix_doc *capabilities, struct topofix_arena *arena)
{
    TOPOFIX_AUTO_FREE bool *is_in = topofix_alloc(CPUS_MAX, sizeof(*is_in));
    const struct topofix_node *host =
        capabilities ? topofix_node_child(topofix_doc_root(capabilities), "host") : NULL;
    struct reader reader = { .is_in = is_in };

    if (!host) {
        return (struct topofix_host_cpus){ .limit = 0 };
    }
    reader.cpus = topofix_arena_alloc(arena, CPUS_MAX * sizeof(*reader.cpus));
    for (unsigned number = 0; number < CPUS_MAX; number++) {
        reader.cpus[number] = topofix_place_nowhere();
    }
    read_cells(&reader, host);
    read_caches(&reader, host);
    name_groups(&reader);
    name_kinds(&reader);
    return (struct topofix_host_cpus){ .cpus = reader.cpus, .limit = reader.limit };
}

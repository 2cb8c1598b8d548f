/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/smp.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/number.h"

/* What a key sets. The levels come first, in their own order. */
enum key {
    KEY_CPUS = TOPOFIX_LEVELS,
    KEY_MAXCPUS,
    KEY_FOREIGN, /* a level that libvirt cannot express, which must be 1 */
};

static const struct {
    const char *name;
    int key;
} keys[] = {
    { .name = "sockets", .key = TOPOFIX_LEVEL_SOCKETS },
    { .name = "dies", .key = TOPOFIX_LEVEL_DIES },
    { .name = "clusters", .key = TOPOFIX_LEVEL_CLUSTERS },
    { .name = "cores", .key = TOPOFIX_LEVEL_CORES },
    { .name = "threads", .key = TOPOFIX_LEVEL_THREADS },
    { .name = "cpus", .key = KEY_CPUS },
    { .name = "maxcpus", .key = KEY_MAXCPUS },
    { .name = "modules", .key = KEY_FOREIGN },
    { .name = "books", .key = KEY_FOREIGN },
    { .name = "drawers", .key = KEY_FOREIGN },
};

static int
find_key(const char *name, size_t length)
{
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        if (strlen(keys[i].name) == length && memcmp(keys[i].name, name, length) == 0) {
            return keys[i].key;
        }
    }
    return -1;
}

/* The counts as written; 0 means not written. */
struct written {
    unsigned count[KEY_FOREIGN + 1];
};

static int
parse_item(const char *item, size_t length, bool is_first, struct written *written,
           struct topofix_error *err)
{
    const char *equals = memchr(item, '=', length);
    size_t name_length = equals ? (size_t)(equals - item) : 0;
    const char *value = equals ? equals + 1 : item;
    TOPOFIX_AUTO_FREE char *text = topofix_strndup(value, length - (size_t)(value - item));
    int key = equals ? find_key(item, name_length) : KEY_CPUS;
    unsigned count;

    if (key < 0 || (!equals && !is_first)) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "--smp: found '%.*s', expected cpus, maxcpus, sockets, dies, "
                                 "clusters, cores or threads with a count",
                                 length > 60 ? 60 : (int)length, item);
    }
    if (topofix_count_parse(text, TOPOFIX_VCPUS_MAX, &count) < 0 || count == 0) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "--smp: found '%.*s', expected a count of 1 to %u",
                                 length > 60 ? 60 : (int)length, item, TOPOFIX_VCPUS_MAX);
    }
    if (key == KEY_FOREIGN && count > 1) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "--smp: found '%.*s', expected 1 (other counts are not supported)",
                                 length > 60 ? 60 : (int)length, item);
    }
    written->count[key] = count;
    return 0;
}

static unsigned
or_one(unsigned count)
{
    return count > 0 ? count : 1;
}

/* The CPUs divided by all levels but one. QEMU rounds down, and detects the mismatch afterwards. */
static unsigned
rest_for(unsigned cpus, const struct topofix_topology *topology, enum topofix_level missing)
{
    uint64_t others = 1;

    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        others *= level == (int)missing ? 1 : or_one(topology->count[level]);
    }
    return (unsigned)(cpus / others);
}

/*
 * Computes the missing levels: the rest goes to the preferred level, else to the other one, else to
 * threads.
 */
static void
fill_levels(unsigned maxcpus, bool prefers_sockets, struct topofix_topology *topology)
{
    enum topofix_level first = prefers_sockets ? TOPOFIX_LEVEL_SOCKETS : TOPOFIX_LEVEL_CORES;
    enum topofix_level second = prefers_sockets ? TOPOFIX_LEVEL_CORES : TOPOFIX_LEVEL_SOCKETS;
    unsigned *count = topology->count;

    if (maxcpus > 0) {
        enum topofix_level missing = count[first] == 0    ? first
                                     : count[second] == 0 ? second
                                                          : TOPOFIX_LEVEL_THREADS;

        if (count[missing] == 0) {
            count[missing] = rest_for(maxcpus, topology, missing);
        }
    }
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        count[level] = or_one(count[level]);
    }
}

static int
check_counts(const struct topofix_smp *smp, struct topofix_error *err)
{
    if (smp->maxcpus == 0) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "--smp: the levels make more than %u vCPUs, expected at most that",
                                 TOPOFIX_VCPUS_MAX);
    }
    if (smp->cpus > smp->maxcpus) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "--smp: found cpus=%u, expected at most the %u of maxcpus",
                                 smp->cpus, smp->maxcpus);
    }
    return 0;
}

int
topofix_smp_parse(const char *text, bool prefers_sockets, struct topofix_smp *ret_smp,
                  struct topofix_error *err)
{
    struct written written = { .count = { 0 } };
    struct topofix_smp smp = { .cpus = 0 };
    uint64_t product;
    bool is_first = true;

    for (const char *item = text;; is_first = false) {
        size_t length = strcspn(item, ",");

        if (parse_item(item, length, is_first, &written, err) < 0) {
            return -1;
        }
        if (item[length] == '\0') {
            break;
        }
        item += length + 1;
    }
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        smp.topology.count[level] = written.count[level];
        smp.is_spelled = smp.is_spelled || written.count[level] > 0;
    }
    smp.cpus = written.count[KEY_CPUS];
    smp.maxcpus = written.count[KEY_MAXCPUS] > 0 ? written.count[KEY_MAXCPUS] : smp.cpus;
    fill_levels(smp.maxcpus, prefers_sockets, &smp.topology);
    product = topofix_topology_product(&smp.topology);
    if (smp.maxcpus == 0 && product <= TOPOFIX_VCPUS_MAX) {
        smp.maxcpus = (unsigned)product;
    }
    smp.cpus = smp.cpus > 0 ? smp.cpus : smp.maxcpus;
    if (check_counts(&smp, err) < 0) {
        return -1;
    }
    *ret_smp = smp;
    return 0;
}

void
topofix_smp_format(const struct topofix_smp *smp, const struct topofix_topology *topology,
                   struct topofix_buffer *ret_text)
{
    topofix_buffer_add_format(ret_text, "%u", smp->cpus);
    if (smp->maxcpus != smp->cpus) {
        topofix_buffer_add_format(ret_text, ",maxcpus=%u", smp->maxcpus);
    }
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        bool is_optional = level == TOPOFIX_LEVEL_DIES || level == TOPOFIX_LEVEL_CLUSTERS;

        if (!is_optional || topology->count[level] > 1) {
            topofix_buffer_add_format(ret_text, ",%s=%u",
                                      topofix_level_name((enum topofix_level)level),
                                      topology->count[level]);
        }
    }
}

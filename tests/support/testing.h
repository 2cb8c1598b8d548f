/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * testing: cmocka with the headers that it needs, and the few checks that all tests share.
 */
#ifndef TOPOFIX_TESTING_H
#define TOPOFIX_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "core/topology.h"

/* cmocka 2.0 splits assert_in_range by sign and deprecates the name that older releases have. */
#ifndef assert_uint_in_range
#define assert_uint_in_range assert_in_range
#endif

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

/* Fails with a message that says what was expected and in which text. */
#define assert_contains(text, part)                          \
    do {                                                     \
        if (!strstr(text, part)) {                           \
            fail_msg("'%s' is missing in:\n%s", part, text); \
        }                                                    \
    } while (0)

#define assert_lacks(text, part)                                \
    do {                                                        \
        if (strstr(text, part)) {                               \
            fail_msg("'%s' should not be in:\n%s", part, text); \
        }                                                       \
    } while (0)

/* How often the word begins in the text. */
static inline size_t
topofix_count_of(const char *text, const char *word)
{
    size_t count = 0;

    for (const char *at = strstr(text, word); at; at = strstr(at + 1, word)) {
        count++;
    }
    return count;
}

#define assert_topology(got, sockets, dies, clusters, cores, threads) \
    topofix_assert_topology(got, sockets, dies, clusters, cores, threads, __FILE__, __LINE__)

static inline void
topofix_assert_topology(const struct topofix_topology *got, unsigned sockets, unsigned dies,
                        unsigned clusters, unsigned cores, unsigned threads, const char *file,
                        int line)
{
    const struct topofix_topology want = { .count = { sockets, dies, clusters, cores, threads } };
    const unsigned *g = got->count;

    if (memcmp(&want, got, sizeof(want)) != 0) {
        print_error("topology is %ux%ux%ux%ux%u, expected %ux%ux%ux%ux%u\n", g[0], g[1], g[2], g[3],
                    g[4], sockets, dies, clusters, cores, threads);
        _fail(file, line);
    }
}

#endif

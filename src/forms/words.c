/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/words.h"

#include <stdio.h>

void
topofix_words_topology(const struct topofix_topology *topology,
                       char ret_text[TOPOFIX_TOPOLOGY_TEXT_MAX])
{
    const unsigned *count = topology->count;
    const size_t size = TOPOFIX_TOPOLOGY_TEXT_MAX;

    if (count[TOPOFIX_LEVEL_CLUSTERS] > 1) {
        snprintf(ret_text, size, "%ux%ux%ux%ux%u", count[TOPOFIX_LEVEL_SOCKETS],
                 count[TOPOFIX_LEVEL_DIES], count[TOPOFIX_LEVEL_CLUSTERS],
                 count[TOPOFIX_LEVEL_CORES], count[TOPOFIX_LEVEL_THREADS]);
    } else if (count[TOPOFIX_LEVEL_DIES] > 1) {
        snprintf(ret_text, size, "%ux%ux%ux%u", count[TOPOFIX_LEVEL_SOCKETS],
                 count[TOPOFIX_LEVEL_DIES], count[TOPOFIX_LEVEL_CORES],
                 count[TOPOFIX_LEVEL_THREADS]);
    } else {
        snprintf(ret_text, size, "%ux%ux%u", count[TOPOFIX_LEVEL_SOCKETS],
                 count[TOPOFIX_LEVEL_CORES], count[TOPOFIX_LEVEL_THREADS]);
    }
}

void
topofix_words_range(const struct topofix_range *range, unsigned of, struct topofix_buffer *ret_text)
{
    if (range->min == range->max) {
        topofix_buffer_add_format(ret_text, "%u of %u", range->max, of);
    } else {
        topofix_buffer_add_format(ret_text, "%u-%u of %u", range->min, range->max, of);
    }
}

void
topofix_words_wishes(const struct topofix_policy *policy, struct topofix_buffer *ret_text)
{
    const char *comma = "";

    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        const char *name = topofix_level_name((enum topofix_level)level);

        if (policy->wanted.count[level] > 0) {
            topofix_buffer_add_format(ret_text, "%s--%s %u", comma, name,
                                      policy->wanted.count[level]);
            comma = ", ";
        }
        if (policy->maximum.count[level] > 0) {
            topofix_buffer_add_format(ret_text, "%s--max-%s %u", comma, name,
                                      policy->maximum.count[level]);
            comma = ", ";
        }
    }
}

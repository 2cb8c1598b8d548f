/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/said.h"

#include <string.h>

#include "base/array.h"

const char *const topofix_said_names[TOPOFIX_SAID_KEYS + 1] = {
    [TOPOFIX_SAID_OS] = "os",
    [TOPOFIX_SAID_EDITION] = "edition",
    [TOPOFIX_SAID_IGNORE] = "ignore",
    [TOPOFIX_SAID_MAX(TOPOFIX_LEVEL_SOCKETS)] = "max-sockets",
    [TOPOFIX_SAID_MAX(TOPOFIX_LEVEL_DIES)] = "max-dies",
    [TOPOFIX_SAID_MAX(TOPOFIX_LEVEL_CLUSTERS)] = "max-clusters",
    [TOPOFIX_SAID_MAX(TOPOFIX_LEVEL_CORES)] = "max-cores",
    [TOPOFIX_SAID_MAX(TOPOFIX_LEVEL_THREADS)] = "max-threads",
    NULL,
};
_Static_assert(TOPOFIX_LEVELS == 5, "a name per level");

struct topofix_said
topofix_said_of(const struct topofix_record *record)
{
    return (struct topofix_said){ .os = record->os,
                                  .edition = record->edition,
                                  .ignore = record->ignore_node != NULL,
                                  .bounds = record->bounds };
}

struct topofix_said
topofix_said_after(const struct topofix_said *said, const struct topofix_said_wish *wish)
{
    struct topofix_said after = *said;

    if ((wish->keys >> TOPOFIX_SAID_OS & 1) != 0) {
        after.os = wish->said.os;
    }
    if ((wish->keys >> TOPOFIX_SAID_EDITION & 1) != 0) {
        after.edition = wish->said.edition;
    }
    if ((wish->keys >> TOPOFIX_SAID_IGNORE & 1) != 0) {
        after.ignore = wish->said.ignore;
    }
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        if ((wish->keys >> TOPOFIX_SAID_MAX(level) & 1) != 0) {
            after.bounds.count[level] = wish->said.bounds.count[level];
        }
    }
    return after;
}

static bool
same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

bool
topofix_said_equals(const struct topofix_said *a, const struct topofix_said *b)
{
    return same_text(a->os, b->os) && same_text(a->edition, b->edition) && a->ignore == b->ignore &&
           topofix_topology_equals(&a->bounds, &b->bounds);
}

static void
add(enum topofix_said_key key, const char *value, size_t start, struct topofix_buffer *text)
{
    topofix_buffer_add_format(text, "%s%s=%.80s", text->length > start ? ", " : "",
                              topofix_said_names[key], value);
}

void
topofix_said_format(const struct topofix_said *said, struct topofix_buffer *ret_text)
{
    size_t start = ret_text->length;

    if (said->os) {
        add(TOPOFIX_SAID_OS, said->os, start, ret_text);
    }
    if (said->edition) {
        add(TOPOFIX_SAID_EDITION, said->edition, start, ret_text);
    }
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        if (said->bounds.count[level] > 0) {
            topofix_buffer_add_format(ret_text, "%s%s=%u", ret_text->length > start ? ", " : "",
                                      topofix_said_names[TOPOFIX_SAID_MAX(level)],
                                      said->bounds.count[level]);
        }
    }
    if (said->ignore) {
        add(TOPOFIX_SAID_IGNORE, "yes", start, ret_text);
    }
    if (ret_text->length == start) {
        topofix_buffer_add_text(ret_text, "nothing");
    }
}

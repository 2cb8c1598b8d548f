/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * said: what the admin says of a domain in its metadata, and a wish to say something else.
 */
#ifndef TOPOFIX_SAID_H
#define TOPOFIX_SAID_H

#include <stdbool.h>

#include "base/buffer.h"
#include "forms/record.h"

/* What can be said. The bounds stand in the order of the levels. */
enum topofix_said_key {
    TOPOFIX_SAID_OS,
    TOPOFIX_SAID_EDITION,
    TOPOFIX_SAID_IGNORE,
    TOPOFIX_SAID_MAX_FIRST
};

/* The key of the bound of a level, and how many keys there are. */
#define TOPOFIX_SAID_MAX(level) ((int)TOPOFIX_SAID_MAX_FIRST + (int)(level))
#define TOPOFIX_SAID_KEYS       TOPOFIX_SAID_MAX(TOPOFIX_LEVELS)

/* The keys as they are typed, "max-sockets" for a bound, and NULL behind them. */
extern const char *const topofix_said_names[TOPOFIX_SAID_KEYS + 1];

/* Strings are borrowed; NULL, 0 and false: nothing is said. */
struct topofix_said {
    const char *os;
    const char *edition;
    bool ignore;
    struct topofix_topology bounds;
};

/* A bit per key that is to change, and what is said of these. */
struct topofix_said_wish {
    unsigned keys;
    struct topofix_said said;
};

/* What a record says; nothing where there is none. */
struct topofix_said
topofix_said_of(const struct topofix_record *record);

/* What is said with the wish granted. */
struct topofix_said
topofix_said_after(const struct topofix_said *said, const struct topofix_said_wish *wish);

bool
topofix_said_equals(const struct topofix_said *a, const struct topofix_said *b);

/* Appends "os=win7, edition=professional, max-sockets=2, ignore=yes", or "nothing". Strings are
 * whatever stands in the metadata: clean them for a terminal. */
void
topofix_said_format(const struct topofix_said *said, struct topofix_buffer *ret_text);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * said: what the admin says about a domain in its metadata, and a wish to change that.
 */
#ifndef TOPOFIX_SAID_H
#define TOPOFIX_SAID_H

#include <stdbool.h>

#include "base/buffer.h"
#include "forms/record.h"

/* What can be said. The bounds are in the order of the levels. */
enum topofix_said_key {
    TOPOFIX_SAID_OS,
    TOPOFIX_SAID_EDITION,
    TOPOFIX_SAID_PROFILE,
    TOPOFIX_SAID_IGNORE,
    TOPOFIX_SAID_MAX_FIRST
};

/* The key of the bound of a level, and the number of keys. */
#define TOPOFIX_SAID_MAX(level) ((int)TOPOFIX_SAID_MAX_FIRST + (int)(level))
#define TOPOFIX_SAID_KEYS       TOPOFIX_SAID_MAX(TOPOFIX_LEVELS)

/* The keys as the user types them, such as "max-sockets" for a bound, and a final NULL. */
extern const char *const topofix_said_names[TOPOFIX_SAID_KEYS + 1];

/* The strings are borrowed. NULL, 0 and false mean that nothing is said. */
struct topofix_said {
    const char *os;
    const char *edition;
    const char *profile;
    bool ignore;
    struct topofix_topology bounds;
};

/* A bit per key that should change, and the new values. */
struct topofix_said_wish {
    unsigned keys;
    struct topofix_said said;
};

/* What a record says, or nothing if there is no record. */
struct topofix_said
topofix_said_of(const struct topofix_record *record);

/* What is said after the wish is carried out. */
struct topofix_said
topofix_said_after(const struct topofix_said *said, const struct topofix_said_wish *wish);

bool
topofix_said_equals(const struct topofix_said *a, const struct topofix_said *b);

/*
 * Appends "os=win7, edition=professional, max-sockets=2, ignore=yes", or "nothing". The values come
 * from the metadata unchanged: the caller must clean them for a terminal.
 */
void
topofix_said_format(const struct topofix_said *said, struct topofix_buffer *ret_text);

#endif

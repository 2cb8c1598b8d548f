/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fixtures: the domain XML of all stories, for tests that any domain must pass.
 */
#ifndef TOPOFIX_FIXTURES_H
#define TOPOFIX_FIXTURES_H

#include <stddef.h>

struct topofix_fixture {
    char *name; /* of the story */
    char *text; /* its domain.xml, followed by a NUL */
    size_t length;
};

struct topofix_fixtures {
    struct topofix_fixture *items;
    size_t count;
};

/* Loads all of them, sorted by name. Ends the test if there are none. */
struct topofix_fixtures
topofix_fixtures_load(void);

void
topofix_fixtures_done(struct topofix_fixtures *fixtures);

#endif

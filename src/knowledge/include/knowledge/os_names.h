/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * os_names: the OS and the edition that a person types. What is typed must be known, case aside: a
 * guess that is right for an id in metadata would here turn a typing mistake into another OS.
 */
#ifndef TOPOFIX_OS_NAMES_H
#define TOPOFIX_OS_NAMES_H

#include "base/error.h"
#include "core/limits.h"

/* The OS with this id or short id, upper and lower case alike, or NULL. Never a fallback. */
const struct topofix_os *
topofix_os_typed_lookup(const struct topofix_limits *limits, const char *typed);

/* The same, or NULL and an error (WISH) that begins with what and names the nearest ones. */
const struct topofix_os *
topofix_os_typed_find(const struct topofix_limits *limits, const char *what, const char *typed,
                      struct topofix_error *err);

/* The edition with this name, title or alias, or NULL and an error (WISH) likewise. */
const struct topofix_edition *
topofix_edition_typed_find(const struct topofix_os *os, const char *typed,
                           struct topofix_error *err);

/* 0 where at least one OS has such an edition, else -1 and an error (WISH) likewise. */
int
topofix_edition_typed_check(const struct topofix_limits *limits, const char *typed,
                            struct topofix_error *err);

#endif

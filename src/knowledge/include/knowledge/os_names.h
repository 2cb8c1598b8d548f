/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * os_names: finds the OS and the edition that a user types. Only known names are accepted, in any
 * case of letters. Fallbacks, which suit ids in metadata, would turn a typing error into another
 * OS.
 */
#ifndef TOPOFIX_OS_NAMES_H
#define TOPOFIX_OS_NAMES_H

#include "base/error.h"
#include "core/limits.h"

/* The OS with this id or short id, in any case of letters, or NULL. Fallbacks do not apply. */
const struct topofix_os *
topofix_os_typed_lookup(const struct topofix_limits *limits, const char *typed);

/* The same, or NULL and an error (WISH) that begins with what and suggests similar ids. */
const struct topofix_os *
topofix_os_typed_find(const struct topofix_limits *limits, const char *what, const char *typed,
                      struct topofix_error *err);

/* The edition with this name, title or alias, or NULL and an error (WISH) of the same form. */
const struct topofix_edition *
topofix_edition_typed_find(const struct topofix_os *os, const char *typed,
                           struct topofix_error *err);

/*
 * Returns 0 if at least one OS has such an edition, else -1 and an error (WISH) of the same form.
 */
int
topofix_edition_typed_check(const struct topofix_limits *limits, const char *typed,
                            struct topofix_error *err);

#endif

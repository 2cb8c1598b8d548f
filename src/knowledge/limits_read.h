/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * limits_read: a limits file (data/guest-limits.xml, or one of a site) to a table. The build uses
 * it to make the built-in table, so that both go through the same checks; data/guest-limits.rng
 * says the same.
 */
#ifndef TOPOFIX_LIMITS_READ_H
#define TOPOFIX_LIMITS_READ_H

#include <stddef.h>

#include "base/error.h"
#include "core/limits.h"

#define TOPOFIX_LIMITS_URI "urn:virt-topofix:limits:1"

struct topofix_limits_file;

/*
 * Reads a whole file. NULL on error; the message begins with the line. The text may go afterwards.
 * base (NULL: none) must stay: the new table lies on top of it, `like` may name its rows, and
 * editions of an OS that base has, too, are added to base's or take the place of those with the
 * same name.
 */
struct topofix_limits_file *
topofix_limits_read(const char *text, size_t length, const struct topofix_limits *base,
                    struct topofix_error *err);

const struct topofix_limits *
topofix_limits_file_table(const struct topofix_limits_file *file);

/* NULL is fine. */
void
topofix_limits_file_free(struct topofix_limits_file *file);

#endif

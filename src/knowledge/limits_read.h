/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * limits_read: reads a limits file (data/guest-limits.xml, or a site's) into a table. The build
 * makes the built-in table with it, so both kinds of files get the same checks, which agree with
 * data/guest-limits.rng.
 */
#ifndef TOPOFIX_LIMITS_READ_H
#define TOPOFIX_LIMITS_READ_H

#include <stddef.h>

#include "base/error.h"
#include "core/limits.h"

#define TOPOFIX_LIMITS_URI "urn:virt-topofix:limits:1"

struct topofix_limits_file;

/*
 * Reads a whole file. Returns NULL on error; the message begins with the line. The text need not
 * outlive the call, but base must outlive the result; base may be NULL. The new table takes
 * precedence over base, `like` may name rows of base, and the editions of an OS in both are merged:
 * those in the file replace base's of the same name.
 */
struct topofix_limits_file *
topofix_limits_read(const char *text, size_t length, const struct topofix_limits *base,
                    struct topofix_error *err);

const struct topofix_limits *
topofix_limits_file_table(const struct topofix_limits_file *file);

/* file may be NULL. */
void
topofix_limits_file_free(struct topofix_limits_file *file);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * diff: writes splices as a unified diff that patch and git apply accept. The splices say what
 * changes, so no search for differences is needed.
 */
#ifndef TOPOFIX_DIFF_H
#define TOPOFIX_DIFF_H

#include "xml/splice.h"

/*
 * Appends the diff with three lines of context, or nothing if there are no splices. The splices
 * must be sorted. path is what follows a/ and b/; it is quoted as git quotes paths, and followed by
 * a tab.
 */
void
topofix_diff_format(const char *path, const char *old_text, size_t length,
                    const struct topofix_splices *splices, struct topofix_buffer *ret_text);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * diff: splices as a unified diff that patch and git apply accept. The changes are known, so
 * nothing has to be searched for.
 */
#ifndef TOPOFIX_DIFF_H
#define TOPOFIX_DIFF_H

#include "xml/splice.h"

/*
 * Appends the diff with three lines of context; nothing where there are no splices. The splices are
 * sorted. path is what stands after a/ and b/; it is quoted as git quotes paths, and a tab follows
 * it.
 */
void
topofix_diff_format(const char *path, const char *old_text, size_t length,
                    const struct topofix_splices *splices, struct topofix_buffer *ret_text);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * merge: one page for many hosts, of what --format json wrote on each of them (docs/json.md). No
 * guest is judged again: the page tells what the documents say.
 */
#ifndef TOPOFIX_MERGE_H
#define TOPOFIX_MERGE_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"

struct topofix_merge;

struct topofix_merge *
topofix_merge_new(void);

/*
 * Adds the document of a run that changed nothing. host is what the page calls where it comes from;
 * no two documents may have the same. -1 where it is no such document: the message names the
 * member, and the merge is to be freed without a page.
 */
int
topofix_merge_add(struct topofix_merge *merge, const char *host, const char *bytes, size_t length,
                  struct topofix_error *err);

/* Appends the page; origin says when and by what it was made. To be called once. */
void
topofix_merge_format(struct topofix_merge *merge, const char *origin,
                     struct topofix_buffer *ret_html);

/* NULL is fine. */
void
topofix_merge_free(struct topofix_merge *merge);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ustar: a tar archive in memory, as POSIX.1-1988 has it. The same files give the same bytes: they
 * belong to root, are readable by all, and are of the beginning of time.
 */
#ifndef TOPOFIX_USTAR_H
#define TOPOFIX_USTAR_H

#include "base/buffer.h"

/* The longest name of a file or folder, in bytes. */
enum { TOPOFIX_USTAR_NAME_MAX = 100 };

/* Appends a folder. name has 1 to TOPOFIX_USTAR_NAME_MAX bytes, the slash at its end included. */
void
topofix_ustar_add_folder(struct topofix_buffer *archive, const char *name);

/* Appends a regular file. name has 1 to TOPOFIX_USTAR_NAME_MAX bytes. */
void
topofix_ustar_add(struct topofix_buffer *archive, const char *name, const char *content,
                  size_t length);

/* Appends what marks the end. */
void
topofix_ustar_finish(struct topofix_buffer *archive);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * put_file: creates or replaces a whole file atomically.
 */
#ifndef TOPOFIX_PUT_FILE_H
#define TOPOFIX_PUT_FILE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buffer.h"
#include "base/error.h"

enum topofix_put { TOPOFIX_PUT_NEW, TOPOFIX_PUT_REPLACE };

/*
 * Writes content to a temporary file in folder, with this mode, syncs it to disk, and renames it to
 * path, which must be on the same file system. TOPOFIX_PUT_NEW fails if path exists. On error no
 * file is left behind.
 */
int
topofix_put_file(const char *folder, const char *path, const struct topofix_buffer *content,
                 mode_t mode, enum topofix_put put, struct topofix_error *err);

/*
 * Creates a folder (0755, whatever the umask) if it does not exist. *ret_is_new says whether it
 * did; ret_is_new may be NULL.
 */
int
topofix_put_folder(const char *path, bool *ret_is_new, struct topofix_error *err);

#endif

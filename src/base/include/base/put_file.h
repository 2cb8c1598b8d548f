/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * put_file: a whole file in place of another, or of none, in one step.
 */
#ifndef TOPOFIX_PUT_FILE_H
#define TOPOFIX_PUT_FILE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buffer.h"
#include "base/error.h"

enum topofix_put { TOPOFIX_PUT_NEW, TOPOFIX_PUT_REPLACE };

/*
 * Writes content to a temporary file in folder, with this mode and on disk, and then gives it the
 * name path on the same file system. TOPOFIX_PUT_NEW fails where path is there already. Nothing is
 * left behind on error.
 */
int
topofix_put_file(const char *folder, const char *path, const struct topofix_buffer *content,
                 mode_t mode, enum topofix_put put, struct topofix_error *err);

/* Makes a folder (0755, whatever the umask) where there is none; *ret_is_new (may be NULL) tells.
 */
int
topofix_put_folder(const char *path, bool *ret_is_new, struct topofix_error *err);

#endif

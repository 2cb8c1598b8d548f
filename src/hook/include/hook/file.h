/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * file: tells our files from others among libvirt's hooks.
 */
#ifndef TOPOFIX_HOOK_FILE_H
#define TOPOFIX_HOOK_FILE_H

#include <stddef.h>

#include "base/error.h"

/* Far above the size of our files. */
#define TOPOFIX_HOOK_FILE_BYTES_MAX ((size_t)64 * 1024 * 1024)

enum topofix_hook_file {
    TOPOFIX_HOOK_MISSING,
    TOPOFIX_HOOK_FOREIGN, /* without our ELF note; we never change it */
    TOPOFIX_HOOK_OURS,
};

/*
 * Finds out whether the file is ours. *ret_version gets our note's content, which the caller must
 * free, or NULL; ret_version may be NULL. Returns -1 if the file cannot be read.
 */
int
topofix_hook_file_look(const char *path, enum topofix_hook_file *ret_file, char **ret_version,
                       struct topofix_error *err);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * file: whose a file among libvirt's hooks is.
 */
#ifndef TOPOFIX_HOOK_FILE_H
#define TOPOFIX_HOOK_FILE_H

#include <stddef.h>

#include "base/error.h"

/* Far above what our files have. */
#define TOPOFIX_HOOK_FILE_BYTES_MAX ((size_t)64 * 1024 * 1024)

enum topofix_hook_file {
    TOPOFIX_HOOK_MISSING,
    TOPOFIX_HOOK_FOREIGN, /* without our ELF note: never touched */
    TOPOFIX_HOOK_OURS,
};

/*
 * Whose file it is. ret_version, where not NULL, gets a string to be freed: what our note says, or
 * NULL. Returns -1 where that cannot be told.
 */
int
topofix_hook_file_look(const char *path, enum topofix_hook_file *ret_file, char **ret_version,
                       struct topofix_error *err);

#endif

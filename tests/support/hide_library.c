/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Hides the library TOPOFIX_HIDDEN from whoever loads it while it runs, even if another library
 * needs it and it is in memory. Loaded with LD_PRELOAD.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

void *
dlopen(const char *name, int flags)
{
    void *(*next)(const char *, int);
    const char *hidden = getenv("TOPOFIX_HIDDEN");

    if (name && hidden && strcmp(name, hidden) == 0) {
        return NULL;
    }
    *(void **)&next = dlsym(RTLD_NEXT, "dlopen");
    return next(name, flags);
}

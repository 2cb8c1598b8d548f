/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/systemd.h"

#include <dlfcn.h>
#include <stddef.h>

/* The name has not changed since the library was made of four others in 2014. */
static const char library[] = "libsystemd.so.0";

void
topofix_systemd_find(const char *name, void *ret_function)
{
    void *loaded = dlopen(library, RTLD_NOW | RTLD_NODELETE);

    /* ISO C cannot convert an object pointer to a function pointer; POSIX allows this conversion */
    *(void **)ret_function = loaded ? dlsym(loaded, name) : NULL;
    if (loaded) {
        dlclose(loaded); /* which leaves it in memory */
    }
}

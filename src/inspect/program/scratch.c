/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "scratch.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"

enum { DESCRIPTORS_MAX = 16 };

/* The first of the variables that is set, or what is usual without them. */
static const char *
folder_of(const char *first, const char *second, const char *usual)
{
    const char *folder = first ? getenv(first) : NULL;

    if (!folder) {
        folder = getenv(second);
    }
    return folder ? folder : usual;
}

char *
topofix_scratch_make(struct topofix_error *err)
{
    const char *parent = folder_of("LIBGUESTFS_TMPDIR", "TMPDIR", "/tmp");
    char *folder = topofix_sprintf("%s/virt-topofix-inspect.XXXXXX", parent);

    if (!mkdtemp(folder)) {
        topofix_error_set_errno(err, errno, "%s: no folder can be made there", parent);
        free(folder);
        return NULL;
    }
    /* see guestfs(3): where it keeps its virtual machine */
    if (setenv("LIBGUESTFS_CACHEDIR", folder_of("LIBGUESTFS_CACHEDIR", "TMPDIR", "/var/tmp"), 1) <
            0 ||
        setenv("TMPDIR", folder, 1) < 0 || setenv("LIBGUESTFS_TMPDIR", folder, 1) < 0) {
        topofix_alloc_failed();
    }
    return folder;
}

static int
remove_one(const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void)status;
    (void)type;
    (void)place;
    (void)remove(path);
    return 0;
}

void
topofix_scratch_remove(char *folder)
{
    if (folder) {
        (void)nftw(folder, remove_one, DESCRIPTORS_MAX, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
        free(folder);
    }
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "metrics_file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/put_file.h"

static int
check_place(const char *path, struct topofix_error *err)
{
    struct stat there;

    if (lstat(path, &there) < 0) {
        return errno == ENOENT ? 0 : topofix_error_set_errno(err, errno, "%s", path);
    }
    if (!S_ISREG(there.st_mode)) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "%s: found %s, expected a file or nothing", path,
                                 S_ISLNK(there.st_mode) ? "a link" : "no regular file");
    }
    if (there.st_uid != geteuid()) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "%s: found a file of user %u, expected one of user %u or nothing",
                                 path, there.st_uid, geteuid());
    }
    return 0;
}

/* The folder of the file. The caller must free it. */
static char *
folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash) {
        return topofix_strdup(".");
    }
    return slash == path ? topofix_strdup("/") : topofix_strndup(path, (size_t)(slash - path));
}

int
topofix_metrics_file_put(const char *path, const struct topofix_metrics *metrics,
                         struct topofix_error *err)
{
    TOPOFIX_AUTO_FREE char *folder = folder_of(path);
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    topofix_metrics_format(metrics, &text);
    if (check_place(path, err) < 0 ||
        topofix_put_file(folder, path, &text, 0644, TOPOFIX_PUT_REPLACE, err) < 0) {
        return topofix_error_wrap(err, "--metrics-file");
    }
    return 0;
}

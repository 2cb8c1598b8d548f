/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "daemon.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/file.h"

/* Far above the length of a name in the kernel. */
enum { COMM_BYTES_MAX = 256 };

/* Both manage QEMU guests. If both run, virtqemud is returned. */
static const char *const names[] = { "virtqemud", "libvirtd" };

static bool
is_daemon(const char *pid, const char *name)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    TOPOFIX_AUTO_FREE char *path = topofix_sprintf("/proc/%s/comm", pid);
    TOPOFIX_AUTO_FREE char *wanted = topofix_sprintf("%s\n", name);
    struct stat status;

    return stat(path, &status) == 0 && status.st_uid == geteuid() &&
           topofix_file_read(path, COMM_BYTES_MAX, &text, NULL) == 0 &&
           strcmp(topofix_buffer_text(&text), wanted) == 0;
}

bool
topofix_hook_daemon_is(int pid)
{
    TOPOFIX_AUTO_FREE char *text = topofix_sprintf("%d", pid);
    bool is_one = false;

    for (size_t i = 0; !is_one && i < COUNT_OF(names); i++) {
        is_one = is_daemon(text, names[i]);
    }
    return is_one;
}

bool
topofix_hook_daemon_find(struct topofix_hook_daemon *ret_daemon)
{
    DIR *processes = opendir("/proc");
    bool is_found = false;

    for (size_t i = 0; processes && !is_found && i < COUNT_OF(names); i++) {
        const struct dirent *entry;

        rewinddir(processes);
        /* NOLINTNEXTLINE(concurrency-mt-unsafe) */
        while (!is_found && (entry = readdir(processes)) != NULL) {
            is_found = strspn(entry->d_name, "0123456789") == strlen(entry->d_name) &&
                       is_daemon(entry->d_name, names[i]);
            if (is_found) {
                *ret_daemon =
                    (struct topofix_hook_daemon){ .pid = (int)strtol(entry->d_name, NULL, 10),
                                                  .name = names[i] };
            }
        }
    }
    if (processes) {
        closedir(processes);
    }
    return is_found;
}

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

/* The name of this daemon in names, or NULL if the process is none of this user. */
static const char *
name_of(const char *pid)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    TOPOFIX_AUTO_FREE char *path = topofix_sprintf("/proc/%s/comm", pid);
    struct stat status;

    if (stat(path, &status) < 0 || status.st_uid != geteuid() ||
        topofix_file_read(path, COMM_BYTES_MAX, &text, NULL) < 0) {
        return NULL;
    }
    topofix_buffer_drop_newline(&text);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (strcmp(topofix_buffer_text(&text), names[i]) == 0) {
            return names[i];
        }
    }
    return NULL;
}

bool
topofix_hook_daemon_is(int pid)
{
    TOPOFIX_AUTO_FREE char *text = topofix_sprintf("%d", pid);

    return name_of(text) != NULL;
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
                       name_of(entry->d_name) == names[i];
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

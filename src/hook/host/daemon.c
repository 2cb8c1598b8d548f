/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "daemon.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"

enum { PROC_BYTES_MAX = 64 * 1024, FIELD_START = 22 };

/* Either does QEMU; where both run, the one for QEMU alone is asked first. */
static const char *const names[] = { "virtqemud", "libvirtd" };

/* "PID (NAME) S ...": field 22 is the start, in ticks since the machine's. */
static bool
read_start(const char *text, uint64_t *ret_ticks)
{
    const char *p = strrchr(text, ')');

    for (int field = 2; p && field < FIELD_START; field++) {
        p = strchr(p + 1, ' ');
    }
    if (!p) {
        return false;
    }
    *ret_ticks = strtoull(p, NULL, 10);
    return true;
}

static struct timespec
wall_time(uint64_t ticks)
{
    uint64_t per_second = (uint64_t)sysconf(_SC_CLK_TCK);
    struct timespec boot;
    struct timespec now;
    int64_t nanoseconds;

    clock_gettime(CLOCK_BOOTTIME, &boot);
    clock_gettime(CLOCK_REALTIME, &now);
    nanoseconds = (now.tv_sec - boot.tv_sec) * INT64_C(1000000000) + now.tv_nsec - boot.tv_nsec +
                  (int64_t)(ticks * (UINT64_C(1000000000) / per_second));
    return (struct timespec){ .tv_sec = nanoseconds / 1000000000,
                              .tv_nsec = nanoseconds % 1000000000 };
}

static bool
is_daemon(const char *pid, const char *name, struct topofix_hook_daemon *ret_daemon)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    TOPOFIX_AUTO_FREE char *path = topofix_sprintf("/proc/%s/stat", pid);
    TOPOFIX_AUTO_FREE char *wanted = topofix_sprintf("(%s)", name);
    struct stat status;
    uint64_t ticks;

    if (stat(path, &status) < 0 || status.st_uid != geteuid() ||
        topofix_file_read(path, PROC_BYTES_MAX, &text, NULL) < 0 ||
        !strstr(topofix_buffer_text(&text), wanted) ||
        !read_start(topofix_buffer_text(&text), &ticks)) {
        return false;
    }
    *ret_daemon = (struct topofix_hook_daemon){ .pid = (int)strtol(pid, NULL, 10),
                                                .name = name,
                                                .started = wall_time(ticks) };
    return true;
}

bool
topofix_hook_daemon_is(int pid)
{
    TOPOFIX_AUTO_FREE char *text = topofix_sprintf("%d", pid);
    struct topofix_hook_daemon daemon;
    bool is_one = false;

    for (size_t i = 0; !is_one && i < sizeof(names) / sizeof(names[0]); i++) {
        is_one = is_daemon(text, names[i], &daemon);
    }
    return is_one;
}

bool
topofix_hook_daemon_find(struct topofix_hook_daemon *ret_daemon)
{
    DIR *processes = opendir("/proc");
    bool is_found = false;

    for (size_t i = 0; processes && !is_found && i < sizeof(names) / sizeof(names[0]); i++) {
        const struct dirent *entry;

        rewinddir(processes);
        /* NOLINTNEXTLINE(concurrency-mt-unsafe) */
        while (!is_found && (entry = readdir(processes)) != NULL) {
            is_found = strspn(entry->d_name, "0123456789") == strlen(entry->d_name) &&
                       is_daemon(entry->d_name, names[i], ret_daemon);
        }
    }
    if (processes) {
        closedir(processes);
    }
    return is_found;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "mark.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file.h"

/* A longer name is cut, and a hash is added, so that the file's name is never too long. */
enum { NAME_BYTES = 80, FILE_NAME_MAX = 256, ATTEMPTS = 3 };

#define MINUTE UINT64_C(60000) /* in milliseconds */

/* How long a mark is valid, in milliseconds. An arrival may wait for a job of the guest or for a
 * slow disk; a revert works on disk images between stop and start. */
static const struct {
    const char *name;
    uint64_t age_max;
} kinds[] = {
    [TOPOFIX_MARK_ARRIVAL] = { .name = "arrival", .age_max = 10 * MINUTE },
    [TOPOFIX_MARK_STOP] = { .name = "stop", .age_max = MINUTE },
    [TOPOFIX_MARK_REFUSAL] = { .name = "refusal", .age_max = MINUTE },
    [TOPOFIX_MARK_FIX] = { .name = "fix", .age_max = 10 * MINUTE },
};
_Static_assert(COUNT_OF(kinds) == TOPOFIX_MARKS, "a kind per mark");

int
topofix_marks_open(const char *path, struct topofix_error *err)
{
    struct stat status;
    int folder;

    if (mkdir(path, 0700) < 0 && errno != EEXIST) {
        return topofix_error_set_errno(err, errno, "%s: cannot be made", path);
    }
    folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0) {
        return topofix_error_set_errno(err, errno, "%s: cannot be opened", path);
    }
    if (fstat(folder, &status) < 0 || status.st_uid != geteuid() ||
        (status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        close(folder);
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT, "%s: others may write to it", path);
    }
    return folder;
}

static uint64_t
hash(const char *text)
{
    uint64_t value = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

    for (; *text; text++) {
        value = (value ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    }
    return value;
}

static void
make_name(enum topofix_mark mark, const char *guest, char name[FILE_NAME_MAX])
{
    size_t used = (size_t)snprintf(name, FILE_NAME_MAX, "%s-", kinds[mark].name);

    for (size_t i = 0; i < NAME_BYTES && guest[i]; i++) {
        used += (size_t)snprintf(name + used, FILE_NAME_MAX - used, "%02x",
                                 (unsigned)(unsigned char)guest[i]);
    }
    if (strlen(guest) > NAME_BYTES) {
        snprintf(name + used, FILE_NAME_MAX - used, "-%016" PRIx64, hash(guest));
    }
}

/* When the mark was made, or UINT64_MAX if it is half written, cut by a full disk, or no mark. */
static uint64_t
read_and_close(int fd)
{
    char text[32] = "";
    ssize_t got = read(fd, text, sizeof(text) - 1);
    char *end;
    uint64_t made = strtoull(text, &end, 10);

    close(fd);
    return got > 0 && end != text && *end == '\n' ? made : UINT64_MAX;
}

/* What cannot be read counts as a mark, and stays until one is put in its place or it is taken. */
static void
remove_if_old(int folder, const char *name, uint64_t age_max, uint64_t now)
{
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    uint64_t made = fd < 0 ? UINT64_MAX : read_and_close(fd);

    if (made < now && now - made > age_max) {
        unlinkat(folder, name, 0);
    }
}

/*
 * Removes expired marks, so that those of guests that never came back do not pile up. Does nothing
 * while another call writes a mark, because the new mark could replace an old one just before its
 * removal. The next call sweeps again.
 */
static void
sweep(int folder, uint64_t now)
{
    int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *listing = copy < 0 ? NULL : fdopendir(copy);
    const struct dirent *entry;

    if (!listing) {
        if (copy >= 0) {
            close(copy);
        }
        return;
    }
    /* the listing's own descriptor holds the lock; closing it releases the lock */
    while (flock(copy, LOCK_EX | LOCK_NB) == 0 &&
           (entry = readdir(listing)) != NULL) { /* NOLINT(concurrency-mt-unsafe) */
        for (int mark = 0; mark < TOPOFIX_MARKS; mark++) {
            size_t length = strlen(kinds[mark].name);

            if (strncmp(entry->d_name, kinds[mark].name, length) == 0 &&
                entry->d_name[length] == '-') {
                remove_if_old(folder, entry->d_name, kinds[mark].age_max, now);
            }
        }
    }
    closedir(listing);
}

static int
write_mark(int folder, const char *name, uint64_t now, struct topofix_error *err)
{
    char title[64];
    char text[32];
    int length = snprintf(text, sizeof(text), "%" PRIu64 "\n", now);
    int fd = -1;
    int result;

    for (int i = 0; fd < 0 && i < ATTEMPTS; i++) {
        if (unlinkat(folder, name, 0) < 0 && errno != ENOENT) {
            return topofix_error_set_errno(err, errno, "mark %.40s: cannot be replaced", name);
        }
        fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd < 0 && errno != EEXIST) {
            break;
        }
    }
    if (fd < 0) {
        return topofix_error_set_errno(err, errno, "mark %.40s: cannot be made", name);
    }
    snprintf(title, sizeof(title), "mark %.40s", name);
    result = topofix_file_write_fd(fd, title, text, (size_t)length, err);
    close(fd);
    return result;
}

int
topofix_mark_put(int folder, enum topofix_mark mark, const char *guest, uint64_t now,
                 struct topofix_error *err)
{
    char name[FILE_NAME_MAX];
    int result;

    make_name(mark, guest, name);
    sweep(folder, now);
    /* all writers share this lock; a file system without locks still gets its mark */
    (void)flock(folder, LOCK_SH);
    result = write_mark(folder, name, now, err);
    (void)flock(folder, LOCK_UN);
    return result;
}

bool
topofix_mark_find(int folder, enum topofix_mark mark, const char *guest, uint64_t now,
                  uint64_t *ret_age)
{
    char name[FILE_NAME_MAX];
    uint64_t age = 0;
    int fd;

    make_name(mark, guest, name);
    fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd >= 0 || errno != ENOENT) {
        uint64_t made = fd >= 0 ? read_and_close(fd) : UINT64_MAX;

        age = made > now ? UINT64_MAX : now - made; /* unreadable, or written by another clock */
    }
    if (ret_age) {
        *ret_age = age;
    }
    return age == UINT64_MAX || (fd >= 0 && age <= kinds[mark].age_max);
}

bool
topofix_mark_take(int folder, enum topofix_mark mark, const char *guest, uint64_t now)
{
    char name[FILE_NAME_MAX];
    bool counts = topofix_mark_find(folder, mark, guest, now, NULL);

    make_name(mark, guest, name);
    unlinkat(folder, name, 0);
    return counts;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/trust.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The kernel follows as many links in one path: path_resolution(7). */
enum { LINKS_MAX = 40 };

struct walk {
    const char *path;    /* as given */
    char here[PATH_MAX]; /* the part that has been followed, without links */
    char rest[PATH_MAX]; /* the part that remains */
    int links;
    char *problem;
};

__attribute__((format(printf, 2, 3))) static bool
refuse(const struct walk *walk, const char *format, ...)
{
    int used = snprintf(walk->problem, TOPOFIX_TRUST_PROBLEM_BYTES, "%.200s: ", walk->path);
    va_list args;

    va_start(args, format);
    vsnprintf(walk->problem + used, (size_t)(TOPOFIX_TRUST_PROBLEM_BYTES - used), format, args);
    va_end(args);
    return false;
}

static bool
is_safe(const struct walk *walk, const struct stat *status)
{
    const char *here = walk->here[0] ? walk->here : "/";
    bool is_sticky = S_ISDIR(status->st_mode) && (status->st_mode & S_ISVTX) != 0;

    if (status->st_uid != 0 && status->st_uid != geteuid()) {
        return refuse(walk, "%.150s belongs to user %u, expected root: chown root", here,
                      (unsigned)status->st_uid);
    }
    /* a link's mode has no meaning */
    if (!S_ISLNK(status->st_mode) && !is_sticky && (status->st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        return refuse(walk,
                      "others may write to %.150s (mode %04o), expected its owner alone: "
                      "chmod go-w",
                      here, (unsigned)status->st_mode & 07777);
    }
    return true;
}

static void
leave_component(struct walk *walk)
{
    char *slash = strrchr(walk->here, '/');

    if (slash) {
        *slash = '\0';
    }
}

/* Puts a link's target before the part that remains. */
static bool
follow_link(struct walk *walk)
{
    char target[PATH_MAX];
    char rest[PATH_MAX];
    ssize_t length = readlink(walk->here, target, sizeof(target) - 1);

    if (length < 0) {
        return refuse(walk, "%s", strerror(errno));
    }
    target[length] = '\0';
    memcpy(rest, walk->rest, sizeof(rest));
    if (++walk->links > LINKS_MAX || snprintf(walk->rest, sizeof(walk->rest), "%s/%s", target,
                                              rest) >= (int)sizeof(walk->rest)) {
        return refuse(walk, "%s", strerror(ELOOP));
    }
    if (target[0] == '/') {
        walk->here[0] = '\0';
    } else {
        leave_component(walk);
    }
    return true;
}

/* Follows the next component; length must not be 0. */
static bool
enter_component(struct walk *walk, const char *component, size_t length)
{
    size_t used = strlen(walk->here);
    struct stat status;

    if (length == 1 && component[0] == '.') {
        return true;
    }
    if (length == 2 && component[0] == '.' && component[1] == '.') {
        leave_component(walk);
        return true;
    }
    if (used + 1 + length >= sizeof(walk->here)) {
        return refuse(walk, "%s", strerror(ENAMETOOLONG));
    }
    walk->here[used] = '/';
    memcpy(walk->here + used + 1, component, length);
    walk->here[used + 1 + length] = '\0';
    if (lstat(walk->here, &status) < 0) {
        return refuse(walk, "%s", strerror(errno));
    }
    return is_safe(walk, &status) && (!S_ISLNK(status.st_mode) || follow_link(walk));
}

bool
topofix_trust(const char *path, char ret_problem[TOPOFIX_TRUST_PROBLEM_BYTES])
{
    struct walk walk = { .path = path, .problem = ret_problem };
    struct stat root;

    if (path[0] != '/' || strlen(path) >= sizeof(walk.rest)) {
        return refuse(&walk, "expected an absolute path of less than %d bytes", PATH_MAX);
    }
    if (stat("/", &root) < 0 || !is_safe(&walk, &root)) {
        return false;
    }
    memcpy(walk.rest, path, strlen(path) + 1);
    while (walk.rest[strspn(walk.rest, "/")] != '\0') {
        char component[NAME_MAX + 1];
        const char *begin = walk.rest + strspn(walk.rest, "/");
        size_t length = strcspn(begin, "/");

        if (length > NAME_MAX) {
            return refuse(&walk, "%s", strerror(ENAMETOOLONG));
        }
        memcpy(component, begin, length);
        memmove(walk.rest, begin + length, strlen(begin + length) + 1);
        if (!enter_component(&walk, component, length)) {
            return false;
        }
    }
    return true;
}

bool
topofix_trust_folder(const char *path, char ret_problem[TOPOFIX_TRUST_PROBLEM_BYTES])
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    bool is_trusted;

    if (!folder) {
        return errno == ENOENT || topofix_trust(path, ret_problem);
    }
    is_trusted = topofix_trust(path, ret_problem);
    while (is_trusted && (entry = readdir(folder)) != NULL) { /* NOLINT(concurrency-mt-unsafe) */
        if (entry->d_name[0] != '.') {
            char file[PATH_MAX];

            is_trusted =
                snprintf(file, sizeof(file), "%s/%s", path, entry->d_name) < (int)sizeof(file) &&
                topofix_trust(file, ret_problem);
        }
    }
    closedir(folder);
    return is_trusted;
}

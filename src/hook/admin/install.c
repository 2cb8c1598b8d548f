/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/install.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/put_file.h"

/* Far above what the files have. */
enum { FILE_BYTES_MAX = 64 * 1024 * 1024 };

/* The module first: a program without it judges nothing. */
static const struct {
    const char *name;
    const char *copy;
    mode_t mode; /* what is not executable libvirt does not run */
} files[] = {
    { .name = TOPOFIX_HOOK_MODULE, .copy = TOPOFIX_HOOK_COPY_OF_MODULE, .mode = 0644 },
    { .name = TOPOFIX_HOOK_PROGRAM, .copy = TOPOFIX_HOOK_COPY, .mode = 0755 },
};
enum { FILES = sizeof(files) / sizeof(files[0]) };

int
topofix_hook_file_look(const char *path, enum topofix_hook_file *ret_file, char **ret_version,
                       struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer content = { .bytes = NULL };
    struct stat status;
    const char *found;

    *ret_file = TOPOFIX_HOOK_MISSING;
    if (ret_version) {
        *ret_version = NULL;
    }
    if (lstat(path, &status) < 0) {
        return errno == ENOENT ? 0 : topofix_error_set_errno(err, errno, "%s", path);
    }
    *ret_file = TOPOFIX_HOOK_FOREIGN;
    if (!S_ISREG(status.st_mode) || status.st_size > FILE_BYTES_MAX) {
        return 0;
    }
    if (topofix_file_read(path, FILE_BYTES_MAX, &content, err) < 0) {
        return -1;
    }
    found = memmem(topofix_buffer_text(&content), content.length, TOPOFIX_HOOK_MARKER,
                   strlen(TOPOFIX_HOOK_MARKER));
    if (found) {
        *ret_file = TOPOFIX_HOOK_OURS;
        if (ret_version) {
            found += strlen(TOPOFIX_HOOK_MARKER);
            *ret_version = topofix_strndup(found, strnlen(found, 40));
        }
    }
    return 0;
}

/* Beside the running program, as it is built; else where it is installed. */
static int
read_original(const char *name, struct topofix_buffer *ret_content, struct topofix_error *err)
{
    char folder[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", folder, sizeof(folder) - 1);
    TOPOFIX_AUTO_FREE char *installed = topofix_sprintf("%s/%s", TOPOFIX_HOOK_HOME, name);

    if (length > 0) {
        TOPOFIX_AUTO_FREE char *beside = NULL;

        folder[length] = '\0';
        *(strrchr(folder, '/') + 1) = '\0';
        beside = topofix_sprintf("%s%s", folder, name);
        if (access(beside, R_OK) == 0) {
            return topofix_file_read(beside, FILE_BYTES_MAX, ret_content, err);
        }
    }
    return topofix_file_read(installed, FILE_BYTES_MAX, ret_content, err);
}

static int
check_is_ours(const char *path, enum topofix_hook_file *ret_file, struct topofix_error *err)
{
    if (topofix_hook_file_look(path, ret_file, NULL, err) < 0) {
        return -1;
    }
    if (*ret_file == TOPOFIX_HOOK_FOREIGN) {
        return topofix_error_set(err, TOPOFIX_ERROR_REFUSED,
                                 "%s: not a file of virt-topofix; nothing was changed", path);
    }
    return 0;
}

int
topofix_hook_install(bool *ret_is_new, struct topofix_error *err)
{
    enum topofix_hook_file found[FILES];

    for (int i = 0; i < FILES; i++) {
        if (check_is_ours(files[i].copy, &found[i], err) < 0) {
            return -1;
        }
    }
    if (topofix_put_folder(TOPOFIX_HOOK_FOLDER, err) < 0 ||
        topofix_put_folder(TOPOFIX_HOOK_DIRECTORY, err) < 0) {
        return -1;
    }
    for (int i = 0; i < FILES; i++) {
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer content = { .bytes = NULL };

        /* the temporary file is not in qemu.d: an executable one would run there, if we died */
        if (read_original(files[i].name, &content, err) < 0 ||
            topofix_put_file(TOPOFIX_HOOK_FOLDER, files[i].copy, &content, files[i].mode,
                             found[i] == TOPOFIX_HOOK_MISSING ? TOPOFIX_PUT_NEW
                                                              : TOPOFIX_PUT_REPLACE,
                             err) < 0) {
            return -1;
        }
        *ret_is_new = found[i] == TOPOFIX_HOOK_MISSING;
    }
    return 0;
}

bool
topofix_hook_is_current(void)
{
    for (int i = 0; i < FILES; i++) {
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer original = { .bytes = NULL };
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer copy = { .bytes = NULL };

        if (read_original(files[i].name, &original, NULL) < 0 ||
            topofix_file_read(files[i].copy, FILE_BYTES_MAX, &copy, NULL) < 0 ||
            original.length != copy.length ||
            memcmp(topofix_buffer_text(&original), topofix_buffer_text(&copy), copy.length) != 0) {
            return false;
        }
    }
    return true;
}

int
topofix_hook_install_policy(enum topofix_hook_policy policy, struct topofix_error *err)
{
    static const char first[] = "# Settings of the libvirt hook; see virt-topofix-hook(8).\n";
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer edited = { .bytes = NULL };
    /* where it is a link, what it leads to is replaced */
    TOPOFIX_AUTO_FREE char *path = realpath(TOPOFIX_HOOK_CONFIG_FILE, NULL);
    TOPOFIX_AUTO_FREE char *folder = NULL;
    struct stat status = { .st_mode = 0644 };

    if (path) {
        if (stat(path, &status) < 0) {
            return topofix_error_set_errno(err, errno, "%s", path);
        }
        if (topofix_file_read(path, FILE_BYTES_MAX, &text, err) < 0) {
            return -1;
        }
    } else if (errno != ENOENT) {
        return topofix_error_set_errno(err, errno, "%s", TOPOFIX_HOOK_CONFIG_FILE);
    } else {
        path = topofix_strdup(TOPOFIX_HOOK_CONFIG_FILE);
        topofix_buffer_add_text(&text, first);
    }
    folder = topofix_strndup(path, (size_t)(strrchr(path, '/') - path));
    if (topofix_put_folder(folder, err) < 0) {
        return -1;
    }
    if (topofix_hook_config_edit(path, topofix_buffer_text(&text), policy, &edited, err) < 0) {
        return topofix_error_wrap(err, "the policy was not written");
    }
    return topofix_put_file(folder, path, &edited, status.st_mode & 0777, TOPOFIX_PUT_REPLACE, err);
}

int
topofix_hook_remove(bool *ret_was_there, struct topofix_error *err)
{
    *ret_was_there = false;
    for (int i = FILES - 1; i >= 0; i--) {
        enum topofix_hook_file found;

        if (check_is_ours(files[i].copy, &found, err) < 0) {
            return -1;
        }
        if (found == TOPOFIX_HOOK_OURS) {
            if (unlink(files[i].copy) < 0) {
                return topofix_error_set_errno(err, errno, "%s", files[i].copy);
            }
            *ret_was_there = true;
        }
    }
    return 0;
}

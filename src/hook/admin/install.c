/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/install.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/file.h"
#include "base/put_file.h"
#include "place.h"
#include "policy_edit.h"
#include "trace.h"

/* The module comes first, because a program without it judges nothing. */
static const struct {
    const char *name;
    const char *copy;
    mode_t mode; /* libvirt runs executable files only */
} files[] = {
    { .name = TOPOFIX_HOOK_MODULE, .copy = TOPOFIX_HOOK_COPY_OF_MODULE, .mode = 0644 },
    { .name = TOPOFIX_HOOK_PROGRAM, .copy = TOPOFIX_HOOK_COPY, .mode = 0755 },
};
enum { FILES = COUNT_OF(files) };

/*
 * Reads the file from the running program's folder, where the build leaves it, or else the
 * installed one.
 */
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
            return topofix_file_read(beside, TOPOFIX_HOOK_FILE_BYTES_MAX, ret_content, err);
        }
    }
    return topofix_file_read(installed, TOPOFIX_HOOK_FILE_BYTES_MAX, ret_content, err);
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

/* A file as it was before the installation, to be restored after an error. */
struct before {
    enum topofix_hook_file whose;
    mode_t mode;
    struct topofix_buffer content;
};

static int
read_before(const char *path, struct before *before, struct topofix_error *err)
{
    struct stat status;

    if (check_is_ours(path, &before->whose, err) < 0) {
        return -1;
    }
    if (before->whose == TOPOFIX_HOOK_MISSING) {
        return 0;
    }
    if (stat(path, &status) < 0) {
        return topofix_error_set_errno(err, errno, "%s", path);
    }
    before->mode = status.st_mode & 0777;
    return topofix_file_read(path, TOPOFIX_HOOK_FILE_BYTES_MAX, &before->content, err);
}

/* Restores a file. If that fails, too, its error is added to *err. */
static void
put_back(const char *path, const struct before *before, struct topofix_error *err)
{
    struct topofix_error again;
    int result;

    if (before->whose == TOPOFIX_HOOK_MISSING) {
        result = unlink(path) < 0 && errno != ENOENT
                     ? topofix_error_set_errno(&again, errno, "it cannot be removed")
                     : 0;
    } else {
        result = topofix_put_file(TOPOFIX_HOOK_FOLDER, path, &before->content, before->mode,
                                  TOPOFIX_PUT_REPLACE, &again);
    }
    if (result < 0) {
        topofix_error_wrap(err, "%s stays renewed (%s), because of", path, again.message);
    }
}

/* Copies both files or, after an error, restores those that were there before. */
static int
copy_files(const struct before before[FILES], struct topofix_error *err)
{
    struct topofix_buffer content[FILES] = { { .bytes = NULL } };
    int result = 0;
    int done = 0;

    for (int i = 0; result == 0 && i < FILES; i++) {
        result = read_original(files[i].name, &content[i], err);
    }
    /* the temporary file is not in qemu.d, where libvirt would run it if this process died */
    for (; result == 0 && done < FILES; done++) {
        result = topofix_put_file(
            TOPOFIX_HOOK_FOLDER, files[done].copy, &content[done], files[done].mode,
            before[done].whose == TOPOFIX_HOOK_MISSING ? TOPOFIX_PUT_NEW : TOPOFIX_PUT_REPLACE,
            err);
    }
    if (result < 0) {
        for (int i = 0; i < done - 1; i++) {
            put_back(files[i].copy, &before[i], err);
        }
    }
    for (int i = 0; i < FILES; i++) {
        topofix_buffer_done(&content[i]);
    }
    return result;
}

/* The policy comes last: a failed installation must not change what an older hook does. */
static int
put_files(const struct topofix_policy_edit *edit, const struct before before[FILES],
          struct topofix_error *err)
{
    if (copy_files(before, err) < 0) {
        return -1;
    }
    if (edit && topofix_policy_edit_write(edit, err) < 0) {
        topofix_error_wrap(err, "nothing was installed: the policy cannot be written");
        for (int i = FILES - 1; i >= 0; i--) {
            put_back(files[i].copy, &before[i], err);
        }
        return -1;
    }
    return 0;
}

static int
install_files(const struct topofix_policy_edit *edit, struct before before[FILES],
              struct topofix_error *err)
{
    static const char *const folders[] = { TOPOFIX_HOOK_FOLDER, TOPOFIX_HOOK_DIRECTORY };
    bool is_new[2] = { false, false };
    int result = 0;

    for (int i = 0; i < FILES; i++) {
        if (read_before(files[i].copy, &before[i], err) < 0) {
            return -1;
        }
    }
    for (int i = 0; result == 0 && i < 2; i++) {
        result = topofix_put_folder(folders[i], &is_new[i], err);
    }
    if (result == 0) {
        result = put_files(edit, before, err);
    }
    for (int i = 1; result < 0 && i >= 0; i--) {
        if (is_new[i]) {
            (void)rmdir(folders[i]); /* fails if another program has put a file there */
        }
    }
    return result;
}

int
topofix_hook_install(const enum topofix_hook_policy *policy, bool *ret_is_new,
                     struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(policy_edit) struct topofix_policy_edit edit = { .path = NULL };
    struct before before[FILES] = { { .whose = TOPOFIX_HOOK_MISSING } };
    struct topofix_hook_place place;
    int result = policy ? topofix_policy_edit_make(*policy, &edit, err) : 0;

    if (result == 0) {
        result = install_files(policy ? &edit : NULL, before, err);
    }
    *ret_is_new = before[FILES - 1].whose == TOPOFIX_HOOK_MISSING;
    if (result == 0 && *ret_is_new) {
        topofix_hook_place_find(&place);
        topofix_hook_trace_forget_calls(place.marks);
        topofix_hook_place_done(&place);
    }
    for (int i = 0; i < FILES; i++) {
        topofix_buffer_done(&before[i].content);
    }
    return result;
}

bool
topofix_hook_is_current(void)
{
    for (int i = 0; i < FILES; i++) {
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer original = { .bytes = NULL };
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer copy = { .bytes = NULL };

        if (read_original(files[i].name, &original, NULL) < 0 ||
            topofix_file_read(files[i].copy, TOPOFIX_HOOK_FILE_BYTES_MAX, &copy, NULL) < 0 ||
            original.length != copy.length ||
            memcmp(topofix_buffer_text(&original), topofix_buffer_text(&copy), copy.length) != 0) {
            return false;
        }
    }
    return true;
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

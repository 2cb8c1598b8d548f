/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "look.h"

#include <guestfs.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "windows.h"

int
topofix_look_check_uri(const char *uri, struct topofix_error *err)
{
    const char *authority = uri ? strstr(uri, "://") : NULL;

    if (authority && authority[strlen("://")] != '/' && authority[strlen("://")] != '\0') {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "%.100s is another host, whose disks are not here: run it there",
                                 uri);
    }
    return 0;
}

static int
fail(guestfs_h *guestfs, const char *what, struct topofix_error *err)
{
    const char *why = guestfs_last_error(guestfs);

    return topofix_error_set(err, TOPOFIX_ERROR_SYSTEM, "%s: %s", what,
                             why ? why : "libguestfs does not say why");
}

/* libguestfs gives such strings to be freed, and "unknown" for what it does not know. */
static void
keep(struct topofix_inspect_answer *answer, enum topofix_inspect_field field, char *text)
{
    topofix_inspect_answer_set(answer, field, text && strcmp(text, "unknown") != 0 ? text : NULL);
    free(text);
}

static void
free_strings(char **strings)
{
    for (size_t i = 0; strings && strings[i]; i++) {
        free(strings[i]);
    }
    free(strings);
}

static void
describe(guestfs_h *guestfs, const char *root, struct topofix_inspect_answer *answer,
         struct topofix_buffer *told)
{
    const int major = guestfs_inspect_get_major_version(guestfs, root);
    const int minor = guestfs_inspect_get_minor_version(guestfs, root);

    keep(answer, TOPOFIX_INSPECT_TYPE, guestfs_inspect_get_type(guestfs, root));
    keep(answer, TOPOFIX_INSPECT_DISTRO, guestfs_inspect_get_distro(guestfs, root));
    keep(answer, TOPOFIX_INSPECT_OSINFO, guestfs_inspect_get_osinfo(guestfs, root));
    keep(answer, TOPOFIX_INSPECT_PRODUCT, guestfs_inspect_get_product_name(guestfs, root));
    keep(answer, TOPOFIX_INSPECT_VARIANT, guestfs_inspect_get_product_variant(guestfs, root));
    if (major > 0 && minor >= 0) {
        keep(answer, TOPOFIX_INSPECT_VERSION, topofix_sprintf("%d.%d", major, minor));
    }
    if (answer->fields[TOPOFIX_INSPECT_TYPE] &&
        strcmp(answer->fields[TOPOFIX_INSPECT_TYPE], "windows") == 0) {
        if (guestfs_mount_ro(guestfs, root, "/") < 0) {
            topofix_buffer_add_format(told, "the system's disk cannot be mounted: %s\n",
                                      guestfs_last_error(guestfs));
        } else {
            topofix_look_windows(guestfs, root, answer, told);
        }
    }
}

/* Which of several systems runs is not known, and a wrong one would be believed. */
static int
inspect(guestfs_h *guestfs, struct topofix_inspect_answer *answer, struct topofix_buffer *told,
        struct topofix_error *err)
{
    char **roots = guestfs_inspect_os(guestfs);
    size_t count = 0;
    int result = 0;

    if (!roots) {
        return fail(guestfs, "its disks cannot be inspected", err);
    }
    while (roots[count]) {
        count++;
    }
    if (count == 1) {
        describe(guestfs, roots[0], answer, told);
    } else if (count == 0) {
        result = topofix_error_set(err, TOPOFIX_ERROR_NOT_FOUND,
                                   "no operating system is found on its disks (an encrypted one "
                                   "cannot be read)");
    } else {
        result = topofix_error_set(err, TOPOFIX_ERROR_NOT_FOUND,
                                   "%zu operating systems are found on its disks, and which one "
                                   "runs is not known",
                                   count);
    }
    free_strings(roots);
    return result;
}

/* Read-only, and CDs are left out. */
static int
add_disks(guestfs_h *guestfs, const char *uri, const char *domain, struct topofix_error *err)
{
    const struct guestfs_add_domain_argv options = {
        .bitmask = GUESTFS_ADD_DOMAIN_READONLY_BITMASK | GUESTFS_ADD_DOMAIN_ALLOWUUID_BITMASK |
                   GUESTFS_ADD_DOMAIN_READONLYDISK_BITMASK |
                   (uri ? GUESTFS_ADD_DOMAIN_LIBVIRTURI_BITMASK : 0),
        .libvirturi = uri,
        .readonly = 1,
        .allowuuid = 1,
        .readonlydisk = "ignore",
    };
    int count = guestfs_add_domain_argv(guestfs, domain, &options);

    if (count < 0) {
        return fail(guestfs, "its disks cannot be opened", err);
    }
    return count == 0 ? topofix_error_set(err, TOPOFIX_ERROR_NOT_FOUND, "it has no disks") : 0;
}

int
topofix_look(const char *uri, const char *domain, struct topofix_inspect_answer *ret_answer,
             struct topofix_buffer *ret_told, struct topofix_error *err)
{
    guestfs_h *guestfs = guestfs_create_flags(0);
    int result;

    *ret_answer = (struct topofix_inspect_answer){ .licensed_sockets = 0 };
    if (!guestfs) {
        return topofix_error_set(err, TOPOFIX_ERROR_SYSTEM, "libguestfs cannot be used");
    }
    guestfs_set_error_handler(guestfs, NULL, NULL);
    /* libguestfs' other way would start a guest through the libvirt that is asked about */
    if (!getenv("LIBGUESTFS_BACKEND")) {
        guestfs_set_backend(guestfs, "direct");
    }
    result = add_disks(guestfs, uri, domain, err);
    if (result == 0 && guestfs_launch(guestfs) < 0) {
        result = fail(guestfs, "libguestfs cannot start", err);
    }
    if (result == 0) {
        result = inspect(guestfs, ret_answer, ret_told, err);
    }
    guestfs_close(guestfs);
    return result;
}

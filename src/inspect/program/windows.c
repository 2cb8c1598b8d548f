/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "windows.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "inspect/product_policy.h"

enum { REG_BINARY = 3 };

/* The node that a path of names leads to, or 0. */
static int64_t
find_node(guestfs_h *guestfs, const char *const *names, size_t n_names)
{
    int64_t node = guestfs_hivex_root(guestfs);

    for (size_t i = 0; i < n_names && node > 0; i++) {
        node = guestfs_hivex_node_get_child(guestfs, node, names[i]);
    }
    return node > 0 ? node : 0;
}

static void
read_text(guestfs_h *guestfs, int64_t node, const char *name, enum topofix_inspect_field field,
          struct topofix_inspect_answer *answer)
{
    int64_t value = guestfs_hivex_node_get_value(guestfs, node, name);
    TOPOFIX_AUTO_FREE char *text = value > 0 ? guestfs_hivex_value_string(guestfs, value) : NULL;

    topofix_inspect_answer_set(answer, field, text);
}

/* Opens a hive and reads from it. hive is owned by this. */
static void
with_hive(guestfs_h *guestfs, char *hive, struct topofix_buffer *told,
          void (*read)(guestfs_h *guestfs, const char *root, struct topofix_inspect_answer *answer,
                       struct topofix_buffer *told),
          const char *root, struct topofix_inspect_answer *answer)
{
    if (!hive || guestfs_hivex_open(guestfs, hive, -1) < 0) {
        topofix_buffer_add_format(told, "the registry cannot be read: %s\n",
                                  guestfs_last_error(guestfs));
    } else {
        read(guestfs, root, answer, told);
        guestfs_hivex_close(guestfs);
    }
    free(hive);
}

static void
read_software(guestfs_h *guestfs, const char *root, struct topofix_inspect_answer *answer,
              struct topofix_buffer *told)
{
    static const char *const path[] = { "Microsoft", "Windows NT", "CurrentVersion" };
    const int64_t node = find_node(guestfs, path, COUNT_OF(path));

    (void)root;
    if (node == 0) {
        topofix_buffer_add_text(told, "the registry has no key of the current version\n");
        return;
    }
    read_text(guestfs, node, "EditionID", TOPOFIX_INSPECT_EDITION, answer);
    read_text(guestfs, node, "CurrentBuildNumber", TOPOFIX_INSPECT_BUILD, answer);
}

/* Windows before Vista has no such value. */
static void
read_system(guestfs_h *guestfs, const char *root, struct topofix_inspect_answer *answer,
            struct topofix_buffer *told)
{
    TOPOFIX_AUTO_FREE char *set = guestfs_inspect_get_windows_current_control_set(guestfs, root);
    TOPOFIX_AUTO_FREE char *bytes = NULL;
    const char *const path[] = { set ? set : "ControlSet001", "Control", "ProductOptions" };
    const int64_t node = find_node(guestfs, path, COUNT_OF(path));
    const int64_t value =
        node > 0 ? guestfs_hivex_node_get_value(guestfs, node, "ProductPolicy") : 0;
    struct topofix_error err;
    size_t length = 0;
    unsigned sockets;

    if (value <= 0) {
        topofix_buffer_add_text(told, "the registry has no ProductPolicy, so that the licensed "
                                      "sockets are not known\n");
        return;
    }
    if (guestfs_hivex_value_type(guestfs, value) != REG_BINARY) {
        topofix_buffer_add_text(told, "ProductPolicy is not binary, so that the licensed sockets "
                                      "are not known\n");
        return;
    }
    bytes = guestfs_hivex_value_value(guestfs, value, &length);
    if (!bytes) {
        topofix_buffer_add_format(told, "ProductPolicy cannot be read: %s\n",
                                  guestfs_last_error(guestfs));
    } else if (topofix_product_policy_sockets(bytes, length, &sockets, &err) < 0) {
        topofix_buffer_add_format(told, "%s\n", err.message);
    } else {
        answer->licensed_sockets =
            sockets < TOPOFIX_INSPECT_SOCKETS_MAX ? sockets : TOPOFIX_INSPECT_SOCKETS_MAX;
    }
}

void
topofix_look_windows(guestfs_h *guestfs, const char *root, struct topofix_inspect_answer *answer,
                     struct topofix_buffer *ret_told)
{
    with_hive(guestfs, guestfs_inspect_get_windows_software_hive(guestfs, root), ret_told,
              read_software, root, answer);
    with_hive(guestfs, guestfs_inspect_get_windows_system_hive(guestfs, root), ret_told,
              read_system, root, answer);
}

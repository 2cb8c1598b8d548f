/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "limits_reader.h"

/* Ids are typed, and stand in lists with commas between them. */
static int
check_id(struct topofix_limits_reader *reader, const struct topofix_node *node, const char *id)
{
    if (id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789.-")] != '\0') {
        return topofix_error_set(reader->err, TOPOFIX_ERROR_INPUT,
                                 "line %u: <application> has id='%.60s', expected lower-case "
                                 "letters, digits, dots and dashes",
                                 node->line, id);
    }
    return 0;
}

int
topofix_limits_read_application(struct topofix_limits_reader *reader,
                                const struct topofix_node *node,
                                struct topofix_application *ret_application)
{
    struct topofix_application application = { .id = topofix_limits_required(reader, node, "id") };

    if (!application.id || check_id(reader, node, application.id) < 0 ||
        !(application.name = topofix_limits_required(reader, node, "name")) ||
        !(application.families = topofix_limits_required(reader, node, "families"))) {
        return -1;
    }
    application.limits.name = application.id;
    application.limits.title = application.name;
    for (const struct topofix_node *child = node->first; child; child = child->next) {
        if (!topofix_limits_is_bound(child)) {
            return topofix_error_set(reader->err, TOPOFIX_ERROR_INPUT,
                                     "line %u: <%.40s> in <application>, expected sockets, "
                                     "processors or supported",
                                     child->line, child->name);
        }
        if (topofix_limits_read_bound(reader, child, &application.limits) < 0) {
            return -1;
        }
    }
    *ret_application = application;
    return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/agent_channel.h"

#include <string.h>

static bool
says(const struct topofix_node *node, const char *attribute, const char *value)
{
    const char *said = topofix_node_attribute(node, attribute);

    return said && strcmp(said, value) == 0;
}

bool
topofix_domain_has_agent(const struct topofix_node *domain)
{
    const struct topofix_node *channel =
        topofix_node_child(topofix_node_child(domain, "devices"), "channel");

    for (; channel; channel = topofix_node_next_same(channel)) {
        const struct topofix_node *target = topofix_node_child(channel, "target");

        if (says(target, "name", "org.qemu.guest_agent.0") && says(target, "state", "connected")) {
            return true;
        }
    }
    return false;
}

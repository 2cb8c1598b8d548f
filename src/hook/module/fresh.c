/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fresh.h"

#include <string.h>

bool
topofix_hook_is_fresh(const struct topofix_domain *domain)
{
    const char *check = domain->cpu ? topofix_node_attribute(domain->cpu, "check") : NULL;

    return !topofix_node_child(domain->root, "resource") && !(check && strcmp(check, "full") == 0);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/running.h"

#include <string.h>

#include "base/alloc.h"
#include "forms/agent_channel.h"

/*
 * Whether a domain stopped after it was listed, in which case libvirt returns its definition. Only
 * a running domain has an id (docs/formatdomain.rst, "id").
 */
static bool
has_stopped(const struct topofix_domain *live, enum topofix_state state)
{
    return state != TOPOFIX_STATE_SAVED && !topofix_node_attribute(live->root, "id");
}

static void
fill(const struct topofix_guest *guest, struct topofix_running *running)
{
    running->is_known = true;
    running->topology = guest->topology;
    running->present = guest->vcpus.present;
    running->is_usable_known = topofix_guest_is_known(guest) && !guest->has_own_smp;
    running->usable = topofix_guest_usable(guest, &guest->topology, &guest->vcpus);
}

void
topofix_running_find(const struct topofix_circumstances *circumstances,
                     const struct topofix_guest_os *os, struct topofix_running *ret_running)
{
    const char *text = circumstances->running_xml;
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain live = { .doc = NULL };
    struct topofix_error err;

    *ret_running = (struct topofix_running){ .state = circumstances->state,
                                             .is_transient = circumstances->is_transient };
    if (circumstances->running_problem) {
        ret_running->problem = topofix_strdup(circumstances->running_problem);
    }
    if (!text) {
        return;
    }
    if (topofix_domain_read(text, strlen(text), &live, &err) < 0) {
        ret_running->problem = topofix_strdup(err.message);
    } else if (has_stopped(&live, circumstances->state)) {
        ret_running->state = TOPOFIX_STATE_SHUT_OFF;
    } else {
        const struct topofix_guest guest = topofix_guest_facts(&live, os, circumstances);

        fill(&guest, ret_running);
        ret_running->has_agent = topofix_domain_has_agent(live.root);
    }
}

bool
topofix_pending_is_due(enum topofix_pending pending)
{
    return pending == TOPOFIX_PENDING_RESTART || pending == TOPOFIX_PENDING_SAVED_STATE;
}

enum topofix_pending
topofix_running_pending(const struct topofix_running *running,
                        const struct topofix_topology *defined)
{
    if (running->state == TOPOFIX_STATE_NONE || running->problem) {
        return TOPOFIX_PENDING_UNKNOWN;
    }
    if (!running->is_known || running->is_transient ||
        topofix_topology_equals(&running->topology, defined)) {
        return TOPOFIX_PENDING_NONE;
    }
    return running->state == TOPOFIX_STATE_SAVED ? TOPOFIX_PENDING_SAVED_STATE
                                                 : TOPOFIX_PENDING_RESTART;
}

void
topofix_running_done(struct topofix_running *running)
{
    free(running->problem);
    *running = (struct topofix_running){ .state = TOPOFIX_STATE_NONE };
}

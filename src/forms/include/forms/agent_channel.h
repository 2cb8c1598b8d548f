/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * agent_channel: the channel of a guest's QEMU agent, in the XML of a domain that runs.
 */
#ifndef TOPOFIX_AGENT_CHANNEL_H
#define TOPOFIX_AGENT_CHANNEL_H

#include "xml/doc.h"

/* Whether the guest holds its end of the agent's channel open. Only what runs tells that. */
bool
topofix_domain_has_agent(const struct topofix_node *domain);

#endif

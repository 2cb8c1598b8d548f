/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * agent_ask: one question to one guest agent, which may never be answered.
 */
#ifndef TOPOFIX_AGENT_ASK_H
#define TOPOFIX_AGENT_ASK_H

#include <libvirt/libvirt.h>
#include <stdbool.h>

#include "store/store.h"

/*
 * Asks on this connection, which no other thread may use meanwhile, and waits for so many
 * milliseconds. *ret_is_over tells whether the connection is free again; else the question has
 * taken it over, and closes it whenever the answer comes.
 */
enum topofix_agent_outcome
topofix_agent_ask(virConnectPtr connection, const char *uuid, unsigned milliseconds,
                  struct topofix_agent_answer *ret_answer, bool *ret_is_over,
                  struct topofix_error *err);

#endif

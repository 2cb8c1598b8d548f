/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * agents: the connections on which guest agents are asked, and how long all of them together may
 * keep us waiting.
 *
 * libvirt waits for an agent as long as the domain's response timeout says, which is five seconds
 * for one that is silent from the start and for ever for one that stops in the middle of an answer.
 * That timeout belongs to the domain and all its clients, and cannot be read, so that it could not
 * be put back. So each question is asked by a thread of its own on a connection of its own, and
 * both are left to themselves when the time is up.
 *
 * Each agent that hangs holds a worker of libvirt's daemon for those five seconds, of some 20 that
 * all clients share. So no more than a few are left hanging.
 */
#ifndef TOPOFIX_AGENTS_H
#define TOPOFIX_AGENTS_H

#include "lanes.h"
#include "store/store.h"

struct topofix_agents;

/* The lanes are borrowed, and so is the URI, as the connection says it itself. */
struct topofix_agents *
topofix_agents_new(struct topofix_lanes *lanes, const char *uri, enum topofix_access access);

/* As topofix_store_ask_agent. */
enum topofix_agent_outcome
topofix_agents_ask(struct topofix_agents *agents, const char *uuid,
                   struct topofix_agent_answer *ret_answer, struct topofix_error *err);

/* Before the lanes are closed. Questions that hang go on until libvirt answers them. */
void
topofix_agents_free(struct topofix_agents *agents);

#endif

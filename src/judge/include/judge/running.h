/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * running: what a domain runs with at this moment, or what its saved state would resume, which may
 * be another topology than the one that is defined.
 */
#ifndef TOPOFIX_RUNNING_H
#define TOPOFIX_RUNNING_H

#include "core/solve.h"
#include "forms/guest_facts.h"

/* Whether, and until when, something else is in force than what is defined. */
enum topofix_pending {
    TOPOFIX_PENDING_UNKNOWN,     /* a file, or what runs cannot be read */
    TOPOFIX_PENDING_NONE,        /* what is defined is in force */
    TOPOFIX_PENDING_RESTART,     /* until it is shut down and started */
    TOPOFIX_PENDING_SAVED_STATE, /* until its saved state was resumed, and it is started anew */
    TOPOFIX_PENDINGS
};

struct topofix_running {
    enum topofix_state state;
    bool is_transient; /* what runs is all there is */
    bool is_known;     /* it runs or is saved, and the rest but the problem means something */
    struct topofix_topology topology;
    unsigned present;            /* vCPUs that are plugged in */
    bool is_usable_known;        /* the range means something */
    struct topofix_range usable; /* of the present vCPUs */
    bool has_agent;              /* the guest holds its end of the agent's channel open */
    char *problem;               /* why it is not known; NULL where there is none; owned */
};

/*
 * Reads what the circumstances have of it; os is who the guest is, by its definition. Cannot fail:
 * what cannot be read is a problem that is told.
 */
void
topofix_running_find(const struct topofix_circumstances *circumstances,
                     const struct topofix_guest_os *os, struct topofix_running *ret_running);

/* Whether the guest runs with something else than what is defined, or would be resumed with it. */
bool
topofix_pending_is_due(enum topofix_pending pending);

/* What is pending while this topology is the defined one. */
enum topofix_pending
topofix_running_pending(const struct topofix_running *running,
                        const struct topofix_topology *defined);

void
topofix_running_done(struct topofix_running *running);

#endif

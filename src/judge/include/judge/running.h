/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * running: the topology that a domain runs with now, or that its saved state would resume. It may
 * differ from the defined one.
 */
#ifndef TOPOFIX_RUNNING_H
#define TOPOFIX_RUNNING_H

#include "core/solve.h"
#include "forms/guest_facts.h"

/* Whether something other than the definition is in force, and until when. */
enum topofix_pending {
    TOPOFIX_PENDING_UNKNOWN,     /* the XML is from a file, or the running XML cannot be read */
    TOPOFIX_PENDING_NONE,        /* the definition is in force */
    TOPOFIX_PENDING_RESTART,     /* until it is shut down and started */
    TOPOFIX_PENDING_SAVED_STATE, /* until its saved state is resumed, and it is then shut down and
                                    started */
    TOPOFIX_PENDINGS
};

struct topofix_running {
    enum topofix_state state;
    bool is_transient; /* it has no definition */
    bool is_known;     /* it runs or is saved, and the members below except problem are valid */
    struct topofix_topology topology;
    unsigned present;            /* vCPUs that are plugged in */
    bool is_usable_known;        /* usable is valid */
    struct topofix_range usable; /* of the present vCPUs */
    bool has_agent;              /* the guest holds its end of the agent's channel open */
    char *problem;               /* why it is not known; NULL if there is no problem; owned */
};

/*
 * Reads the running XML that the circumstances hold; os is the guest's OS according to the
 * definition. It cannot fail: if the XML cannot be read, *ret_running has a problem that reports
 * show.
 */
void
topofix_running_find(const struct topofix_circumstances *circumstances,
                     const struct topofix_guest_os *os, struct topofix_running *ret_running);

/* Whether the guest runs, or would be resumed, with something other than the definition. */
bool
topofix_pending_is_due(enum topofix_pending pending);

/* What is pending if this topology is the defined one. */
enum topofix_pending
topofix_running_pending(const struct topofix_running *running,
                        const struct topofix_topology *defined);

void
topofix_running_done(struct topofix_running *running);

#endif

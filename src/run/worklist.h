/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * worklist: the domains that a watch knows on one connection, and which of them need a look.
 * Requests for a domain that is already waiting count as one. The caller must synchronise access,
 * and passes the time.
 */
#ifndef TOPOFIX_WORKLIST_H
#define TOPOFIX_WORKLIST_H

#include <stddef.h>

#include "pace.h"
#include "run/watcher.h"

/*
 * More domains than libvirt lists at once. Events about further domains are left to the next pass.
 */
enum { TOPOFIX_WORKLIST_MAX = 32768 };

enum topofix_urgency {
    TOPOFIX_URGENCY_PASS,  /* part of a pass over all domains */
    TOPOFIX_URGENCY_EVENT, /* an event named it, which takes precedence */
};

struct topofix_work {
    char uuid[37];
    struct topofix_pace pace;
    struct topofix_outcome outcome; /* of the last look */
    unsigned n_postponed;           /* looks in a row that came too early */
    unsigned n_failed;              /* looks in a row that failed */
    bool is_unsure;                 /* the next look finds out whether lost_fix was written */
    struct topofix_lost_fix lost_fix;
    /* private to the list */
    bool is_waiting;
    enum topofix_urgency urgency;
    uint64_t due;
    uint64_t turn;
    bool is_seen; /* by the present pass */
};

/* A zero-initialised list is empty. Times are in milliseconds of the monotonic clock. */
struct topofix_worklist {
    struct topofix_work **items; /* sorted by UUID */
    size_t count;
    size_t n_waiting;
    uint64_t next_turn;
};

/*
 * Asks for a look at a domain, not before due. If the domain is waiting already, the earlier time
 * counts. Returns -1 if the list is full; the request is then lost.
 */
int
topofix_worklist_add(struct topofix_worklist *list, const char *uuid, enum topofix_urgency urgency,
                     uint64_t due);

/* Returns NULL if the domain is not known. */
const struct topofix_work *
topofix_worklist_find(const struct topofix_worklist *list, const char *uuid);

/*
 * Takes the next domain that is due off the queue: those of events before those of passes, each in
 * the order of the requests. Returns NULL if none is due. The result is valid until the domain is
 * forgotten.
 */
struct topofix_work *
topofix_worklist_take(struct topofix_worklist *list, uint64_t now);

/* When the next domain is due, or UINT64_MAX. */
uint64_t
topofix_worklist_next(const struct topofix_worklist *list);

/*
 * Notes that the domain is gone. Its entry is kept, with an empty outcome, if a look at it is
 * waiting or while its last fixes count: undefining and redefining a domain must not reset its
 * pace.
 */
void
topofix_worklist_forget(struct topofix_worklist *list, struct topofix_work *work, uint64_t now);

/*
 * Begin and end of a pass, between which the caller adds all domains that the hypervisor lists. The
 * end asks for a look at known domains that were not added, because they are gone or were renamed.
 */
void
topofix_worklist_begin_pass(struct topofix_worklist *list);
void
topofix_worklist_end_pass(struct topofix_worklist *list, uint64_t now);

/* Drops all requests, but keeps what is known. */
void
topofix_worklist_clear(struct topofix_worklist *list);

void
topofix_worklist_done(struct topofix_worklist *list);

#endif

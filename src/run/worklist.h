/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * worklist: the domains that a watch knows on one connection, and which of them are to be looked
 * at. However often a domain is asked for before it is its turn, it is one look. Not safe from
 * several threads; the caller says what time it is.
 */
#ifndef TOPOFIX_WORKLIST_H
#define TOPOFIX_WORKLIST_H

#include <stddef.h>

#include "pace.h"
#include "run/watcher.h"

/* More domains than libvirt lists at once; whatever events name beyond is left to the next pass. */
enum { TOPOFIX_WORKLIST_MAX = 32768 };

enum topofix_urgency {
    TOPOFIX_URGENCY_PASS,  /* a pass over all domains */
    TOPOFIX_URGENCY_EVENT, /* something happened to it: before those */
};

struct topofix_work {
    char uuid[37];
    struct topofix_pace pace;
    struct topofix_outcome outcome; /* of the last look */
    unsigned n_postponed;           /* looks in a row that came too early */
    bool is_unsure;                 /* whether the lost fix is written, the next look finds */
    struct topofix_lost_fix lost_fix;
    /* the list's own */
    bool is_waiting;
    enum topofix_urgency urgency;
    uint64_t due;
    uint64_t turn;
    bool is_seen; /* by the pass that is being listed */
};

/* Zero-initialised: empty. Moments are milliseconds of the monotonic clock. */
struct topofix_worklist {
    struct topofix_work **items; /* by UUID */
    size_t count;
    size_t n_waiting;
    uint64_t next_turn;
};

/*
 * Asks for a look at a domain, not before the moment due. One that waits already waits for the
 * earlier of both moments. Returns -1 where the list is full, and then forgets it.
 */
int
topofix_worklist_add(struct topofix_worklist *list, const char *uuid, enum topofix_urgency urgency,
                     uint64_t due);

/* NULL where it is not known. */
const struct topofix_work *
topofix_worklist_find(const struct topofix_worklist *list, const char *uuid);

/*
 * The next domain that is due, which no longer waits; events before passes, and those in the order
 * in which they were asked for. NULL: none. It stays valid until it is forgotten.
 */
struct topofix_work *
topofix_worklist_take(struct topofix_worklist *list, uint64_t now);

/* When the next domain is due, or UINT64_MAX. */
uint64_t
topofix_worklist_next(const struct topofix_worklist *list);

/*
 * The domain is gone. It stays, as one of which nothing is known, where it waits for a new look
 * already, and while fixes of it count: to undefine a domain and define it again is no way round
 * the pace.
 */
void
topofix_worklist_forget(struct topofix_worklist *list, struct topofix_work *work, uint64_t now);

/*
 * A pass begins: after it all domains that the hypervisor lists were added, those that are known
 * and were not added are looked at as well, since they are gone or were renamed away.
 */
void
topofix_worklist_begin_pass(struct topofix_worklist *list);
void
topofix_worklist_end_pass(struct topofix_worklist *list, uint64_t now);

/* What is asked for is dropped; what is known stays. */
void
topofix_worklist_clear(struct topofix_worklist *list);

void
topofix_worklist_done(struct topofix_worklist *list);

#endif

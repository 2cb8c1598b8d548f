/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * rivals: what others do to a domain while we write it. libvirt's answers do not show that; only
 * its events do: a define of ours that brings an undefined domain back raises "added" where it
 * should raise "updated", and two defines at once raise two events.
 *
 * A sight is the watch on one domain, from before the last look at its definition until our own
 * define has shown up.
 */
#ifndef TOPOFIX_RIVALS_H
#define TOPOFIX_RIVALS_H

#include <stdbool.h>

#include "store/events.h"
#include "store/store.h"

struct topofix_rivals;

struct topofix_sight {
    struct topofix_rivals *rivals; /* NULL: nobody watches */
    const char *uuid;
    /* guarded by the mutex of rivals */
    unsigned n_defined;    /* how often it was defined, our own define among them */
    bool has_new_metadata; /* which libvirt writes without a define */
    bool is_undefined;     /* and not defined since */
    bool was_brought_back; /* the last define found no definition there */
    struct topofix_sight *next;
};

enum topofix_seen {
    TOPOFIX_SEEN_NOTHING,      /* only our own define, or there are no events */
    TOPOFIX_SEEN_RIVAL,        /* somebody else wrote it, too, shortly before our define or after */
    TOPOFIX_SEEN_BROUGHT_BACK, /* somebody undefined it before our define */
};

/* Without an event loop (NULL) events come by themselves. Has two references. */
struct topofix_rivals *
topofix_rivals_new(struct topofix_events *events);

/* Gives one reference back. NULL is fine. */
void
topofix_rivals_release(struct topofix_rivals *rivals);

/* What a store calls; user is the rivals. */
void
topofix_rivals_on_event(const struct topofix_event *event, void *user);

/*
 * Begins a sight; without rivals (NULL) it will see nothing. What happened before is not part of
 * it. The UUID is borrowed until the end. To be ended with topofix_rivals_end.
 */
void
topofix_rivals_begin(struct topofix_rivals *rivals, const char *uuid,
                     struct topofix_sight *ret_sight);

/*
 * After our define: waits until that has shown up, two seconds at most, and tells what else did.
 * After a wait without any event the next one does not wait, until an event arrives.
 */
enum topofix_seen
topofix_rivals_judge(struct topofix_sight *sight);

void
topofix_rivals_end(struct topofix_sight *sight);

#endif

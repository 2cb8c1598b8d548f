/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * rivals: detects what other programs do to a domain while we write it. libvirt's replies do not
 * show that, but its events do: if our define restores an undefined domain, libvirt raises "added"
 * instead of "updated", and two concurrent defines raise two events.
 *
 * A sight watches one domain, from before the last comparison of its definition until the event of
 * our own define has arrived.
 */
#ifndef TOPOFIX_RIVALS_H
#define TOPOFIX_RIVALS_H

#include <stdbool.h>

#include "store/events.h"
#include "store/store.h"

struct topofix_rivals;

struct topofix_sight {
    struct topofix_rivals *rivals; /* NULL if there is nothing to detect with */
    const char *uuid;
    /* The mutex of rivals guards the members below. */
    unsigned n_defined;    /* how often it was defined, including our own define */
    bool has_new_metadata; /* which libvirt writes without a define */
    bool is_undefined;     /* and not defined since */
    bool was_brought_back; /* the last define found no definition */
    struct topofix_sight *next;
};

enum topofix_seen {
    TOPOFIX_SEEN_NOTHING, /* only our own define, or there are no events */
    TOPOFIX_SEEN_RIVAL,   /* another program wrote it, too, shortly before or after our define */
    TOPOFIX_SEEN_BROUGHT_BACK, /* another program undefined it before our define */
};

/* events may be NULL, if events arrive without an event loop. The result has two references. */
struct topofix_rivals *
topofix_rivals_new(struct topofix_events *events);

/* Drops one reference. rivals may be NULL. */
void
topofix_rivals_release(struct topofix_rivals *rivals);

/* The callback for a store; user is the rivals. */
void
topofix_rivals_on_event(const struct topofix_event *event, void *user);

/*
 * Begins a sight, which does not include earlier events. rivals may be NULL; the sight then sees
 * nothing. uuid is borrowed until the end. The caller must end the sight with topofix_rivals_end().
 */
void
topofix_rivals_begin(struct topofix_rivals *rivals, const char *uuid,
                     struct topofix_sight *ret_sight);

/*
 * Call it after our define. Waits for the define's event, at most two seconds, and returns what
 * else happened. If no event arrived in that time, the next calls do not wait until one has
 * arrived.
 */
enum topofix_seen
topofix_rivals_judge(struct topofix_sight *sight);

void
topofix_rivals_end(struct topofix_sight *sight);

#endif

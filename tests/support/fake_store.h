/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fake_store: one domain in memory, and somebody else who meddles with it at a chosen moment.
 */
#ifndef TOPOFIX_FAKE_STORE_H
#define TOPOFIX_FAKE_STORE_H

#include "store/store.h"

struct fake_store {
    struct topofix_store common; /* first */
    char *xml;                   /* what is defined; NULL: nothing */
    bool is_transient;
    unsigned fetches; /* so far */
    unsigned defines;
    enum topofix_agent_outcome agent;              /* what asking one comes to */
    const char *agent_words[TOPOFIX_AGENT_FIELDS]; /* and what it says; NULL: nothing */
    unsigned agent_vcpus;
    unsigned agents_asked;
    unsigned long long vcpu_times[4]; /* of its four vCPUs, in ns */
    unsigned stats_asked;
    const char *running; /* what runs, or is saved; NULL: refused */
    unsigned running_fetches;
    unsigned capabilities_asked;
    const char *capabilities; /* NULL: refused */
    unsigned refuse_fetch_at; /* this fetch, from 1, fails; 0: none */
    bool undefine_at_define;  /* it is undefined at that moment, and the define is refused */
    bool refuse_define;
    unsigned change_at; /* before this fetch somebody writes change_to; 0: never */
    bool change_again;  /* and before each one that follows */
    const char *change_to;
    unsigned undefine_at; /* before this fetch somebody undefines it: it runs on, transient */
    bool has_events;      /* told by the thread that defines */
    enum topofix_event_kind tell_before_define; /* what somebody else did then; OTHER: nothing */
    topofix_on_event on_event;                  /* who is subscribed, or NULL */
    topofix_on_unsubscribed on_unsubscribed;
    void *subscriber;
    const char *define_turns_into; /* what a define leaves instead of what was given, or NULL */
};

/* Takes a copy of xml. */
void
fake_store_init(struct fake_store *fake, const char *xml);

void
fake_store_done(struct fake_store *fake);

/* Its only domain. To be done with topofix_entry_done. */
struct topofix_entry
fake_store_entry(void);

#endif

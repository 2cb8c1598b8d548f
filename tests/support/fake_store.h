/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fake_store: one domain in memory, and another program that changes it at a chosen moment.
 */
#ifndef TOPOFIX_FAKE_STORE_H
#define TOPOFIX_FAKE_STORE_H

#include "store/store.h"

enum fake_loss { FAKE_LOSS_NEVER, FAKE_LOSS_OF_QUESTION, FAKE_LOSS_OF_ANSWER };

struct fake_store {
    struct topofix_store common; /* first */
    char *xml;                   /* the definition, or NULL */
    bool is_transient;
    bool is_paused;   /* it runs, and find says so */
    int starting;     /* what is_starting returns */
    unsigned fetches; /* so far */
    unsigned defines;
    enum topofix_agent_outcome agent;              /* what asking one comes to */
    const char *agent_words[TOPOFIX_AGENT_FIELDS]; /* and what it says; NULL: nothing */
    unsigned agent_vcpus;
    unsigned agents_asked;
    unsigned long long vcpu_times[4]; /* of its four vCPUs, in ns */
    unsigned stats_asked;
    const char *surveyed; /* the XML of another domain, or NULL */
    bool refuse_survey;
    unsigned surveys;
    const char *running; /* the running or saved XML; NULL makes the fetch fail */
    unsigned running_fetches;
    unsigned capabilities_asked;
    unsigned versions_asked;
    const char *capabilities; /* NULL makes the call fail */
    unsigned refuse_fetch_at; /* the fetch that fails, counted from 1; 0 means none */
    bool undefine_at_define;  /* it is undefined just before a define, which is then refused */
    bool refuse_define;
    enum fake_loss lose_define; /* whether the connection is lost with a define */
    unsigned change_at;         /* before this fetch somebody writes change_to; 0: never */
    bool change_again;          /* and before each one that follows */
    const char *change_to;
    unsigned undefine_at; /* before this fetch it is undefined, and runs on as transient */
    bool has_events;      /* the defining thread delivers them */
    enum topofix_event_kind tell_before_define; /* another program did it; OTHER: nothing */
    topofix_on_event on_event;                  /* the subscriber's, or NULL */
    topofix_on_unsubscribed on_unsubscribed;
    void *subscriber;
    const char *define_turns_into; /* what a define stores instead of its XML, or NULL */
};

/* Takes a copy of xml. */
void
fake_store_init(struct fake_store *fake, const char *xml);

void
fake_store_done(struct fake_store *fake);

/* Its only domain. The caller must free it with topofix_entry_done(). */
struct topofix_entry
fake_store_entry(void);

#endif

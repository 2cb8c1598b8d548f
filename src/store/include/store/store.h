/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * store: where domain XML is kept. It moves strings and does not know what they contain.
 */
#ifndef TOPOFIX_STORE_H
#define TOPOFIX_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum topofix_access { TOPOFIX_ACCESS_READ_ONLY, TOPOFIX_ACCESS_READ_WRITE };

struct topofix_events;
struct topofix_rivals;
struct topofix_store;

/* One domain of a store. */
struct topofix_entry {
    char *name;
    char uuid[37];
    bool is_persistent;
    bool is_running;
    bool is_paused;       /* it runs, with its vCPUs stopped */
    bool has_saved_state; /* a managed save image, which the next start resumes */
    void *handle;         /* the store's own */
};

struct topofix_entries {
    struct topofix_entry *items;
    size_t count;
};

/* What a guest's agent says of its OS, as virDomainGetGuestInfo names it. */
enum topofix_agent_field {
    TOPOFIX_AGENT_ID,
    TOPOFIX_AGENT_PRETTY_NAME,
    TOPOFIX_AGENT_VERSION_ID,
    TOPOFIX_AGENT_KERNEL_VERSION,
    TOPOFIX_AGENT_KERNEL_RELEASE,
    TOPOFIX_AGENT_VARIANT_ID,
    TOPOFIX_AGENT_FIELDS
};

/* The most bytes of a field that are kept: a guest may answer anything. */
enum { TOPOFIX_AGENT_TEXT_MAX = 120 };

/* Zero-initialised: it says nothing. */
struct topofix_agent_answer {
    char *fields[TOPOFIX_AGENT_FIELDS]; /* owned, cleaned; NULL: not said */
    unsigned n_used;                    /* vCPUs that the guest uses; 0: not said */
};

enum topofix_agent_outcome {
    TOPOFIX_AGENT_ANSWERED, /* at least a part */
    TOPOFIX_AGENT_SILENT,   /* not in time, or with an error */
    TOPOFIX_AGENT_UNASKED,  /* it may not be asked here */
};

/* How long each present vCPU of a running domain has run, in nanoseconds; in the order of their
 * ids.
 */
struct topofix_vcpu_times {
    char uuid[37];
    unsigned long long *times; /* owned */
    size_t count;
};

struct topofix_stats {
    struct topofix_vcpu_times *items;
    size_t count;
};

enum topofix_event_kind {
    TOPOFIX_EVENT_DEFINED_ADDED,   /* there was no definition before */
    TOPOFIX_EVENT_DEFINED_UPDATED, /* there was one */
    TOPOFIX_EVENT_DEFINED_RENAMED, /* the name is the new one */
    TOPOFIX_EVENT_DEFINED_FROM_SNAPSHOT,
    TOPOFIX_EVENT_METADATA, /* title, description or an element, in the definition or what runs */
    TOPOFIX_EVENT_UNDEFINED,
    TOPOFIX_EVENT_STARTED,
    TOPOFIX_EVENT_STOPPED,
    TOPOFIX_EVENT_OTHER, /* suspended, resumed, crashed, and what else there may be */
};

/* Something that happened to a domain. */
struct topofix_event {
    const char *name; /* borrowed for the call */
    char uuid[37];
    enum topofix_event_kind kind;
};

/* Called on the event loop's thread: may note the event, and must not call the store. */
typedef void (*topofix_on_event)(const struct topofix_event *event, void *user);

/* The connection is gone. */
typedef void (*topofix_on_loss)(void *user);

/* No more calls will come, so that user can be freed. */
typedef void (*topofix_on_unsubscribed)(void *user);

/* What a kind of store implements. Functions may be called from several threads at once. */
struct topofix_store_ops {
    /* All persistent domains, in any order. */
    int (*list)(struct topofix_store *store, struct topofix_entries *ret_entries,
                struct topofix_error *err);
    /* One domain by id, UUID or name; code NOT_FOUND where there is none. */
    int (*find)(struct topofix_store *store, const char *domain, struct topofix_entry *ret_entry,
                struct topofix_error *err);
    /* The XML for the next start, to be freed; with secrets where access is read-write. */
    int (*fetch)(struct topofix_store *store, const struct topofix_entry *entry, char **ret_xml,
                 struct topofix_error *err);
    /*
     * The XML of what runs at this moment or, where nothing does, of the managed save image, to be
     * freed; never with secrets. A domain that has stopped meanwhile gives its definition, without
     * an id.
     */
    int (*fetch_running)(struct topofix_store *store, const struct topofix_entry *entry,
                         char **ret_xml, struct topofix_error *err);
    /* Whether the domain has a definition at this moment: 1, 0, or -1 on error. */
    int (*is_persistent)(struct topofix_store *store, const struct topofix_entry *entry,
                         struct topofix_error *err);
    /* Whether the domain is being started: 1, 0, or -1 on error. NULL: it never is. */
    int (*is_starting)(struct topofix_store *store, const struct topofix_entry *entry,
                       struct topofix_error *err);
    /* Keeps other runs of ours off a domain until the claim is released; -1 is no claim. NULL:
     * there are none to be kept off. */
    int (*claim)(const struct topofix_entry *entry);
    int (*define)(struct topofix_store *store, const char *xml, struct topofix_error *err);
    /* As topofix_store_ask_agent. NULL: there are no agents. */
    enum topofix_agent_outcome (*ask_agent)(struct topofix_store *store,
                                            const struct topofix_entry *entry,
                                            struct topofix_agent_answer *ret_answer,
                                            struct topofix_error *err);
    /* As topofix_store_stats. NULL: there are none. */
    int (*stats)(struct topofix_store *store, struct topofix_stats *ret_stats,
                 struct topofix_error *err);
    /* What the hypervisor can do, as libvirt's capabilities XML, to be freed. */
    int (*capabilities)(struct topofix_store *store, char **ret_xml, struct topofix_error *err);
    /* Versions of libvirt and of the hypervisor; 9.0.0 is 9000000, 0 is not known. */
    void (*versions)(struct topofix_store *store, unsigned *ret_libvirt, unsigned *ret_hypervisor);
    /* As topofix_store_subscribe. NULL: there are no events. */
    int (*subscribe)(struct topofix_store *store, topofix_on_event on_event,
                     topofix_on_unsubscribed on_unsubscribed, void *user,
                     struct topofix_error *err);
    /* As topofix_store_on_loss. NULL: it cannot be lost. */
    int (*on_loss)(struct topofix_store *store, topofix_on_loss on_loss,
                   topofix_on_unsubscribed on_unsubscribed, void *user, struct topofix_error *err);
    void (*entry_done)(struct topofix_entry *entry);
    /* Ends all subscriptions, too. */
    void (*close)(struct topofix_store *store);
};

/* The common part; each kind of store begins with it. */
struct topofix_store {
    const struct topofix_store_ops *ops;
    char *uri;   /* as the connection says itself */
    char *label; /* what stands before the domain's name in a diff: the host, or the URI if it has
                    none */
    struct topofix_rivals *rivals; /* who else writes while we do; NULL: nobody watches */
};

/*
 * Opens a libvirt connection; uri NULL is libvirt's default. Remote URIs may ask on the terminal.
 * NULL on error; the message begins with the URI.
 */
struct topofix_store *
topofix_store_open_libvirt(const char *uri, enum topofix_access access, struct topofix_error *err);

/* NULL is fine. */
void
topofix_store_close(struct topofix_store *store);

/* Sorted by name. */
int
topofix_store_list(struct topofix_store *store, struct topofix_entries *ret_entries,
                   struct topofix_error *err);
int
topofix_store_find(struct topofix_store *store, const char *domain, struct topofix_entry *ret_entry,
                   struct topofix_error *err);
int
topofix_store_fetch(struct topofix_store *store, const struct topofix_entry *entry, char **ret_xml,
                    struct topofix_error *err);

/*
 * What an entry runs with, or what its saved state would resume. NULL where it does neither, which
 * asks nobody.
 */
int
topofix_store_fetch_running(struct topofix_store *store, const struct topofix_entry *entry,
                            char **ret_xml, struct topofix_error *err);

/*
 * Whether a domain is being started at this moment: 1, 0, or -1 on error. Where the hypervisor
 * holds on to the domain it waits until that is over, and holds up no other domain's calls, as a
 * define would.
 */
int
topofix_store_is_starting(struct topofix_store *store, const struct topofix_entry *entry,
                          struct topofix_error *err);

/*
 * Asks the agent of a running guest which OS it is and which vCPUs it uses: at most three calls, on
 * a connection that nothing else waits on, and at most a second, or a tenth of one as soon as
 * another agent of this store has used that up. Whatever the agent has answered by then is filled
 * in and must be done; else err says why it has not.
 */
enum topofix_agent_outcome
topofix_store_ask_agent(struct topofix_store *store, const struct topofix_entry *entry,
                        struct topofix_agent_answer *ret_answer, struct topofix_error *err);

void
topofix_agent_answer_done(struct topofix_agent_answer *answer);

/* How long the vCPUs of all running domains have run: one call, which a domain that is busy does
 * not hold up, but may then be missing from. */
int
topofix_store_stats(struct topofix_store *store, struct topofix_stats *ret_stats,
                    struct topofix_error *err);

void
topofix_stats_done(struct topofix_stats *stats);

int
topofix_store_capabilities(struct topofix_store *store, char **ret_xml, struct topofix_error *err);

/* Versions of libvirt and of the hypervisor; 9.0.0 is 9000000, 0 is not known. */
void
topofix_store_versions(struct topofix_store *store, unsigned *ret_libvirt,
                       unsigned *ret_hypervisor);

/*
 * Subscribes to what happens to the store's domains, until the store is closed: each event is
 * handed to on_event, in the order in which the hypervisor tells them. The event loop must run, and
 * brings them with a lag of up to a second unless it is kept awake (events.h). Before other threads
 * use the store. -1 where the hypervisor has no events; then nothing will be called.
 */
int
topofix_store_subscribe(struct topofix_store *store, topofix_on_event on_event,
                        topofix_on_unsubscribed on_unsubscribed, void *user,
                        struct topofix_error *err);

/*
 * Has on_loss called on the event loop's thread when the connection is lost; it may note that, and
 * must not call the store. Once, before other threads use the store. -1 where the hypervisor cannot
 * be lost, or does not tell; then nothing will be called.
 */
int
topofix_store_on_loss(struct topofix_store *store, topofix_on_loss on_loss,
                      topofix_on_unsubscribed on_unsubscribed, void *user,
                      struct topofix_error *err);

/*
 * Makes topofix_store_replace see what others do at the same moment. Where the hypervisor has no
 * events it goes on as it did. Once, before other threads use the store.
 */
void
topofix_store_watch_rivals(struct topofix_store *store, struct topofix_events *events);

/*
 * Replaces a definition if it is still old_xml: fetches it again, compares, defines once, fetches
 * what is there now into *ret_after (to be freed). libvirt has no compare-and-swap, so a window of
 * some hundred microseconds remains between the comparison and the define. Code CHANGED when
 * somebody else was faster: nothing is written then.
 *
 * With topofix_store_watch_rivals what happens in that window is seen. *ret_has_rival says that
 * somebody else defined it between the comparison and the fetch after the define, so that what they
 * wrote may be overwritten. Code UNDEFINED says that they undefined it, and that our define brought
 * it back; it is left there.
 */
int
topofix_store_replace(struct topofix_store *store, const struct topofix_entry *entry,
                      const char *old_xml, const char *new_xml, char **ret_after,
                      bool *ret_has_rival, struct topofix_error *err);

void
topofix_entry_done(const struct topofix_store *store, struct topofix_entry *entry);
void
topofix_entries_done(const struct topofix_store *store, struct topofix_entries *entries);

#endif

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
struct topofix_saves;
struct topofix_store;

/* One domain of a store. */
struct topofix_entry {
    char *name;
    char uuid[37];
    bool is_persistent;
    bool is_running;
    bool is_paused;       /* it runs, but its vCPUs are stopped */
    bool has_saved_state; /* it has a managed save image, which the next start resumes */
    void *handle;         /* private to the store */
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
    TOPOFIX_EVENT_DEFINED_UPDATED, /* there was a definition before */
    TOPOFIX_EVENT_DEFINED_RENAMED, /* name is the new one */
    TOPOFIX_EVENT_DEFINED_FROM_SNAPSHOT,
    TOPOFIX_EVENT_METADATA, /* title, description or an element, in the definition or the running
                               domain */
    TOPOFIX_EVENT_UNDEFINED,
    TOPOFIX_EVENT_STARTED,
    TOPOFIX_EVENT_STOPPED,
    TOPOFIX_EVENT_OTHER, /* suspended, resumed, crashed and so on */
};

/* One XML of a domain, without secrets. The strings are borrowed during the call. */
struct topofix_surveyed {
    const char *name;
    const char *uuid;
    const char *xml;
    bool runs; /* the XML is in force */
};

typedef void (*topofix_on_surveyed)(const struct topofix_surveyed *domain, void *user);

/* Something that happened to a domain. */
struct topofix_event {
    const char *name; /* borrowed during the call */
    char uuid[37];
    enum topofix_event_kind kind;
};

/* Called on the event loop's thread. It may note the event, but must not call the store. */
typedef void (*topofix_on_event)(const struct topofix_event *event, void *user);

/* The connection is lost. */
typedef void (*topofix_on_loss)(void *user);

/* No more calls will follow, so user can be freed. */
typedef void (*topofix_on_unsubscribed)(void *user);

/* The functions of a kind of store. Several threads may call them at once. */
struct topofix_store_ops {
    /* Lists all persistent domains, in any order. */
    int (*list)(struct topofix_store *store, struct topofix_entries *ret_entries,
                struct topofix_error *err);
    /* Finds one domain by id, UUID or name; the error is NOT_FOUND if there is none. */
    int (*find)(struct topofix_store *store, const char *domain, struct topofix_entry *ret_entry,
                struct topofix_error *err);
    /* The XML for the next start, with secrets if access is read-write. The caller must free it. */
    int (*fetch)(struct topofix_store *store, const struct topofix_entry *entry, char **ret_xml,
                 struct topofix_error *err);
    /*
     * The XML of the running domain or, if it does not run, of the managed save image, never with
     * secrets. If the domain has just stopped, it is the definition, without an id. The caller must
     * free it.
     */
    int (*fetch_running)(struct topofix_store *store, const struct topofix_entry *entry,
                         char **ret_xml, struct topofix_error *err);
    /* Whether the domain has a definition now: 1, 0, or -1 on error. */
    int (*is_persistent)(struct topofix_store *store, const struct topofix_entry *entry,
                         struct topofix_error *err);
    /* Whether the domain is being started: 1, 0, or -1 on error. NULL means never. */
    int (*is_starting)(struct topofix_store *store, const struct topofix_entry *entry,
                       struct topofix_error *err);
    /*
     * Keeps other processes of ours from writing a domain until the claim is released; -1 means no
     * claim. NULL means that there are no such processes.
     */
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
    /* As topofix_store_survey(). NULL: there are no other domains. */
    int (*survey)(struct topofix_store *store, topofix_on_surveyed on_domain, void *user,
                  struct topofix_error *err);
    /* What the hypervisor can do, as libvirt's capabilities XML. The caller must free it. */
    int (*capabilities)(struct topofix_store *store, char **ret_xml, struct topofix_error *err);
    /* The versions of libvirt and of the hypervisor; 9.0.0 is 9000000, 0 means not known. */
    void (*versions)(struct topofix_store *store, unsigned *ret_libvirt, unsigned *ret_hypervisor);
    /* As topofix_store_subscribe(). NULL means that there are no events. */
    int (*subscribe)(struct topofix_store *store, topofix_on_event on_event,
                     topofix_on_unsubscribed on_unsubscribed, void *user,
                     struct topofix_error *err);
    /* As topofix_store_on_loss(). NULL means that the connection cannot be lost. */
    int (*on_loss)(struct topofix_store *store, topofix_on_loss on_loss,
                   topofix_on_unsubscribed on_unsubscribed, void *user, struct topofix_error *err);
    void (*entry_done)(struct topofix_entry *entry);
    /* As topofix_store_leave(). NULL: a thread has nothing of its own. */
    void (*leave)(struct topofix_store *store);
    /* Ends all subscriptions, too. */
    void (*close)(struct topofix_store *store);
};

/* The common part, which is the first member of each kind. */
struct topofix_store {
    const struct topofix_store_ops *ops;
    char *uri;   /* as the connection reports it */
    char *label; /* what precedes the domain's name in a diff: the host, or the URI if there is none
                  */
    struct topofix_rivals *rivals; /* detects concurrent writes, or NULL */
    char *folder;                /* where the daemon saves definitions, if on this host; or NULL */
    struct topofix_saves *saves; /* detects writes without an event, or NULL */
};

/*
 * Opens a libvirt connection. A NULL uri means libvirt's default. Remote URIs may ask for passwords
 * on the terminal. Returns NULL on error; the message begins with the URI.
 */
struct topofix_store *
topofix_store_open_libvirt(const char *uri, enum topofix_access access, struct topofix_error *err);

/*
 * This thread will hardly use the store again: what the store holds for it is freed now, rather
 * than with the store. Entries stay valid.
 */
void
topofix_store_leave(struct topofix_store *store);

/* store may be NULL. */
void
topofix_store_close(struct topofix_store *store);

/* Lists all persistent domains, sorted by name. */
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
 * The XML of the running domain or of its saved state. *ret_xml is NULL if the entry says that
 * there is neither; no call is made then.
 */
int
topofix_store_fetch_running(struct topofix_store *store, const struct topofix_entry *entry,
                            char **ret_xml, struct topofix_error *err);

/*
 * Whether a domain is being started now: 1, 0, or -1 on error. While the hypervisor holds the
 * domain's lock, the call waits; unlike a define it does not delay calls about other domains
 * meanwhile.
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

/*
 * Reads what each domain runs with and what it starts with next, those without a definition, too:
 * a call for the list, one for each domain, and one more for each that runs. on_domain is called
 * from within. Domains that go away meanwhile are left out; an XML that cannot be read is an error.
 */
int
topofix_store_survey(struct topofix_store *store, topofix_on_surveyed on_domain, void *user,
                     struct topofix_error *err);

int
topofix_store_capabilities(struct topofix_store *store, char **ret_xml, struct topofix_error *err);

/* The versions of libvirt and of the hypervisor; 9.0.0 is 9000000, 0 means not known. */
void
topofix_store_versions(struct topofix_store *store, unsigned *ret_libvirt,
                       unsigned *ret_hypervisor);

/*
 * Subscribes to the events of the store's domains until the store is closed. on_event gets them in
 * the hypervisor's order. The event loop must run; it delivers them up to a second late unless it
 * is kept awake (events.h). Call this before other threads use the store. Returns -1 if the
 * hypervisor has no events; no callback is called then.
 */
int
topofix_store_subscribe(struct topofix_store *store, topofix_on_event on_event,
                        topofix_on_unsubscribed on_unsubscribed, void *user,
                        struct topofix_error *err);

/*
 * Has on_loss called on the event loop's thread when the connection is lost. It may note that, but
 * must not call the store. Call this once, before other threads use the store. Returns -1 if the
 * connection cannot be lost, or if the hypervisor does not report it; no callback is called then.
 */
int
topofix_store_on_loss(struct topofix_store *store, topofix_on_loss on_loss,
                      topofix_on_unsubscribed on_unsubscribed, void *user,
                      struct topofix_error *err);

/*
 * Lets topofix_store_replace() detect what other programs do at the same moment, by the
 * hypervisor's events and by the files that its daemon saves on this host. Has no effect without
 * both. Call this once, before other threads use the store.
 */
void
topofix_store_watch_rivals(struct topofix_store *store, struct topofix_events *events);

/* Sees whether a domain's definition is saved or removed, by whomever. */
struct topofix_lookout;

/*
 * Begins to look at a definition that will be fetched and replaced. NULL where nothing can be seen,
 * as without topofix_store_watch_rivals(). The caller must end it with topofix_lookout_done().
 */
struct topofix_lookout *
topofix_store_look_out(struct topofix_store *store, const struct topofix_entry *entry);

/* lookout may be NULL. */
void
topofix_lookout_done(struct topofix_lookout *lookout);

static inline void
topofix_lookout_auto_done(struct topofix_lookout **lookout)
{
    topofix_lookout_done(*lookout);
}

#define TOPOFIX_AUTO_LOOKOUT __attribute__((cleanup(topofix_lookout_auto_done)))

struct topofix_replacement {
    const char *old_xml; /* as it was fetched */
    const char *new_xml;
    struct topofix_lookout *lookout; /* which began before that fetch, or NULL */
};

/*
 * Replaces a definition if it still equals old_xml: defines once, and fetches the result into
 * *ret_after, which the caller must free. Unless the lookout has seen all the while that nobody
 * wrote it, which it can from the store's first replacement on, it is fetched again and compared
 * before. libvirt has no compare-and-swap, so a window of some hundred microseconds remains before
 * the define. The error is CHANGED if the definition has changed; nothing is written then. It is
 * UNSURE if the connection was lost after the define was sent: the definition may have been
 * written.
 *
 * With topofix_store_watch_rivals() a change in that window is detected. *ret_has_rival says that
 * another program wrote the domain between the comparison and the fetch after the define, so that
 * its change may be overwritten. The error UNDEFINED says that another program undefined the
 * domain, and that our define restored it; it is left there.
 */
int
topofix_store_replace(struct topofix_store *store, const struct topofix_entry *entry,
                      const struct topofix_replacement *with, char **ret_after, bool *ret_has_rival,
                      struct topofix_error *err);

void
topofix_entry_done(const struct topofix_store *store, struct topofix_entry *entry);
void
topofix_entries_done(const struct topofix_store *store, struct topofix_entries *entries);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * selection: the connections of a run, and the domains on them to process.
 */
#ifndef TOPOFIX_SELECTION_H
#define TOPOFIX_SELECTION_H

#include <pthread.h>

#include "forms/guest_facts.h"
#include "forms/neighbours.h"
#include "store/store.h"
#include "xml/doc.h"

/* What a run should process. The strings are borrowed, and must outlive the selection. */
struct topofix_selection_request {
    const char *const *uris; /* NULL or empty means libvirt's default */
    size_t n_uris;
    const char *const *names; /* domains: ids, UUIDs or names */
    size_t n_names;
    bool all; /* every persistent domain, in addition to names */
    enum topofix_access access;
    struct topofix_events *events; /* to detect concurrent writes; may be NULL */
};

struct topofix_connection {
    struct topofix_store *store;     /* NULL where it could not be opened */
    const char *uri;                 /* as asked for, or NULL for the default */
    struct topofix_connection *twin; /* an earlier connection to the same domains, or NULL */
    bool has_many;                   /* targets: what they may need is asked for at once */
    pthread_mutex_t mutex; /* guards the members below, which are fetched when first needed */
    bool has_versions;
    bool has_capabilities;
    char *capabilities_text;
    struct topofix_doc *capabilities; /* NULL if the hypervisor reports none */
    unsigned libvirt_version;
    unsigned hypervisor_version;
    bool has_neighbours;
    struct topofix_neighbours neighbours;
    bool has_stats;
    struct topofix_stats stats; /* empty where the hypervisor tells none */
};

/* One domain to process, or an error that occurred while looking for it. */
struct topofix_target {
    struct topofix_connection *connection; /* NULL if there is an error */
    struct topofix_entry entry;
    const char *uri;             /* as asked for, if a connection failed; else NULL */
    const char *name;            /* as asked for; NULL if a connection failed, and with --all */
    struct topofix_error *error; /* owned; NULL if there is a connection */
};

struct topofix_selection {
    struct topofix_connection *connections;
    size_t n_connections;
    struct topofix_target *targets;
    size_t n_targets;
};

/*
 * Opens the connections and finds the domains. A failure becomes a target with an error, so that
 * the run can continue with the rest.
 */
void
topofix_selection_make(const struct topofix_selection_request *request,
                       struct topofix_selection *ret_selection);

/*
 * What a connection reports about its hypervisor. It is fetched once; the capabilities are left to
 * whom needs them, unless the connection has many targets. Any thread may call this.
 */
struct topofix_circumstances
topofix_connection_circumstances(struct topofix_connection *connection);

/* The capabilities, fetched once, or NULL if the hypervisor reports none. Any thread may call. */
const struct topofix_doc *
topofix_connection_capabilities(struct topofix_connection *connection);

/* How long the vCPUs of a running domain have run, or NULL; asked for once, for all domains. Valid
 * until the connection is closed. Safe from any thread. */
const struct topofix_vcpu_times *
topofix_connection_vcpu_times(struct topofix_connection *connection, const char *uuid);

void
topofix_selection_done(struct topofix_selection *selection);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "agents.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent_ask.h"
#include "base/alloc.h"

/* The first that are silent may take the patience, the others only what an agent needs that is
 * well. With four workers that makes a second, if all are silent. */
enum { PATIENCE_MS = 900, SHORT_PATIENCE_MS = 100, HANGING_MAX = 8 };

/* As many connections as questions are asked at a time. */
struct idle {
    virConnectPtr connection;
    struct idle *next;
};

struct topofix_agents {
    struct topofix_lanes *lanes;
    bool may_open; /* a connection that may ask can be had without a question to somebody */
    pthread_mutex_t mutex;
    /* guarded by mutex */
    struct idle *idle;
    unsigned n_hanging; /* questions that were left hanging */
};

/*
 * Agents are asked with a connection that may write. For somebody who looks with one that may only
 * read, polkit would be asked for it, and perhaps the person at the screen: but for root, for a
 * user's own daemon and for another machine, whose rights are decided there.
 */
static bool
may_open(const char *uri, enum topofix_access access)
{
    const char *authority = strstr(uri, "://");
    bool is_remote = authority && authority[strlen("://")] != '/';
    const char *path = authority ? strchr(authority + strlen("://"), '/') : NULL;

    return access == TOPOFIX_ACCESS_READ_WRITE || is_remote || geteuid() == 0 ||
           (path && strncmp(path, "/session", strlen("/session")) == 0);
}

struct topofix_agents *
topofix_agents_new(struct topofix_lanes *lanes, const char *uri, enum topofix_access access)
{
    struct topofix_agents *agents = topofix_alloc(1, sizeof(*agents));

    agents->lanes = lanes;
    agents->may_open = may_open(uri, access);
    pthread_mutex_init(&agents->mutex, NULL);
    return agents;
}

static virConnectPtr
take_connection(struct topofix_agents *agents, struct topofix_error *err)
{
    struct idle *idle;

    pthread_mutex_lock(&agents->mutex);
    idle = agents->idle;
    if (idle) {
        agents->idle = idle->next;
    }
    pthread_mutex_unlock(&agents->mutex);
    if (idle) {
        virConnectPtr connection = idle->connection;

        free(idle);
        return connection;
    }
    if (!agents->may_open) {
        topofix_error_set(err, TOPOFIX_ERROR_REFUSED,
                          "this connection may only read, and agents are asked with one that may "
                          "write");
        return NULL;
    }
    return topofix_lanes_open_beside(agents->lanes, 0, err);
}

static void
give_connection(struct topofix_agents *agents, virConnectPtr connection)
{
    struct idle *idle = topofix_alloc(1, sizeof(*idle));

    idle->connection = connection;
    pthread_mutex_lock(&agents->mutex);
    idle->next = agents->idle;
    agents->idle = idle;
    pthread_mutex_unlock(&agents->mutex);
}

/* How long to wait; 0: too many hang already. */
static unsigned
patience_of(struct topofix_agents *agents)
{
    unsigned n_hanging;

    pthread_mutex_lock(&agents->mutex);
    n_hanging = agents->n_hanging;
    pthread_mutex_unlock(&agents->mutex);
    if (n_hanging >= HANGING_MAX) {
        return 0;
    }
    return n_hanging > 0 ? SHORT_PATIENCE_MS : PATIENCE_MS;
}

enum topofix_agent_outcome
topofix_agents_ask(struct topofix_agents *agents, const char *uuid,
                   struct topofix_agent_answer *ret_answer, struct topofix_error *err)
{
    const unsigned patience = patience_of(agents);
    virConnectPtr connection;
    enum topofix_agent_outcome outcome;
    bool is_over;

    if (patience == 0) {
        topofix_error_set(err, TOPOFIX_ERROR_REFUSED,
                          "not asked, as %d others of this host do not answer", HANGING_MAX);
        return TOPOFIX_AGENT_SILENT;
    }
    connection = take_connection(agents, err);
    if (!connection) {
        return TOPOFIX_AGENT_UNASKED;
    }
    outcome = topofix_agent_ask(connection, uuid, patience, ret_answer, &is_over, err);
    if (is_over) {
        give_connection(agents, connection);
    } else {
        pthread_mutex_lock(&agents->mutex);
        agents->n_hanging++;
        pthread_mutex_unlock(&agents->mutex);
    }
    return outcome;
}

void
topofix_agents_free(struct topofix_agents *agents)
{
    struct idle *next;

    for (struct idle *idle = agents->idle; idle; idle = next) {
        next = idle->next;
        virConnectClose(idle->connection);
        free(idle);
    }
    pthread_mutex_destroy(&agents->mutex);
    free(agents);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lanes.h"

#include <libvirt/virterror.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "domain_list.h"
#include "open.h"

/*
 * Keepalive gives up a server that is silent for 25 seconds: KEEPALIVE_COUNT probes, and the time
 * after the last.
 */
enum { KEEPALIVE_SECONDS = 5, KEEPALIVE_COUNT = 4 };

enum lane_kind {
    LANE_OWN,    /* a connection of its own for each thread */
    LANE_TURNS,  /* the first connection, one thread at a time */
    LANE_DRIVER, /* a driver inside this process, which has no connection to wait on */
};

struct topofix_lane {
    struct topofix_lanes *lanes;
    virConnectPtr connection;
    pthread_t owner;
    pthread_mutex_t turn; /* held during a call */
    struct topofix_domain_list list;
    struct topofix_lane *next;
};

struct topofix_lanes {
    char *uri;    /* as given, if any */
    char *driver; /* "qemu", "test", ...; NULL if libvirt does not tell */
    unsigned flags;
    enum lane_kind kind;
    atomic_bool has_no_more; /* lanes: another one was refused, or the server has gone */
    pthread_mutex_t mutex;   /* guards the list */
    struct topofix_lane *first;
};

static struct topofix_lane *
lane_new(struct topofix_lanes *lanes, virConnectPtr connection)
{
    struct topofix_lane *lane = topofix_alloc(1, sizeof(*lane));

    lane->lanes = lanes;
    lane->connection = connection;
    lane->owner = pthread_self();
    pthread_mutex_init(&lane->turn, NULL);
    return lane;
}

bool
topofix_lanes_lead_to(const struct topofix_lanes *lanes, const char *driver)
{
    return lanes->driver && strcasecmp(lanes->driver, driver) == 0;
}

/*
 * The scheme of the URI, without "+transport", is the driver's name. Only remote:// leaves the
 * driver to the server, which must be asked then. The caller must free the result.
 */
static char *
driver_of(virConnectPtr connection, const char *resolved_uri)
{
    size_t length = resolved_uri ? strcspn(resolved_uri, "+:") : 0;

    return length > 0 && strncmp(resolved_uri, "remote", length) != 0
               ? topofix_strndup(resolved_uri, length)
               : topofix_strdup(virConnectGetType(connection));
}

/*
 * Each connection of a test driver has its own domains, so a second one would not help. Drivers
 * inside this process refuse keepalive, and do not need it.
 */
static enum lane_kind
kind_of(const struct topofix_lanes *lanes, virConnectPtr connection)
{
    if (virConnectSetKeepAlive(connection, KEEPALIVE_SECONDS, KEEPALIVE_COUNT) < 0) {
        return LANE_DRIVER;
    }
    return topofix_lanes_lead_to(lanes, "test") ? LANE_TURNS : LANE_OWN;
}

struct topofix_lanes *
topofix_lanes_open(const char *uri, unsigned flags, struct topofix_error *err)
{
    virConnectPtr connection = topofix_open(uri, TOPOFIX_PROMPTING_TERMINAL, flags, err);
    TOPOFIX_AUTO_FREE char *resolved_uri = NULL;
    struct topofix_lanes *lanes;

    if (!connection) {
        return NULL;
    }
    lanes = topofix_alloc(1, sizeof(*lanes));
    resolved_uri = virConnectGetURI(connection);
    lanes->driver = driver_of(connection, resolved_uri);
    lanes->uri = topofix_strdup(uri ? uri : resolved_uri);
    lanes->flags = flags;
    lanes->kind = kind_of(lanes, connection);
    atomic_init(&lanes->has_no_more, lanes->kind != LANE_OWN);
    pthread_mutex_init(&lanes->mutex, NULL);
    lanes->first = lane_new(lanes, connection);
    return lanes;
}

virConnectPtr
topofix_lanes_first(const struct topofix_lanes *lanes)
{
    return lanes->first->connection;
}

bool
topofix_lanes_have_server(const struct topofix_lanes *lanes)
{
    return lanes->kind != LANE_DRIVER;
}

/*
 * Adds "no_tty" to an ssh URI, so that ssh does not ask for a password for each worker. The caller
 * must free the result.
 */
static char *
quiet_uri(const char *uri)
{
    if (!uri || !strstr(uri, "ssh://")) {
        return topofix_strdup(uri);
    }
    return topofix_sprintf("%s%cno_tty=1", uri, strchr(uri, '?') ? '&' : '?');
}

virConnectPtr
topofix_lanes_open_beside(struct topofix_lanes *lanes, unsigned flags, struct topofix_error *err)
{
    TOPOFIX_AUTO_FREE char *uri = quiet_uri(lanes->uri);
    virConnectPtr connection = NULL;

    if (lanes->kind != LANE_OWN) {
        topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "its connection cannot be had twice");
        return NULL;
    }
    connection = topofix_open(uri, TOPOFIX_PROMPTING_NONE, flags, err);
    if (connection) {
        virConnectSetKeepAlive(connection, KEEPALIVE_SECONDS, KEEPALIVE_COUNT);
    }
    return connection;
}

static struct topofix_lane *
lane_of_this_thread(struct topofix_lanes *lanes)
{
    struct topofix_lane *lane;

    pthread_mutex_lock(&lanes->mutex);
    for (lane = lanes->first; lane; lane = lane->next) {
        if (pthread_equal(lane->owner, pthread_self())) {
            break;
        }
    }
    pthread_mutex_unlock(&lanes->mutex);
    return lane;
}

static struct topofix_lane *
add_lane(struct topofix_lanes *lanes)
{
    TOPOFIX_AUTO_FREE char *uri = quiet_uri(lanes->uri);
    struct topofix_lane *lane;
    virConnectPtr connection = topofix_open(uri, TOPOFIX_PROMPTING_NONE, lanes->flags, NULL);

    if (!connection) {
        atomic_store(&lanes->has_no_more, true);
        return NULL;
    }
    virConnectSetKeepAlive(connection, KEEPALIVE_SECONDS, KEEPALIVE_COUNT);
    lane = lane_new(lanes, connection);
    pthread_mutex_lock(&lanes->mutex);
    lane->next = lanes->first->next; /* the first one stays in front */
    lanes->first->next = lane;
    pthread_mutex_unlock(&lanes->mutex);
    return lane;
}

struct topofix_lane *
topofix_lanes_take(struct topofix_lanes *lanes)
{
    struct topofix_lane *lane = lane_of_this_thread(lanes);

    if (!lane && !atomic_load(&lanes->has_no_more)) {
        lane = add_lane(lanes);
    }
    if (!lane) {
        lane = lanes->first;
    }
    if (lanes->kind != LANE_DRIVER) {
        pthread_mutex_lock(&lane->turn);
    }
    return lane;
}

void
topofix_lane_give(struct topofix_lane *lane)
{
    if (lane && lane->lanes->kind != LANE_DRIVER) {
        pthread_mutex_unlock(&lane->turn);
    }
}

virConnectPtr
topofix_lane_connection(const struct topofix_lane *lane)
{
    return lane->connection;
}

virDomainPtr
topofix_lane_listed(struct topofix_lane *lane, const unsigned char *uuid)
{
    topofix_domain_list_make(&lane->list, lane->connection, VIR_CONNECT_LIST_DOMAINS_PERSISTENT);
    return topofix_domain_list_find(&lane->list, uuid);
}

bool
topofix_lane_is_lost(struct topofix_lane *lane)
{
    if (virConnectIsAlive(lane->connection) == 0) {
        atomic_store(&lane->lanes->has_no_more, true);
        return true;
    }
    return false;
}

static void
lane_free(struct topofix_lane *lane)
{
    topofix_domain_list_done(&lane->list);
    virConnectClose(lane->connection);
    pthread_mutex_destroy(&lane->turn);
    free(lane);
}

void
topofix_lanes_leave(struct topofix_lanes *lanes)
{
    struct topofix_lane **place = &lanes->first->next;
    struct topofix_lane *lane;

    pthread_mutex_lock(&lanes->mutex);
    while (*place && !pthread_equal((*place)->owner, pthread_self())) {
        place = &(*place)->next;
    }
    lane = *place;
    if (lane) {
        *place = lane->next;
    }
    pthread_mutex_unlock(&lanes->mutex);
    if (lane) {
        lane_free(lane);
    }
}

void
topofix_lanes_close(struct topofix_lanes *lanes)
{
    struct topofix_lane *next;

    for (struct topofix_lane *lane = lanes->first; lane; lane = next) {
        next = lane->next;
        lane_free(lane);
    }
    pthread_mutex_destroy(&lanes->mutex);
    free(lanes->uri);
    free(lanes->driver);
    free(lanes);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lanes: the connections to one libvirt, one for each thread.
 *
 * Two threads must not wait on one connection. When keepalive gives the connection up, libvirt's
 * client wakes one of them, and that thread passes its role to the next, which then polls a
 * connection that is about to be closed, without a limit, because nothing is left to wake it
 * (virNetClientIOEventLoop of libvirt 6.2 to 10.2 at least). If the server comes back, the poll
 * answers with a pointer into the stack of a thread that no longer exists (CVE-2024-4418), and the
 * process crashes.
 */
#ifndef TOPOFIX_LANES_H
#define TOPOFIX_LANES_H

#include <libvirt/libvirt.h>
#include <stdbool.h>

#include "base/error.h"

struct topofix_lanes;
struct topofix_lane;

/*
 * Opens the first connection, with the arguments of topofix_store_open_libvirt(). Returns NULL on
 * error.
 */
struct topofix_lanes *
topofix_lanes_open(const char *uri, unsigned flags, struct topofix_error *err);

/*
 * One more connection to the same server, for a call that may never come back; it belongs to the
 * caller. NULL where that cannot be had without questions, or another connection does not lead to
 * the same domains.
 */
virConnectPtr
topofix_lanes_open_beside(struct topofix_lanes *lanes, unsigned flags, struct topofix_error *err);

/* The first connection, for calls that send nothing to the server. */
virConnectPtr
topofix_lanes_first(const struct topofix_lanes *lanes);

/*
 * Whether the connections lead to this driver, "qemu" for example. The URI says so, without the
 * call to the server that virConnectGetType() makes; only for remote:// that was made.
 */
bool
topofix_lanes_lead_to(const struct topofix_lanes *lanes, const char *driver);

/* Whether there is a server that can go away. A driver inside this process has none. */
bool
topofix_lanes_have_server(const struct topofix_lanes *lanes);

/*
 * The lane of this thread, which is opened when first needed. If no further connection can be
 * opened without asking the user, the threads take turns on the first one.
 */
struct topofix_lane *
topofix_lanes_take(struct topofix_lanes *lanes);

/*
 * Call it after each call of libvirt, so that another thread can use a shared lane. lane may be
 * NULL.
 */
void
topofix_lane_give(struct topofix_lane *lane);

virConnectPtr
topofix_lane_connection(const struct topofix_lane *lane);

/*
 * The domain with this UUID (VIR_UUID_BUFLEN bytes) among those that the lane has listed, which it
 * does once, at the first call. The lane owns it. Returns NULL for one that is not there.
 */
virDomainPtr
topofix_lane_listed(struct topofix_lane *lane, const unsigned char *uuid);

/* Closes the lane of this thread, unless it is the first one. Nothing may come from it later but
 * domains that were looked up on it. */
void
topofix_lanes_leave(struct topofix_lanes *lanes);

/* Whether the server has gone or was given up. No thread gets a new lane then. */
bool
topofix_lane_is_lost(struct topofix_lane *lane);

/* Call it after everything that came from the connections is freed. */
void
topofix_lanes_close(struct topofix_lanes *lanes);

/* On a variable that holds a lane: gives it back at the end of the block. */
static inline void
topofix_auto_give_done(struct topofix_lane **lane)
{
    topofix_lane_give(*lane);
}

#define TOPOFIX_AUTO_GIVE __attribute__((cleanup(topofix_auto_give_done)))

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvirt/virterror.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "store_libvirt.h"

/* libvirt owns it from its registration on. */
struct loss {
    topofix_on_loss on_loss;
    topofix_on_unsubscribed on_unsubscribed;
    void *user;
};

static void
on_close(virConnectPtr connection, int reason, void *opaque)
{
    const struct loss *loss = opaque;

    (void)connection;
    (void)reason; /* end of file, an error, or keepalive: each means that the connection is lost */
    loss->on_loss(loss->user);
}

static void
loss_release(void *opaque)
{
    struct loss *loss = opaque;

    loss->on_unsubscribed(loss->user);
    free(loss);
}

int
topofix_libvirt_on_loss(struct topofix_store *store, topofix_on_loss on_loss,
                        topofix_on_unsubscribed on_unsubscribed, void *user,
                        struct topofix_error *err)
{
    struct topofix_libvirt_store *libvirt = (struct topofix_libvirt_store *)store;
    struct loss *loss;

    /* For a driver inside this process libvirt accepts the callback but never calls it. */
    if (!topofix_lanes_have_server(libvirt->lanes)) {
        return topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "%s: cannot be lost", store->uri);
    }
    loss = topofix_alloc(1, sizeof(*loss));
    *loss = (struct loss){ .on_loss = on_loss, .on_unsubscribed = on_unsubscribed, .user = user };
    if (virConnectRegisterCloseCallback(topofix_lanes_first(libvirt->lanes), on_close, loss,
                                        loss_release) < 0) {
        topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "%s: does not tell when it is lost: %s",
                          store->uri, virGetLastErrorMessage());
        free(loss);
        return -1;
    }
    libvirt->tells_loss = true;
    return 0;
}

void
topofix_libvirt_forget_loss(struct topofix_libvirt_store *store)
{
    if (store->tells_loss) {
        virConnectUnregisterCloseCallback(topofix_lanes_first(store->lanes), on_close);
        store->tells_loss = false;
    }
}

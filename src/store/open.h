/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * open: opens a libvirt connection, with a time limit. libvirt itself would wait for ever, because
 * keepalive works only on a connection that is open.
 */
#ifndef TOPOFIX_OPEN_H
#define TOPOFIX_OPEN_H

#include <libvirt/libvirt.h>

#include "base/error.h"

enum topofix_prompting {
    TOPOFIX_PROMPTING_NONE,     /* fails if a password is needed */
    TOPOFIX_PROMPTING_TERMINAL, /* may ask for names and passwords */
};

/*
 * Opens uri with the flags of virConnectOpenAuth(). A NULL uri means libvirt's default. Returns
 * NULL on error; the message begins with the URI. It is an error if a server does not answer within
 * half a minute, unless the user is being asked for a password.
 */
virConnectPtr
topofix_open(const char *uri, enum topofix_prompting prompting, unsigned flags,
             struct topofix_error *err);

#endif

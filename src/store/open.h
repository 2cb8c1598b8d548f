/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * open: a libvirt connection, or an error when nobody answers. libvirt itself would wait for ever:
 * keepalive works only on a connection that is open.
 */
#ifndef TOPOFIX_OPEN_H
#define TOPOFIX_OPEN_H

#include <libvirt/libvirt.h>

#include "base/error.h"

enum topofix_prompting {
    TOPOFIX_PROMPTING_NONE,     /* fails where something would have to be asked */
    TOPOFIX_PROMPTING_TERMINAL, /* may ask for names and passwords */
};

/*
 * Opens uri (NULL is libvirt's default) with the flags of virConnectOpenAuth. NULL on error; the
 * message begins with the URI. A server that does not answer within half a minute is an error,
 * unless a person is being asked.
 */
virConnectPtr
topofix_open(const char *uri, enum topofix_prompting prompting, unsigned flags,
             struct topofix_error *err);

#endif

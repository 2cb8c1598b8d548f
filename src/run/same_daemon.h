/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * same_daemon: whether two connections lead to the same domains although their URIs differ, as
 * qemu:///system and qemu+unix:///system do.
 */
#ifndef TOPOFIX_SAME_DAEMON_H
#define TOPOFIX_SAME_DAEMON_H

#include <stdbool.h>

#include "xml/doc.h"

/*
 * True if both are the "system" instance of one driver on one host, according to the host's UUID in
 * their capabilities, which may be NULL. Cloned hosts share that UUID, so only domains that both
 * connections have are certain to be the same.
 */
bool
topofix_same_daemon(const char *uri_a, const struct topofix_doc *capabilities_a, const char *uri_b,
                    const struct topofix_doc *capabilities_b);

#endif

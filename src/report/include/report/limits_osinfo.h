/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * limits_osinfo: the knowledge base as an overlay for libosinfo, which osinfo-db-import takes.
 */
#ifndef TOPOFIX_LIMITS_OSINFO_H
#define TOPOFIX_LIMITS_OSINFO_H

#include "base/buffer.h"
#include "core/limits.h"

/*
 * Appends a tar archive with a file for each OS (os NULL: of all; else of this one) of which the
 * format can carry something, and returns how many there are. It carries the most logical
 * processors that any edition of the OS uses, or that are supported where these are fewer; it has
 * no sockets, editions or applications. The files extend the entities of osinfo-db, or make those
 * that it does not have. An OS whose id makes no name of a file is left out.
 */
size_t
topofix_limits_add_osinfo(const struct topofix_limits *limits, const struct topofix_os *os,
                          struct topofix_buffer *ret_archive);

#endif

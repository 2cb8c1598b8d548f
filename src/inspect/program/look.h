/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * look: what is installed on the disks of a domain. With windows the only user of libguestfs, which
 * reads the disks in a virtual machine of its own: nothing that a guest wrote is parsed on the
 * host, but for ProductPolicy's bytes.
 */
#ifndef TOPOFIX_INSPECT_LOOK_H
#define TOPOFIX_INSPECT_LOOK_H

#include "inspect/answer.h"

/* Fails where the connection is to another host, whose disks are not here. NULL is libvirt's
 * default. */
int
topofix_look_check_uri(const char *uri, struct topofix_error *err);

/*
 * Looks at the disks, read-only. *ret_answer is to be done, also on error. What is left out of the
 * answer although it should be there is added to *ret_told, a line each.
 */
int
topofix_look(const char *uri, const char *domain, struct topofix_inspect_answer *ret_answer,
             struct topofix_buffer *ret_told, struct topofix_error *err);

#endif
